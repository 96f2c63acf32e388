"""The rules of a chapter at three depths: its limits, its marks, and a lecture that stands alone.

RULES_OF_DEPTH bind every chapter, RULES_OF_MARKS every notebook.
"""

import ast
import math
import re

from _ext.book_site.claims import is_claim
from _ext.book_site.depths import (
    CHECK, DEEPER, FOLDED, LAB, LECTURE, depths, is_finding, is_slider, lines_in_view,
    markdown_headings, minutes, of_depth, opens_deeper, tags, words, words_in,
)
from tests.reading import place, prose_under
from _ext.book_site.names import reached, statements

SHORT_ANSWER_WORDS = 150
LECTURE_LIMITS = [
    ("words", words, 4500),
    ("lines of code in view", lines_in_view, 350),
    ("findings", is_finding, 20),
    ("minutes", lambda cell: minutes([cell]), 50),
]
CHAPTER_WORDS = 8000
LECTURE_SLIDERS = 3
MOST_SECONDS = 90
LARGEST = 3  # sections that a message names, to cut from
MINUTES_OFF = 2
SHARE_OFF = 0.05
SLIDE_MARKS = {"slide", "subslide", "fragment", "skip", "notes", "-"}
DRAWING_LINES = 4  # fewer do not stand in the way
CANVASES = {"plt", "figure", "fig", "axes", "ax"}
MAKES_A_CANVAS = {"subplots", "subplot", "subplot_mosaic", "figure", "axes", "gca", "add_subplot", "twinx", "twiny"}

TITLE_LINE = re.compile(
    r"^\*Lecture: (?P<lecture>\d+) minutes to read, (?P<whole>\d+) with everything; (?P<seconds>\d+) seconds to run "
    r"on two CPU cores\. Know before you start: .*\S\*$",
    re.MULTILINE,
)
TITLE_LINE_IN_WORDS = (
    "*Lecture: {lecture:.0f} minutes to read, {whole:.0f} with everything; {seconds} seconds to run on two CPU cores. "
    "Know before you start: ...*"
)
LOOKS_DEEPER = re.compile(r"deeper\s*(:|$)", re.IGNORECASE)


def the_short_answer_takes_a_minute(notebook, _):
    """At most 150 words."""
    count = words_in(prose_under(notebook, "The short answer"))
    over = count - SHORT_ANSWER_WORDS
    return [f"cut {over} words from the short answer: it has {count} of {SHORT_ANSWER_WORDS}"] if over > 0 else []


def the_lecture_keeps_its_limits(notebook, _):
    """Words, lines of code in view, findings and minutes of the lecture."""
    return [
        problem
        for what, measure, limit in LECTURE_LIMITS
        for problem in _over(
            notebook, (LECTURE,), what, measure, limit, "the lecture", "cut, or move to a section `### Deeper: ...`"
        )
    ]


def the_chapter_keeps_its_limit(notebook, _):
    """At most 8,000 words, the reading list not counted."""
    return _over(notebook, (LECTURE, DEEPER, LAB), "words", words, CHAPTER_WORDS, "the chapter", "cut")


def _over(notebook, wanted, what, measure, limit, whole, remedy):
    """What to say of cells that are over a limit together."""
    sizes = {}
    title = "the title"
    for cell, depth in zip(notebook.cells, depths(notebook)):
        for level, heading in markdown_headings(cell):
            if level <= 3:
                title = heading
        if depth in wanted:
            sizes[title] = sizes.get(title, 0) + measure(cell)
    over = math.ceil(sum(sizes.values()) - limit)
    if over <= 0:
        return []
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:LARGEST]
    named = "; ".join(f"{title} ({size:,.0f})" for title, size in largest)
    return [f"{whole} has {over:,} {what} more than its {limit:,}: {remedy}. Its largest sections: {named}"]


def the_lecture_has_sliders(notebook, _):
    """At least three of the sliders are in the lecture."""
    count = sum(map(is_slider, of_depth(notebook, LECTURE)))
    return [] if count >= LECTURE_SLIDERS else [f"the lecture has at least {LECTURE_SLIDERS} sliders, this one {count}"]


def the_title_line_announces_what_is_computed(notebook, _):
    """Minutes of the lecture and of the whole, within two minutes or 5 %; seconds that a class can wait."""
    computed = {
        "lecture": minutes(of_depth(notebook, LECTURE)),
        "whole": minutes(of_depth(notebook, LECTURE, DEEPER, LAB)),
    }
    found = TITLE_LINE.search(notebook.cells[0].source)
    if not found:
        wanted = TITLE_LINE_IN_WORDS.format(**computed, seconds="...")
        return [f"write under the title, in {place(notebook, notebook.cells[0])}, the line `{wanted}`"]
    problems = [
        f"announce {value:.0f} minutes for the {part} in the line under the title, and not {found[part]}"
        for part, value in computed.items()
        if abs(int(found[part]) - value) > max(MINUTES_OFF, SHARE_OFF * value)
    ]
    if int(found["seconds"]) > MOST_SECONDS:
        problems.append(f"let the notebook run in {MOST_SECONDS} seconds at most: it announces {found['seconds']}")
    return problems


def a_check_is_a_claim(notebook, _):
    """The tag `check` stands on a claim: anything else would be a check that cannot be found."""
    return [
        f"take the tag {CHECK} from {place(notebook, cell)}, or let it end in a comparison that stores True: "
        "the page shows a check as its tick, and there is none"
        for cell in notebook.cells
        if CHECK in tags(cell) and not is_claim(cell)
    ]


