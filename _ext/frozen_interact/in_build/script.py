"""The script as a page loads it: without comments and indentation, which a third of its lines are."""

import re
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"


def shipped() -> str:
    """The text of the script; it has no comment behind code, and no line that begins within a string."""
    text = STATIC.joinpath("frozen-interact.js").read_text(encoding="utf-8")
    return re.sub(r"^\s*(//.*\n|\n)?", "", text, flags=re.M)
