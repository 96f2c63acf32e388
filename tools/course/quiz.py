"""The questions of a chapter's *Check yourself*, with an id that stays."""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from _ext.book_site.answers import OPTION, QUIZ, RIGHT, wording_id
from _ext.book_site.depths import markdown_headings
from tools.course import markup

# A question begins with its number in bold; where all of it is bold, so is the rest.
STEM = re.compile(r"\*\*(?P<number>\d+)\.(?:\*\*(?P<text>.*)|(?P<bold>.*)\*\*)", re.DOTALL)


class Option(NamedTuple):
    """One answer to choose, with what it is told."""

    text: Element
    feedback: Element
    is_right: bool


class Question(NamedTuple):
    """One question of a chapter. Its texts are elements as `markup` makes them."""

    id: str
    number: int
    stem: Element
    options: list


def questions(notebook, chapter):
    """The questions of a chapter, in order. Raises ValueError for one that cannot be read."""
    text, found, end = "\n\n".join(cell.source for cell in part(notebook)), [], None
    for match in OPTION.finditer(text):
        option = Option(
            markup.from_html(match["text"]), markup.from_html(match["feedback"]), bool(RIGHT.match(match["feedback"].strip()))
        )
        between = text[end : match.start()].strip()
        if between or end is None:
            found.append(_question(chapter, between))
        found[-1].options.append(option)
        end = match.end()
    for question in found:
        if sum(option.is_right for option in question.options) != 1:
            raise ValueError(
                f"{chapter}, question {question.number}: begin the feedback of the one right option with "
                "`Yes` or `Right`, and no other"
            )
    return found


def part(notebook):
    """The Markdown cells under the heading of the part."""
    inside, cells = False, []
    for cell in notebook.cells:
        for level, title in markdown_headings(cell):
            if level <= 2:
                inside = title == QUIZ
        if inside and cell.cell_type == "markdown":
            cells.append(cell)
    return cells


def _question(chapter, words):
    """A question without options, from what stands between the options of the one before and its own."""
    match = STEM.search(words)
    if not match:
        raise ValueError(f"{chapter}: begin each question with its number, `**1.** What ...`; this one is {words[-80:]!r}")
    stem = markup.from_markdown((match["text"] or match["bold"]).strip())
    return Question(wording_id(chapter, markup.plain(stem)), int(match["number"]), stem, [])
