"""The directive ``teaching-guide``: what a teacher needs for one chapter.

All but what stands in `data/teaching/NAME.yml` is taken from the chapter when the book is built: the
texts from its notebook, the minutes from its slides, the sentences of the checks from `data/exercises`,
the exam's questions from `data/generators`.
"""

import ast
import os
import re
from pathlib import Path

import nbformat
import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from book_site import exercises as lab
from book_site.answers import QUIZ
from book_site.claims import comparison
from book_site.claims_file import anchor
from book_site.depths import DEEPER_TITLE, LECTURE
from book_site.pages import short_name, table
from book_site.questions import heading

from decks import slides

from . import chapter, lecture

logger = logging.getLogger(__name__)

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)")
DEFINED = re.compile(r"</?dfn[^>]*>")
LESSON = "lesson"


class Place(nodes.General, nodes.Element):
    """A link to the heading of a chapter, or to a cell below it; made once all pages are read."""


class Plan(nodes.General, nodes.Element):
    """The place of the lecture's table, until the chapter has its slides."""


class GuideDirective(SphinxDirective):
    """The guide to the chapter whose notebook the argument names."""

    required_arguments = 1

    def run(self):
        """Return one section with the title that `_toc.yml` gives the page."""
        relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        # The title comes from _toc.yml, and the links from other pages.
        self.env.note_reread()
        self.docname = relative.removesuffix(".ipynb")
        self.chapter = Path(path).stem
        self.folder = Path(os.path.relpath(Path(path).parent, Path(self.env.doc2path(self.env.docname)).parent)).as_posix()
        self.notebook = nbformat.read(path, as_version=4)
        self.items = chapter.items(self.notebook, self.chapter)
        self.lab = lab.exercises(self.notebook)
        self.told = self._read("teaching") or {}
        return [self._section(
            short_name(self.env, self.env.docname),
            self._head(), self._objectives(), self._lecture(), self._predictions(), self._misconceptions(), self._lab(), self._open(),
            self._discussion(),
        )]

    # What is read

    def _file(self, kind, ending):
        return Path(self.env.app.confdir, self.config.teaching_data, kind, f"{self.chapter}{ending}")

    def _read(self, kind):
        """What stands in the chapter's file of one kind; None where there is none."""
        path = self._file(kind, ".yml")
        if not path.exists():
            return None
        self.env.note_dependency(str(path))
        return yaml.safe_load(path.read_text(encoding="utf-8"))

    def _generators(self):
        """The chapter's generators: the first line of what each says of itself, by its name."""
        path = self._file("generators", ".py")
        if not path.exists():
            return {}
        self.env.note_dependency(str(path))
        return generators(path.read_text(encoding="utf-8"))

    # What is made

    def _section(self, title, *parts):
        """A section; without parts there is none."""
        blocks = [block for part in parts for block in part]
        return nodes.section("", nodes.title("", title), *blocks, ids=[nodes.make_id(title)]) if blocks else nodes.Element()

    def _part(self, title, *parts):
        section = self._section(title, *parts)
        return [section] if section.children else []

    def _parsed(self, text):
        """Some Markdown of the chapter. Its links lead there from this page too."""
        text = DEFINED.sub("", LINK.sub(self._link, text))
        holder = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), self.arguments[0]), self.content_offset, holder)
        return holder.children

    def _link(self, match):
        file, place = match[1] or f"{self.chapter}.ipynb", match[2] or ""
        return f"]({self.folder}/{file}{place})"

    def _line(self, text):
        """The parts of one paragraph of Markdown."""
        return [child for block in self._parsed(text) for child in block.children]

    def _place(self, wording, words=None, cell=None):
        """A link to a heading, with its words or others; or to a cell that claims something."""
        place = Place("", docname=self.docname, wording=wording, words=words, anchor=cell and f"#{anchor(cell)}")
        self.set_source_info(place)
        return place

    def _labeled(self, label, text):
        """A paragraph that begins with what it is, and the blocks that follow it."""
        first, *rest = self._parsed(text)
        return [nodes.paragraph("", "", nodes.strong("", f"{label}:"), nodes.Text(" "), *first.children), *rest]

    def _items(self, texts):
        return [nodes.bullet_list("", *[nodes.list_item("", *self._parsed(text)) for text in texts])] if texts else []

    def _warn(self, message, *values):
        logger.warning(message, *values, location=self.env.docname, type="teaching")

    # The parts of a guide

    def _head(self):
        link = nodes.paragraph("", "For teachers of the chapter ", Place("", docname=self.docname, wording=None, words=None, anchor=""))
        link += nodes.Text(".")
        return [link, *self._parsed(self.told.get("in short", ""))]

    def _objectives(self):
        assessed, found = self.told.get("assessed", {}), []
        objectives = chapter.objectives(self.notebook)
        for objective in objectives:
            by = self._assessed(objective.verbs, assessed[objective.verbs]) if objective.verbs in assessed else []
            found.append(nodes.list_item("", *self._parsed(objective.text), *by))
        for verbs in assessed.keys() - {objective.verbs for objective in objectives}:
            self._warn("the chapter has no objective %r: data/teaching says where it is assessed", verbs)
        return self._part("What students will be able to do", [nodes.bullet_list("", *found)])

    def _assessed(self, verbs, by):
        """Where an objective is assessed, as a paragraph."""
        generators, links = self._generators(), []
        for identity in by.get("quiz", []):
            item = next((item for item in self.items if item.id == identity), None)
            if item:
                links.append(self._place(QUIZ, f"{QUIZ}, question {item.number}"))
            else:
                self._warn("%s: no question of Check yourself has the id %r", verbs, identity)
        for title in by.get("exercises", []):
            exercise = next((exercise for exercise in self.lab if exercise.title == title), None)
            if exercise:
                links.append(self._place(heading_of(exercise), f"exercise {exercise.number}"))
            else:
                self._warn("%s: no exercise has the title %r", verbs, title)
        for name in by.get("exam", []):
            if name in generators:
                links.append(nodes.inline("", f"exam, “{generators[name]}”"))
            else:
                self._warn("%s: data/generators has no %r", verbs, name)
        if not links:
            self._warn("%s: say where it is assessed", verbs)
        return [nodes.paragraph("", "Assessed by: ", *_joined(links), classes=["cited-in"])]

    def _lecture(self):
        answering = list(self.told.get("quiz", {}).values())
        late = self.told.get("late", "")
        return self._part("The lecture, minute by minute", [Plan("", docname=self.docname, answering=answering)], self._parsed(late))

    def _predictions(self):
        found, expected = [], dict(self.told.get("expected", {}))
        for prediction in chapter.predictions(self.notebook):
            depth = "" if prediction.depth == LECTURE else f", {prediction.depth}"
            where = nodes.paragraph("", "In ", self._place(prediction.heading), nodes.Text(depth), classes=["cited-in"])
            blocks = self._labeled("Predict", prediction.question)
            if prediction.heading in expected:
                blocks += self._labeled("Expect", expected.pop(prediction.heading))
            blocks += self._labeled("What the cell shows", prediction.seen)
            found.append(nodes.list_item("", *blocks, where))
        for title in expected:
            self._warn("no prediction stands under %r: data/teaching says what to expect of it", title)
        return self._part("Predictions, and what the cells show", [nodes.bullet_list("", *found)] if found else [])

    def _misconceptions(self):
        head, *rows = chapter.folklore(self.notebook) or [[]]
        folklore = [table(head, [[self._parsed(cell) for cell in row] for row in rows])] if rows else []
        shown, options = self.told.get("quiz", {}), []
        for item in self.items:
            stem = nodes.paragraph("", f"{item.number}. ", *self._line(item.stem))
            if item.id in shown:
                stem += [nodes.Text(" Shown in "), *self._shown(shown[item.id])]
            wrong = nodes.bullet_list("", *[
                nodes.list_item("", nodes.paragraph("", "", _html(f"<strong>{text}</strong>: {feedback}"))) for text, feedback in item.wrong
            ])
            options += [stem, wrong]
        for identity in shown.keys() - {item.id for item in self.items}:
            self._warn("no question of Check yourself has the id %r: data/teaching says where it is shown", identity)
        return self._part(
            "Misconceptions",
            self._part("From the folklore", folklore),
            self._part("From the wrong options of Check yourself", options),
        )

    def _shown(self, title):
        """The section that refutes, and the claim in it."""
        claim, links = chapter.claim_of(self.notebook, title), [self._place(title)]
        if claim:
            links += [nodes.Text(" by the claim "), self._place(title, comparison(claim), claim)]
        return [*links, nodes.Text(".")]

    def _lab(self):
        checks = {entry["exercise"]: entry for entry in self._read("exercises") or []}
        told, sections = self.told.get("exercises", {}), []
        for exercise in self.lab:
            points = f"{exercise.stars} point{'s' * (exercise.stars > 1)}."
            blocks = [nodes.paragraph("", "", self._place(heading_of(exercise)), nodes.Text(f". {points}"))]
            if exercise.title in told:
                blocks += self._labeled("With a chatbot at hand", told[exercise.title]["chatbot"])
                blocks += self._labeled("Who is stuck", told[exercise.title]["stuck"])
            sentences = said(checks[exercise.title]["check"]) if exercise.title in checks else []
            if sentences:
                blocks.append(nodes.paragraph("", "What the check says of wrong answers:"))
                blocks.append(nodes.bullet_list("", *[nodes.list_item("", nodes.paragraph("", sentence)) for sentence in sentences]))
            sections.append(nodes.list_item("", *blocks))
        for title in told.keys() - {exercise.title for exercise in self.lab}:
            self._warn("no exercise has the title %r: data/teaching tells of it", title)
        return self._part("The lab", [nodes.bullet_list("", *sections)])

    def _open(self):
        sections = []
        for task in self.told.get("open", []):
            rows = [[criterion, f"{points}"] for criterion, points in task["rubric"].items()]
            sections += self._part(
                task["title"],
                self._parsed(task["task"]),
                [nodes.paragraph("", f"{task['minutes']} minutes to grade, by this rubric of {sum(task['rubric'].values())} points:")],
                [table(["A good answer", "Points"], [[self._parsed(criterion), points] for criterion, points in rows])],
                self._labeled("A good answer", task["good"]),
                self._labeled("A poor answer", task["poor"]),
            )
        return self._part("Open questions, with a rubric", sections)

    def _discussion(self):
        return self._part("To discuss", self._items(self.told.get("discuss", [])))


