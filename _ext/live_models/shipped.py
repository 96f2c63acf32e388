"""What a page gets: the scripts without comments and indentation, and the file of a model."""

import json
from pathlib import Path

STATIC = Path(__file__).parent / "static"


def engine(*parts):
    """The named scripts of `static` as one: "live-models", and "live-training" where a page trains."""
    return "".join(shipped(f"{part}.js") for part in parts)


def shipped(file):
    """A file of `static` as a page gets it."""
    return slim((STATIC / file).read_text(encoding="utf-8"))


def slim(source):
    """Drop blank lines, indentation, and lines that are only a comment of a script."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def script(exported):
    """One script file that gives the model to a page, also from a folder."""
    text = json.dumps(exported, separators=(",", ":"), ensure_ascii=True)
    name = json.dumps(exported["name"])
    # A page may hold the script itself, and must not end where a name says so.
    return f"(globalThis.liveModelFiles ??= {{}})[{name}] = {text};\n".replace("</", "<\\/")
