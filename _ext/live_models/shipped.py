"""The engine as a page gets it: the source without comments and indentation."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"


def engine(*parts):
    """The named scripts of `static` as one: "live-models", and "live-training" where a page trains."""
    return "".join(slim((STATIC / f"{part}.js").read_text()) for part in parts)


def slim(source):
    """Drop blank lines, indentation, and lines that are only a comment."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
