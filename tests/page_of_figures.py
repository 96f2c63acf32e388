"""A page that holds frozen figures and nothing else, for tests of the script in a browser."""

from pathlib import Path

STATIC = Path(__file__).parents[1] / "_ext" / "frozen_interact" / "static"


def write_page(path: Path, body: str) -> Path:
    """Write the page, complete with style and script, and return its path."""
    style, script = (STATIC.joinpath(f"frozen-interact.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    path.write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">'
        f"<style>{style}</style></head><body>{body}<script>{script}</script></body></html>",
        encoding="utf-8",
    )
    return path