def a_deeper_section_can_be_folded(notebook, _):
    """Its heading has the third level, begins its cell, and is the only one that folds there."""
    problems = []
    for cell in notebook.cells:
        looks = [(level, title) for level, title in markdown_headings(cell) if LOOKS_DEEPER.match(title)]
        if looks and not opens_deeper(cell):
            problems.append(f"begin {place(notebook, cell)} with the heading `### Deeper: Title`, and it alone can fold")
        elif opens_deeper(cell) and sum(level <= 3 for level, _ in markdown_headings(cell)) > 1:
            problems.append(f"give the second heading in {place(notebook, cell)} a cell of its own: what folds is a cell's")
    return problems


def deeper_sections_end_an_answer(notebook, questions):
    """They stand in the answers, and in each answer after the lecture's sections."""
    answers = {"The long answer", *(question["wording"] for question in questions)}
    problems, part, inside = [], None, False
    for cell in notebook.cells:
        found = markdown_headings(cell)
        for level, title in found:
            if level <= 2:
                part, inside = title, False
        if opens_deeper(cell):
            inside = True
            if part not in answers:
                problems.append(f"move {place(notebook, cell)} to the end of an answer: {part!r} is none")
        elif inside and any(level == 3 for level, _ in found):
            problems.append(
                f"move {place(notebook, cell)} before the deeper sections of {part!r}: the lecture's come first"
            )
    return problems


def slide_marks_are_standard(notebook, _):
    """The marks that JupyterLab's panel writes, and nothing beside them."""
    return [
        f"choose the slide type of {place(notebook, cell)} in JupyterLab's panel: it is {dict(cell.metadata.slideshow)}, "
        f"and can be {{'slide_type': one of {sorted(SLIDE_MARKS)}}}"
        for cell in notebook.cells
        if "slideshow" in cell.metadata
        and not (set(cell.metadata.slideshow) == {"slide_type"} and cell.metadata.slideshow["slide_type"] in SLIDE_MARKS)
    ]


def code_that_draws_is_folded(notebook, _):
    """A slider with a figure, and a cell of the lecture that mostly draws, have the tag `hide-input`."""
    problems = []
    for cell, depth in zip(notebook.cells, depths(notebook)):
        if cell.cell_type != "code" or FOLDED & tags(cell):
            continue
        lines = drawing_lines(cell)
        if is_slider(cell) and lines:
            problems.append(f"give {place(notebook, cell)} the tag hide-input: its code stands between reader and slider")
        elif depth == LECTURE and lines >= DRAWING_LINES and lines > lines_in_view(cell) / 2:
            problems.append(
                f"give {place(notebook, cell)} the tag hide-input: {lines} of its {lines_in_view(cell)} lines draw. "
                "Code that teaches goes to a cell of its own, in view"
            )
    return problems


def drawing_lines(cell):
    """The number of lines that call matplotlib: statements that name `plt`, or a figure or axes that it made."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return 0
    canvases = set(CANVASES)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(getattr(node.value, "func", None), "attr", None) in MAKES_A_CANVAS:
            canvases |= _names(*node.targets)
        elif isinstance(node, ast.For):
            canvases |= _drawn_on(node, canvases)
    return sum(
        statement.end_lineno - statement.lineno + 1
        for statement in ast.walk(tree)
        if isinstance(statement, (ast.Expr, ast.Assign)) and _names(statement) & canvases
    )


def _names(*nodes):
    return {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)}


def _drawn_on(loop, canvases):
    """The loop variables that are axes: each side of a `zip` is looked at alone."""
    if isinstance(loop.iter, ast.Call) and _names(loop.iter.func) == {"zip"} and isinstance(loop.target, ast.Tuple):
        pairs = list(zip(loop.target.elts, loop.iter.args))
    else:
        pairs = [(loop.target, loop.iter)]
    return set().union(*(_names(target) for target, source in pairs if _names(source) & canvases))


def the_lecture_needs_no_other_cell(notebook, _):
    """No name that the lecture uses is made, or made anew, in a deeper section or in the lab."""
    problems, made_by, by_lecture, later = [], {}, set(), {}
    for cell, depth in zip(notebook.cells, depths(notebook)):
        for makes, uses, when_called in statements(cell):
            if depth == LECTURE:
                for name in sorted(reached(uses, later)):
                    maker, depth_of_maker = made_by.get(name, (None, LECTURE))
                    if depth_of_maker != LECTURE:
                        how = "is made anew" if name in by_lecture else "is made only"
                        where = "the lab" if depth_of_maker == LAB else "a deeper section"
                        problems.append(
                            f"the lecture's {place(notebook, cell)} uses `{name}`, which {how} in {where}, "
                            f"{place(notebook, maker)}: make it in the lecture, or choose another name there"
                        )
                by_lecture |= makes
                later.update({name: when_called for name in makes})
            made_by.update({name: (cell, depth) for name in makes})
    return list(dict.fromkeys(problems))


RULES_OF_DEPTH = [
    the_short_answer_takes_a_minute,
    the_lecture_keeps_its_limits,
    the_chapter_keeps_its_limit,
    the_lecture_has_sliders,
    the_title_line_announces_what_is_computed,
    code_that_draws_is_folded,
    the_lecture_needs_no_other_cell,
]
# What the marks mean does not depend on the form. A chapter without any keeps these rules.
RULES_OF_MARKS = [
    a_check_is_a_claim,
    a_deeper_section_can_be_folded,
    deeper_sections_end_an_answer,
    slide_marks_are_standard,
]
