"""The lecture section by section: its slides and minutes as the deck has them, and what can wait when it is late."""

from typing import NamedTuple

from book_site.depths import LECTURE, depths, is_finding, markdown_headings
from book_site.names import reached, statements

# A `###` section answers a part of a question; what stands under a `##` heading alone belongs to the thread.
SECTION = 3


class Stop(NamedTuple):
    """A section of the lecture that has slides."""

    title: str  # Markdown, as its heading
    level: int
    slides: int
    minutes: float  # not rounded, so that they add up
    asks: bool  # whether the room predicts in it
    is_needed: bool  # it asks, or finds, or makes what the lecture uses later


def stops(notebook, slides):
    """The sections of a lecture, in order. slides: as `decks.slides.read` makes them of the notebook."""
    titles = _titles(notebook)
    needed = _makes_what_is_used(notebook, titles)
    found = {}
    for slide in slides:
        found.setdefault(titles[id(slide.cells[0])], []).append(slide)
    made = []
    for (number, level, title), group in found.items():
        asks = any(slide.asks for slide in group)
        finds = any(is_finding(cell) for slide in group for cell in slide.cells)
        made.append(Stop(title, level, len(group), sum(slide.minutes for slide in group), asks, asks or finds or number in needed))
    return made


def can_wait(stop, answering):
    """Whether a section may be left out when it is late. answering: the headings that answer a question of *Check yourself*."""
    return stop.level == SECTION and not stop.is_needed and stop.title not in answering


def _titles(notebook):
    """By the identity of each cell: number, level and title of the section that it stands in."""
    found, section = {}, (0, 1, "")
    for cell in notebook.cells:
        for level, title in markdown_headings(cell):
            if level <= SECTION:
                section = (section[0] + 1, level, title)
        found[id(cell)] = section
    return found


def _makes_what_is_used(notebook, titles):
    """The numbers of the sections that make a name which a later section of the lecture uses."""
    maker, later, needed = {}, {}, set()
    for cell, depth in zip(notebook.cells, depths(notebook)):
        here = titles[id(cell)][0]
        for statement in statements(cell) if depth == LECTURE else []:
            needed |= {maker[name] for name in reached(statement.uses, later) if maker.get(name, here) != here}
            maker |= dict.fromkeys(statement.makes, here)
            later |= dict.fromkeys(statement.makes, statement.later)
    return needed