def _html(text):
    return nodes.raw("", text, format="html")


def _joined(links):
    """Links with what stands between them."""
    return [part for number, link in enumerate(links) for part in ([nodes.Text("; ")] * (number > 0) + [link])]


def heading_of(exercise):
    """The heading of an exercise, as the chapter has it."""
    return f"Exercise {exercise.number} {'★' * exercise.stars}: {exercise.title}"


def generators(source):
    """The functions in a file of generators that are marked `@asks(...)`: what each says of itself, by its name."""
    marked = {}
    for node in ast.parse(source).body:
        decorators = [part.func.id for part in getattr(node, "decorator_list", []) if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)]
        if "asks" in decorators:
            marked[node.name] = ast.get_docstring(node).splitlines()[0].rstrip(".")
    return marked


def said(comparisons):
    """The sentences that a check can return, with an ellipsis for what depends on the answer."""
    returned = [node.value for node in ast.walk(ast.parse(f"def check():\n{_indented(comparisons)}")) if isinstance(node, ast.Return)]
    return list(filter(None, map(_sentence, returned)))


def _indented(source):
    return "\n".join(f"    {line}" for line in source.splitlines())


def _sentence(value):
    """A sentence in the code of a check; nothing for what is no text."""
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    texts = [part.value if isinstance(part, ast.Constant) else "…" for part in parts]
    text = "".join(text for text in texts if isinstance(text, str))
    return text[:1].upper() + text[1:]


