"""The exercises of a chapter: what each asks, and the cells that solve it."""

import re
import textwrap
from typing import NamedTuple

from .depths import markdown_headings

PART = "Exercises"
HEADING = re.compile(r"Exercise (?P<number>\d+) (?P<stars>★{1,3}): (?P<title>.+)")
# The line that names a folded cell in Colab.
TITLE_LINE = re.compile(r"\A#@title .*\n")
TAG = re.compile(r"<[^>]*>")


class Exercise(NamedTuple):
    """One exercise, and where its cells stand in the notebook."""

    number: int
    stars: int
    title: str
    solutions: list  # the places of its first code cell and of all that follows it

    @property
    def id(self):
        """A name that stays when exercises change places: letters, digits and hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


def exercises(notebook):
    """The exercises of a chapter, in order. Raises ValueError for a heading that cannot be read."""
    found, inside = [], False
    for place, cell in enumerate(notebook.cells):
        for level, title in markdown_headings(cell):
            if level <= 2:
                inside = title == PART
            elif inside and level == 3:
                found.append(_exercise(title))
        if inside and found and not markdown_headings(cell) and (cell.cell_type == "code" or found[-1].solutions):
            found[-1].solutions.append(place)
    return found


def _exercise(heading):
    match = HEADING.fullmatch(heading)
    if not match:
        raise ValueError(f"write the heading {heading!r} as `### Exercise 1 ★: title`, with one to three stars")
    return Exercise(int(match["number"]), len(match["stars"]), match["title"], [])


def solution(notebook, exercise):
    """The code that solves an exercise, without the lines that name its cells; words as comments."""
    return "\n\n".join(_code(notebook.cells[place]) for place in exercise.solutions)


def _code(cell):
    if cell.cell_type == "code":
        return TITLE_LINE.sub("", cell.source)
    return textwrap.fill(" ".join(TAG.sub(" ", cell.source).split()), 88, initial_indent="# ", subsequent_indent="# ")
