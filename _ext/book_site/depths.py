"""The depths of a chapter, and the minutes that each of them takes.

A chapter is one notebook for three readers. The lecture is the notebook without its
`### Deeper: ...` sections, without its exercises, which are the lab, and without the list of
further reading, which nobody reads in order.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .claims import is_claim

LECTURE, DEEPER, LAB, READING = DEPTHS = "lecture", "deeper", "lab", "reading"
# How the title of a deeper section begins.
DEEPER_TITLE = "Deeper: "
DEEPER_HEADING = re.compile(rf"### {DEEPER_TITLE}\S")
PARTS = {"Exercises": LAB, "Further reading": READING}

WORDS_A_MINUTE, LINES_A_MINUTE, MINUTES_A_SLIDER = 200, 20, 1

# The tag of a claim that the page shows as one slim line, and the tags that fold code.
CHECK = "check"
FOLDED = {"hide-input", "hide-cell", CHECK}

SLIDER = re.compile(
    r"(?:^|[^\w.\"'])@?(?:\w+\.)*(?:interact|interact_manual|interactive|interactive_output)\s*\(",
    re.MULTILINE,
)
TAG = re.compile(r"<[^>]*>")

_markdown = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)


def tags(cell):
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def place(notebook, cell):
    """How a message names a cell: as JupyterLab counts, and by its first line."""
    number = next(n for n, other in enumerate(notebook.cells, 1) if other is cell)
    first_line = next((line for line in cell.source.splitlines() if line.strip()), "")
    return f"cell {number} ({first_line.strip()[:60]})"


def is_slider(cell):
    """Whether the cell shows a slider or another control."""
    without_comments = re.sub(r"#.*", "", cell.source)
    return cell.cell_type == "code" and bool(SLIDER.search(without_comments))


def is_check(cell):
    """Whether the cell is a claim that is tested and need not be remembered."""
    return is_claim(cell) and CHECK in tags(cell)


def is_finding(cell):
    """Whether the cell is a claim that the reader should remember."""
    return is_claim(cell) and CHECK not in tags(cell)


def opens_deeper(cell):
    """Whether a deeper section begins with this cell."""
    return cell.cell_type == "markdown" and bool(DEEPER_HEADING.match(cell.source))


def markdown_headings(cell):
    """The level and the text of each heading in a Markdown cell, in order."""
    return _headings_in(cell.source) if cell.cell_type == "markdown" else ()


# All that is told of a chapter begins with its depths, and so with its headings.
@lru_cache(maxsize=None)
def _headings_in(text):
    parsed = _markdown.parse(text)
    return tuple(
        (int(token.tag[1]), following.content)
        for token, following in zip(parsed, parsed[1:])
        if token.type == "heading_open"
    )


def depths(notebook):
    """The depth of each cell: LECTURE, DEEPER, LAB or READING.

    A deeper section begins with a cell that begins with its heading, and ends before the next
    cell with a heading of its level or above, as front ends fold it.
    """
    found, part, deeper = [], LECTURE, False
    for cell in notebook.cells:
        for level, title in markdown_headings(cell):
            if level <= 2:
                part = PARTS.get(title, LECTURE)
            if level <= 3:
                deeper = False
        deeper = deeper or opens_deeper(cell)
        found.append(DEEPER if deeper and part == LECTURE else part)
    return found


def words(cell):
    """The number of words that a Markdown cell shows."""
    return words_in(cell.source) if cell.cell_type == "markdown" else 0


def words_in(text):
    """The number of words that Markdown shows. A formula is one."""
    return sum(len(shown.split()) for shown in _texts(_markdown.parse(text)))


def _texts(tokens):
    for token in tokens:
        if token.type in {"text", "code_inline", "fence", "code_block"}:
            yield token.content
        elif token.type == "html_block":
            yield TAG.sub(" ", token.content)
        elif token.type.startswith("math"):
            yield "formula"
        yield from [" ".join(_texts(token.children))] if token.children else []


def lines_in_view(cell):
    """The number of lines of code that the page shows unfolded; blank ones are not counted."""
    if cell.cell_type != "code" or FOLDED & tags(cell):
        return 0
    return sum(bool(line.strip()) for line in cell.source.splitlines())


def minutes(cells, words_a_minute=WORDS_A_MINUTE):
    """How long the cells take, to read unless another pace is given: words, lines of code in view, and moving the sliders."""
    return (
        sum(map(words, cells)) / words_a_minute
        + sum(map(lines_in_view, cells)) / LINES_A_MINUTE
        + sum(map(is_slider, cells)) * MINUTES_A_SLIDER
    )


def of_depth(notebook, *wanted):
    """The cells of one or several depths, in order."""
    return [cell for cell, depth in zip(notebook.cells, depths(notebook)) if depth in wanted]


def deeper_sections(notebook):
    """The deeper sections in order, each a list of its cells. The first begins with the heading."""
    sections = []
    for cell in of_depth(notebook, DEEPER):
        if opens_deeper(cell):
            sections.append([])
        sections[-1].append(cell)
    return sections
