"""The directives ``course-plan``, a course week by week, and ``chapter-needs``, which chapter builds on which.

A plan stands in `data/plans.yml`, in the names of chapters, the numbers of exercises and the ids of
questions; words, links and minutes are the book's own. What needs what is said by the links of the
line *Know before you start* under the title of each chapter.
"""

import re
from pathlib import Path

import nbformat
import yaml
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from book_site import exercises as lab
from book_site.pages import in_order, link_to, short_name, table
from book_site.questions import PendingQuestion, read_questions
from decks.build import links as files_of

from . import hours
from .lesson import LESSON
from .places import heading_of, place

logger = logging.getLogger(__name__)

KNOW = re.compile(r"Know before you start:.*")
CHAPTER = re.compile(r"\]\(([\w-]+)\.ipynb")
NEEDS = "needs"


class Lecture(nodes.General, nodes.Element):
    """A chapter's slides with their minutes, once the chapter is read."""


class Bridges(nodes.General, nodes.Element):
    """The place of what a plan leaves out and its chapters need, once all are read."""


class Needs(nodes.General, nodes.Element):
    """The place of the table of what needs what."""


class PlanDirective(SphinxDirective):
    """The plan that `data/plans.yml` has under the name that the argument gives."""

    required_arguments = 1

    def run(self):
        """Return the table of a plan, a row for each of its units."""
        self.env.note_reread()
        data = Path(self.env.app.confdir, self.config.teaching_data)
        for name in ("plans.yml", "questions.yml"):
            self.env.note_dependency(str(data / name))
        plan = yaml.safe_load((data / "plans.yml").read_text(encoding="utf-8"))[self.arguments[0]]
        self.questions = {question["id"]: question for asked in read_questions(data / "questions.yml").values() for question in asked}
        rows = [
            [unit["when"], self._read(unit), self._lecture(unit), self._lab(unit), unit.get("due", ""), self._answers(unit)]
            for unit in plan["units"]
        ]
        named = {part: [self._docname(name) for unit in plan["units"] for name in _chapters(unit.get(part, []))] for part in ("read", "lecture")}
        bridges = {self._docname(name): self.parse_inline(text)[0] for name, text in plan.get("bridges", {}).items()}
        return [
            table([plan["unit"], "Read before", "Lecture", "Lab", "Due", "Questions answered"], rows, classes=["course-plan"]),
            Bridges("", lectures=named["lecture"], known={*named["read"], *named["lecture"]}, bridges=bridges),
        ]

    def _read(self, unit):
        """The chapters to read, each with the part that is meant."""
        return [
            nodes.paragraph("", "", self._page(name), nodes.Text(f": {part}" if part else "")) for name, part in unit.get("read", {}).items()
        ]

    def _lecture(self, unit):
        """The slides of some chapters, or what else happens in this hour."""
        told = unit.get("lecture", "")
        if isinstance(told, str):
            return told
        return [nodes.paragraph("", "", Lecture("", docname=self._docname(name))) for name in told]

    def _lab(self, unit):
        """The exercises of some chapters, or what else is done."""
        told = unit.get("lab", "")
        if isinstance(told, str):
            return told
        return [
            nodes.paragraph("", "", self._page(name), nodes.Text(" "), *self._exercises(name, numbers)) for name, numbers in told.items()
        ]

    def _exercises(self, name, numbers):
        found = {exercise.number: exercise for exercise in lab.exercises(nbformat.read(self.env.doc2path(self._docname(name)), as_version=4))}
        links = []
        for number in numbers:
            if number not in found:
                logger.warning("%s has no exercise %s", name, number, location=self.env.docname, type="teaching")
                continue
            link = place(self._docname(name), heading_of(found[number]), f"{number}")
            links += [nodes.Text(", "), link] if links else [link]
        minutes = hours.lab(found[number] for number in numbers if number in found)
        return [*links, nodes.Text(f": {minutes} minutes")]

    def _answers(self, unit):
        """The questions that this unit answers, each linked."""
        items = nodes.bullet_list()
        for identity in unit.get("answers", []):
            if identity not in self.questions:
                logger.warning("data/questions.yml has no question %r", identity, location=self.env.docname, type="teaching")
                continue
            question = self.questions[identity]
            pending = PendingQuestion("", nodes.inline("", question["wording"]), docname=self._docname(question["chapter"]), wording=question["wording"])
            self.set_source_info(pending)
            items += nodes.list_item("", nodes.paragraph("", "", pending))
        return [items] if items.children else ""

    def _page(self, name):
        return place(self._docname(name), None, short_name(self.env, self._docname(name)))

    def _docname(self, name):
        return f"chapters/{name}"


