"""The table of a lecture in its guide, with the minutes of the slides."""

from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util import logging

from book_site.depths import MINUTES_A_SLIDER
from book_site.pages import table
from decks import slides
from decks.slides import clock

from . import lecture
from .places import linked, place

logger = logging.getLogger(__name__)

# Under this name Sphinx keeps the sections of a lecture with the rest that it knows of the page.
LESSON = "lesson"


class Plan(nodes.General, nodes.Element):
    """The place of the lecture's table, until the chapter has its slides."""


def read(app, docname, source):
    """Keep the lecture of a notebook, section by section, with the rest that Sphinx knows of its page."""
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        notebook = nbformat.reads(source[0], as_version=4)
        app.env.metadata[docname][LESSON] = lecture.stops(notebook, slides.read(notebook)[0])


def resolve(app, doctree, docname):
    """Put the tables in their places."""
    for plan in list(doctree.findall(Plan)):
        plan.replace_self(lesson(app, docname, plan["docname"], plan["answering"], plan["wait"], plan["cut"]))


def lesson(app, docname, target, answering, wait, cut):
    """The lecture's table, and what can be left out. answering, wait, cut: headings of sections."""
    stops = app.env.metadata[target].get(LESSON, [])
    if not stops:
        return [nodes.paragraph("", "This chapter has no slides yet.")]
    gone = [*wait, *cut]
    for title in set(gone) - {stop.title for stop in stops}:
        logger.warning("no section of the lecture is called %r, which is said to wait", title, location=docname, type="teaching")
    rows, minute, slide, spared, more = [], 0, 1, 0, 0
    for stop in stops:
        waits, goes = stop.title in wait, stop.title in cut
        if waits and not lecture.can_wait(stop, answering, gone) or goes and not lecture.can_go(stop, answering, gone):
            logger.warning(
                "%r cannot %s: %s", stop.title, "wait" if waits else "be cut", _why(stop, answering, gone), location=docname, type="teaching"
            )
        numbers = f"{slide}" if stop.slides == 1 else f"{slide} to {slide + stop.slides - 1}"
        notes = ", ".join(note for note, there in (("the room predicts", stop.asks), ("can wait", waits), ("can be cut", goes)) if there)
        rows.append([clock(minute), linked(app, docname, place(target, stop.title)), f"{stop.minutes:.1f}", numbers, notes])
        spared, more = spared + stop.minutes * waits, more + stop.minutes * goes
        minute, slide = minute + stop.minutes, slide + stop.slides
    head = ["From", "Section", "Minutes", "Slides", "In the room"]
    if minute > lecture.HOUR:
        logger.warning(
            "the lecture takes %.0f minutes to give, and a lecture has %s: mark cells `skip`", minute, lecture.HOUR, location=docname, type="teaching"
        )
    told = [
        f"{slide - 1} slides, {_minutes(minute)} to give, as the notes of the slides count them: words at {slides.WORDS_SAID_A_MINUTE} a minute, "
        f"code, {_minutes(slides.MINUTES_FOR_THE_ROOM)} for each question to the room and {_minutes(MINUTES_A_SLIDER)} for each slider. "
        f"Of {lecture.HOUR} that leaves {_minutes(lecture.HOUR - minute)} for the room's own questions."
    ]
    if gone:
        told.append(
            f"Late? What can wait gives back {_minutes(spared)}"
            + (f", and what can be cut {_minutes(more)} more, with a question or a finding that the room then misses" if cut else "")
            + ". No question of Check yourself rests on these sections, and what stays uses no name and no term that they make. "
            "Students read them at home."
        )
    return [*[nodes.paragraph("", text) for text in told], table(head, rows, classes=["lesson"])]


def _why(stop, answering, gone):
    """What keeps a section in the lecture."""
    reasons = {
        "it stands under a question alone": stop.level != lecture.SECTION,
        "it answers a question of Check yourself": stop.title in answering,
        "it asks or finds, so it can at most be cut": stop.asks or stop.finds,
        f"what stays uses a name or a term that it makes, in {', '.join(map(repr, sorted(stop.needed_by - set(gone))))}": stop.needed_by - set(gone),
    }
    return "; ".join(reason for reason, there in reasons.items() if there)


def _minutes(number):
    return "1 minute" if round(number) == 1 else f"{number:.0f} minutes"


def setup(app):
    """Connect to Sphinx; a lecture is read after ``frozen_interact`` has put in what the notebook gives when it is run."""
    app.add_node(Plan)
    app.connect("source-read", read, priority=700)
    app.connect("doctree-resolved", resolve)
