"""The lecture section by section: its slides and minutes as the deck has them, and what can be left out when it is late."""

import re
from typing import NamedTuple

from book_site.depths import LECTURE, depths, is_finding, markdown_headings
from book_site.glossary import CLOSED, MARK, OPENED
from book_site.names import reached, statements
from decks.slides import slide_mark

# What a lecture has at most: its minutes to give, and what is left of them for questions from the room.
HOUR = 50
# The section that repeats what the others say needs none of them.
SUMMARY = "In a nutshell"
# A `###` section answers a part of a question; what stands under a `##` heading alone belongs to the thread.
SECTION = 3


class Stop(NamedTuple):
    """A section of the lecture that has slides."""

    title: str  # Markdown, as its heading
    level: int
    slides: int
    minutes: float  # not rounded, so that they add up
    asks: bool  # whether the room predicts in it
    finds: bool  # whether it has a finding
    needed_by: frozenset  # the titles of later sections of the lecture that use a name or a term which it makes


def stops(notebook, slides):
    """The sections of a lecture, in order. slides: as `decks.slides.read` makes them of the notebook."""
    titles = _titles(notebook)
    needed_by = {}
    for maker, user in _names_used(notebook, titles) | _terms_used(notebook, titles):
        needed_by.setdefault(maker[0], set()).add(user[2])
    found = {}
    for slide in slides:
        found.setdefault(titles[id(slide.cells[0])], []).append(slide)
    made = []
    for (number, level, title), group in found.items():
        asks = any(slide.asks for slide in group)
        finds = any(is_finding(cell) for slide in group for cell in slide.cells)
        minutes = sum(slide.minutes for slide in group)
        made.append(Stop(title, level, len(group), minutes, asks, finds, frozenset(needed_by.get(number, set()))))
    return made


def can_go(stop, answering, gone):
    """Whether a section may be left out when it is late: nothing that stays rests on it.

    answering: the headings that answer a question of *Check yourself*. gone: those of the sections that are left out.
    """
    return stop.level == SECTION and stop.title not in answering and stop.needed_by <= set(gone)


def can_wait(stop, answering, gone):
    """Whether the room does not even miss a question or a finding where it is left out."""
    return can_go(stop, answering, gone) and not stop.asks and not stop.finds


def _titles(notebook):
    """By the identity of each cell: number, level and title of the section that it stands in."""
    found, section = {}, (0, 1, "")
    for cell in notebook.cells:
        for level, title in markdown_headings(cell):
            if level <= SECTION:
                section = (section[0] + 1, level, title)
        found[id(cell)] = section
    return found


def _names_used(notebook, titles):
    """The pairs of a section that makes a name, and a later section of the lecture that uses it."""
    maker, later, pairs = {}, {}, set()
    for cell, depth in zip(notebook.cells, depths(notebook)):
        here = titles[id(cell)]
        for statement in statements(cell) if depth == LECTURE else []:
            pairs |= {(maker[name], here) for name in reached(statement.uses, later) if maker.get(name, here) != here}
            maker |= dict.fromkeys(statement.makes, here)
            later |= dict.fromkeys(statement.makes, statement.later)
    return pairs


def _terms_used(notebook, titles):
    """The pairs of a section that defines a term, and a later section of the lecture whose slides say it."""
    maker, pairs = {}, set()
    for cell, depth in zip(notebook.cells, depths(notebook)):
        here = titles[id(cell)]
        if cell.cell_type != "markdown" or depth != LECTURE or slide_mark(cell) == "skip" or here[2] == SUMMARY:
            continue
        said = MARK.sub("", cell.source).lower()
        pairs |= {(section, here) for term, section in maker.items() if section != here and re.search(rf"\b{re.escape(term)}s?\b", said)}
        maker |= dict.fromkeys(_terms(cell.source), here)
    return pairs


def _terms(source):
    """The terms that a text defines: their names, in small letters."""
    return {(match["name"] or source[match.end() : source.index(CLOSED, match.end())]).strip("*").lower() for match in OPENED.finditer(source)}