class NeedsDirective(SphinxDirective):
    """A table of all chapters: what each builds on, and what builds on it."""

    def run(self):
        """Return the place of the table."""
        self.env.note_reread()
        return [Needs()]


def read(app, docname, source):
    """Keep which chapters a chapter says must be known before."""
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        cells = nbformat.reads(source[0], as_version=4).cells
        told = KNOW.search(cells[0].source) if cells else None
        folder = docname.rpartition("/")[0]
        app.env.metadata[docname][NEEDS] = [f"{folder}/{name}" for name in CHAPTER.findall(told[0])] if told else None


def resolve(app, doctree, docname):
    """Put slides and table in their places."""
    for slides in list(doctree.findall(Lecture)):
        slides.replace_self(lecture_of(app, docname, slides["docname"]))
    for place_of in list(doctree.findall(Bridges)):
        place_of.replace_self(bridges(app, docname, place_of["lectures"], place_of["known"], place_of["bridges"]))
    for table_of in list(doctree.findall(Needs)):
        table_of.replace_self(needs(app, docname))


def lecture_of(app, docname, target):
    """A link to the slides of a chapter, with their minutes; to the chapter where it has none yet."""
    name, slides = short_name(app.env, target), files_of(app, target).get("Slides")
    if not slides:
        return [link_to(app, docname, target), nodes.Text(", without slides yet")]
    up = "../" * docname.count("/")
    minutes = sum(stop.minutes for stop in app.env.metadata[target][LESSON])
    return [nodes.reference("", name, refuri=f"{up}{slides}"), nodes.Text(f", {minutes:.0f} minutes to give")]


def missing(needs_of, lectures, known):
    """By each chapter that a plan leaves out: those of its lectures that need it."""
    found = {}
    for lecture in lectures:
        for needed in dict.fromkeys(needs_of.get(lecture) or []):
            if needed not in known:
                found.setdefault(needed, []).append(lecture)
    return found


def bridges(app, docname, lectures, known, told):
    """What is to be known before a course beside what it teaches: a line for each chapter that it leaves out and needs."""
    found = missing({name: app.env.metadata[name].get(NEEDS) for name in lectures}, lectures, known)
    for name in found.keys() ^ told.keys():
        logger.warning("%s is left out and needed, or has a bridge: a plan has both or none", name, location=docname, type="teaching")
    if not found:
        return []
    lines = [
        nodes.list_item("", nodes.paragraph(
            "", "", *_joined(app, docname, [name]), nodes.Text(", for "), *_joined(app, docname, users), nodes.Text(". "),
            *[part.deepcopy() for part in told.get(name, [])],
        ))
        for name, users in found.items()
    ]
    return [nodes.paragraph("", "What its chapters need and the plan leaves out:"), nodes.bullet_list("", *lines)]


def needs(app, docname):
    """The table of all chapters, in the order of the book."""
    found = {name: app.env.metadata[name].get(NEEDS) for name in in_order(app.env)}
    found = {name: needed for name, needed in found.items() if needed is not None}
    rows = [
        [
            link_to(app, docname, name),
            _links(app, docname, needed) or "names none",
            _links(app, docname, [other for other, its in found.items() if name in its]) or "none",
        ]
        for name, needed in found.items()
    ]
    return table(["Chapter", "Builds on", "Is needed by"], rows)


def _links(app, docname, names):
    return [nodes.paragraph("", "", *_joined(app, docname, names))] if names else []


def _joined(app, docname, names):
    links = []
    for name in dict.fromkeys(names):
        links += [nodes.Text(", "), link_to(app, docname, name)] if links else [link_to(app, docname, name)]
    return links


def _chapters(told):
    """The names of chapters in a part of a unit; none where it is a sentence."""
    return [] if isinstance(told, str) else list(told)


def setup(app):
    """Register the directives."""
    app.add_directive("course-plan", PlanDirective)
    app.add_directive("chapter-needs", NeedsDirective)
    app.add_node(Lecture)
    app.add_node(Needs)
    app.add_node(Bridges)
    app.connect("source-read", read, priority=700)
    app.connect("doctree-resolved", resolve)
