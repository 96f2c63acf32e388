"""Text as a front end of Jupyter shows it: Markdown, and what is printed."""

from __future__ import annotations

import re

from .errors import FreezeError
from .mathematics import FORMULA, set_formula

# The kinds of pictures that it shows, in its order of preference.
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
# A browser runs no script that comes with a frame.
SCRIPT = re.compile(r"<script\b(?![^>]*application/json)|<[^<>]*\son[a-z]+\s*=", re.I)
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# How a warning names the cell that it comes from; the numbers are new in every run.
CELL_FILE = re.compile(r"/\S*/ipykernel_\d+/\d+\.py")


def markdown_html(text: str) -> str:
    """Markdown as HTML, its formulas as MathML; raises FreezeError for a script in it."""
    from markdown_it import MarkdownIt

    formulas = []

    def keep(match):
        formulas.append(set_formula(match))
        return f"\ue000{len(formulas) - 1}\ue001"

    # Markdown would take a formula's underscores and bars for its own.
    parts = re.split(r"(`+.+?`+)", text, flags=re.S)
    parts[::2] = (FORMULA.sub(keep, part) for part in parts[::2])
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render("".join(parts)).strip()
    if SCRIPT.search(html):
        raise needs_script()
    return re.sub("\ue000(\\d+)\ue001", lambda match: formulas[int(match[1])], html)


def needs_script():
    """The error for what would be dead after a move."""
    return FreezeError(
        "The function displays something that needs its own script (as plotly, altair, bokeh and films do), "
        "which would be dead after a move.",
        "draw it with matplotlib, or display a picture of it.",
    )


def as_printed(text: str) -> str:
    """What a terminal would show at the end: no colors, no overwritten signs, no names of temporary files."""
    text = CELL_FILE.sub("<cell>", ANSI.sub("", text)).rstrip()
    return "\n".join(map(_last_written, text.split("\n")))


def _last_written(line: str) -> str:
    """A line in which carriage returns and backspaces are followed."""
    if "\r" not in line and "\b" not in line:
        return line
    signs, at = [], 0
    for sign in line:
        if sign == "\r":
            at = 0
        elif sign == "\b":
            at = max(0, at - 1)
        else:
            signs[at : at + 1] = [sign]
            at += 1
    return "".join(signs).rstrip()
