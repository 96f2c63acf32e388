"""The table of a lecture in its guide, with the minutes of the slides."""

from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util import logging

from book_site.pages import table
from decks import slides

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
        plan.replace_self(lesson(app, docname, plan["docname"], plan["answering"], plan["wait"]))


def lesson(app, docname, target, answering, wait):
    """The lecture's table, and what can wait. answering, wait: headings of sections."""
    stops = app.env.metadata[target].get(LESSON, [])
    if not stops:
        return [nodes.paragraph("", "This chapter has no slides yet.")]
    for title in set(wait) - {stop.title for stop in stops}:
        logger.warning("no section of the lecture is called %r, which is said to wait", title, location=docname, type="teaching")
    rows, minute, slide, spared = [], 0, 1, 0
    for stop in stops:
        waits = stop.title in wait
        if waits and not lecture.can_wait(stop, answering):
            logger.warning(
                "%r cannot wait: it asks, finds, makes a name that the lecture uses later, or answers a question of Check yourself",
                stop.title, location=docname, type="teaching",
            )
        numbers = f"{slide}" if stop.slides == 1 else f"{slide} to {slide + stop.slides - 1}"
        notes = ", ".join(note for note, there in (("the room predicts", stop.asks), ("can wait", waits)) if there)
        rows.append([f"{minute:.0f}", linked(app, docname, place(target, stop.title)), f"{stop.minutes:.1f}", numbers, notes])
        spared += stop.minutes * waits
        minute, slide = minute + stop.minutes, slide + stop.slides
    head = ["From minute", "Section", "Minutes", "Slides", "In the room"]
    told = (
        f"{slide - 1} slides, {minute:.0f} minutes: the minutes that the notes of the slides say, with one for each question to the room."
    )
    if spared:
        told += (
            f" Late? What can wait gives back {_minutes(spared)}: these sections ask and measure nothing, "
            "no question of Check yourself rests on them, and no later cell of the lecture uses what they make. Students read them at home."
        )
    return [nodes.paragraph("", told), table(head, rows, classes=["lesson"])]


def _minutes(number):
    return "1 minute" if round(number) == 1 else f"{number:.0f} minutes"


def setup(app):
    """Connect to Sphinx; a lecture is read after ``frozen_interact`` has put in what the notebook gives when it is run."""
    app.add_node(Plan)
    app.connect("source-read", read, priority=700)
    app.connect("doctree-resolved", resolve)
