"""Reads the parts of a notebook that the rules speak of."""

import re

from markdown_it import MarkdownIt

from _ext.book_site.claims import is_claim
from _ext.book_site.depths import is_slider, place

INSTALL = re.compile(r"^[ \t]*([%!][ \t]*(?:python\S*[ \t]+-m[ \t]+)?(?:pip|conda|mamba|uv)\b.*?)[ \t]*$", re.MULTILINE)
DETAILS = re.compile(r"<details[^>]*>(.*?)</details>", re.DOTALL)

_markdown = MarkdownIt("commonmark")


def installs(notebook):
    """The lines of code that install something."""
    return [line for cell in notebook.cells if cell.cell_type == "code" for line in INSTALL.findall(cell.source)]


def tokens(cell):
    """The parsed Markdown of a cell; none for a code cell."""
    return _markdown.parse(cell.source) if cell.cell_type == "markdown" else []


def inline_tokens(cell):
    """Words, links, images and code of a Markdown cell, paragraph by paragraph."""
    return [token.children for token in tokens(cell) if token.type == "inline"]


def headings(cell, level):
    """The headings of one level in a cell, in order."""
    parsed = tokens(cell)
    return [
        parsed[number + 1].content
        for number, token in enumerate(parsed)
        if token.type == "heading_open" and token.tag == f"h{level}"
    ]


def all_headings(notebook, level):
    """The headings of one level in the whole notebook."""
    return [heading for cell in notebook.cells for heading in headings(cell, level)]


def section(notebook, title):
    """The cells under a `##` heading, up to the next one."""
    cells, inside = [], False
    for cell in notebook.cells:
        found = headings(cell, 2)
        if found:
            inside = title in found
        if inside:
            cells.append(cell)
    return cells


def prose_under(notebook, title):
    """The Markdown between a `##` heading and the next heading of its level or above."""
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    lines = text.splitlines()
    starts = [(token.map, token.tag, following.content) for token, following in _neighbours(_markdown.parse(text))]
    for number, ((_, first), tag, content) in enumerate(starts):
        if tag == "h2" and content == title:
            ends = [start for (start, _), other, _ in starts[number + 1 :] if other in {"h1", "h2"}]
            return "\n".join(lines[first : ends[0] if ends else None])
    return ""


def _neighbours(parsed):
    return [pair for pair in zip(parsed, parsed[1:]) if pair[0].type == "heading_open"]


def words_before(notebook, cell):
    """The Markdown directly before a cell, back to the previous code cell."""
    position = _position(notebook, cell)
    words = []
    for other in reversed(notebook.cells[:position]):
        if other.cell_type != "markdown":
            break
        words.insert(0, other.source)
    return "\n".join(words)


def words_after(notebook, cell):
    """The Markdown directly after a cell, up to the next code cell."""
    words = []
    for other in notebook.cells[_position(notebook, cell) + 1 :]:
        if other.cell_type != "markdown":
            break
        words.append(other.source)
    return "\n".join(words)


def claim_follows(notebook, cell):
    """Whether a claim stands between a cell and the next slider."""
    for other in notebook.cells[_position(notebook, cell) + 1 :]:
        if is_slider(other):
            return False
        if is_claim(other):
            return True
    return False


def _position(notebook, cell):
    return next(n for n, other in enumerate(notebook.cells) if other is cell)