def read(app, docname, source):
    """Keep the lecture of a notebook, section by section, with the rest that Sphinx knows of its page."""
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        notebook = nbformat.reads(source[0], as_version=4)
        app.env.metadata[docname][LESSON] = lecture.stops(notebook, slides.read(notebook)[0])


def resolve(app, doctree, docname):
    """Put links and tables in their places."""
    for plan in list(doctree.findall(Plan)):
        plan.replace_self(lesson(app, docname, plan["docname"], plan["answering"]))
    for place in list(doctree.findall(Place)):
        place.replace_self(linked(app, docname, place))


def linked(app, docname, place):
    """A link to a heading of a chapter, or to a cell below it."""
    target = place["docname"]
    entry = heading(app.env, target, place["wording"]) if place["wording"] else None
    if place["wording"] and entry is None:
        logger.warning("%s has no heading %r", target, place["wording"], location=place, type="teaching")
        return nodes.inline("", place["wording"])
    if place["words"]:
        words = [nodes.literal("", place["words"]) if place["anchor"] else nodes.Text(place["words"])]
    else:
        words = [part.deepcopy() for part in (entry or app.env.titles[target]).children]
        if isinstance(words[0], nodes.Text):
            title = words[0].removeprefix(DEEPER_TITLE)
            words[0] = nodes.Text(title[:1].upper() + title[1:])
    address = place["anchor"] or (entry["anchorname"] if entry is not None else "")
    return nodes.reference("", "", *words, internal=True, refuri=app.builder.get_relative_uri(docname, target) + address)


def lesson(app, docname, target, answering):
    """The lecture's table, and what can wait."""
    stops = app.env.metadata[target].get(LESSON, [])
    if not stops:
        return [nodes.paragraph("", "This chapter has no slides yet.")]
    rows, minute, slide, wait = [], 0, 1, []
    for stop in stops:
        waits = lecture.can_wait(stop, answering)
        place = Place("", docname=target, wording=stop.title, words=None, anchor="")
        numbers = f"{slide}" if stop.slides == 1 else f"{slide} to {slide + stop.slides - 1}"
        notes = ", ".join(note for note, there in (("the room predicts", stop.asks), ("can wait", waits)) if there)
        rows.append([f"{minute:.0f}", linked(app, docname, place), f"{stop.minutes:.1f}", numbers, notes])
        wait += [stop] * waits
        minute, slide = minute + stop.minutes, slide + stop.slides
    head = ["From minute", "Section", "Minutes", "Slides", "In the room"]
    told = (
        f"{slide - 1} slides, {minute:.0f} minutes: the minutes that the notes of the slides say, with one for each question to the room."
    )
    if wait:
        told += (
            f" Late? What can wait gives back {_minutes(sum(stop.minutes for stop in wait))}: these sections ask and measure nothing, "
            "no question of Check yourself rests on them, and no later cell of the lecture uses what they make. Students read them at home."
        )
    return [nodes.paragraph("", told), table(head, rows, classes=["lesson"])]


def _minutes(number):
    return "1 minute" if round(number) == 1 else f"{number:.0f} minutes"


def setup(app):
    """Register the directive; read each lecture after ``frozen_interact`` has put in what the notebook gives when it is run."""
    app.add_directive("teaching-guide", GuideDirective)
    app.add_node(Place)
    app.add_node(Plan)
    app.connect("source-read", read, priority=700)
    app.connect("doctree-resolved", resolve)
