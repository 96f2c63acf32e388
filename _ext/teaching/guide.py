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
from book_site.depths import LECTURE, markdown_headings
from book_site.glossary import MARK
from book_site.pages import short_name, table

from . import chapter, hours
from .lesson import Plan
from .places import heading_of, place
from .told import file

logger = logging.getLogger(__name__)

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)")


class GuideDirective(SphinxDirective):
    """The guide to the chapter whose notebook the argument names."""

    required_arguments = 1

    def run(self):
        """Return one section with the title that `_toc.yml` gives the page."""
        relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        # The page has its title from there; a plain Sphinx has no such file.
        if "external_toc_path" in self.config:
            self.env.note_dependency(self.config.external_toc_path)
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

    def _text(self, kind, ending):
        """What stands in the chapter's file of one kind; nothing where there is none."""
        path = file(self.env.app, self.chapter, kind, ending)
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def _read(self, kind):
        """The data of one kind; None where there are none."""
        return yaml.safe_load(self._text(kind, ".yml"))

    def _generators(self):
        """The chapter's generators: the first line of what each says of itself, by its name."""
        return generators(self._text("generators", ".py"))

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
        text = MARK.sub("", LINK.sub(self._link, text))
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
        made = place(self.docname, wording, words, f"#{anchor(cell)}" if cell else "")
        self.set_source_info(made)
        return made

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
        (_, question), *_ = markdown_headings(self.notebook.cells[0])
        link = nodes.paragraph("", "For teachers of the chapter ", place(self.docname, None, question))
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
        plan = Plan(
            "", docname=self.docname, answering=list(self.told.get("quiz", {}).values()), wait=self.told.get("wait", []),
            cut=self.told.get("cut", []),
        )
        return self._part("The lecture, minute by minute", [plan], self._parsed(self.told.get("late", "")))

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
        told, count = chapter.folklore(self.notebook)
        head, *rows = told or [[]]
        folklore = [
            nodes.paragraph("", f"{len(rows)} of the chapter's {count} statements" + (": the rest holds as it stands." if count > len(rows) else ".")),
            table(head, [[self._parsed(cell) for cell in row] for row in rows]),
        ] if rows else []
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
            points = f" ({exercise.stars} point{'s' * (exercise.stars > 1)}, about {hours.lab([exercise])} minutes)"
            blocks = [nodes.paragraph("", "", self._place(heading_of(exercise)), nodes.Text(points))]
            if exercise.title in told:
                blocks += self._labeled("With a chatbot at hand", told[exercise.title]["chatbot"])
                blocks += self._labeled("To a student who is stuck", told[exercise.title]["stuck"])
            sentences = said(checks[exercise.title]["check"]) if exercise.title in checks else []
            if sentences:
                blocks.append(nodes.paragraph("", "What the check says of wrong answers:"))
                blocks.append(nodes.bullet_list("", *[nodes.list_item("", nodes.paragraph("", sentence)) for sentence in sentences]))
            sections.append(nodes.list_item("", *blocks))
        for title in told.keys() - {exercise.title for exercise in self.lab}:
            self._warn("no exercise has the title %r: data/teaching tells of it", title)
        return self._part("The lab", [nodes.bullet_list("", *sections)] if sections else [])

    def _open(self):
        sections = []
        for task in self.told.get("open", []):
            rows = [[self._parsed(criterion), f"{points}"] for criterion, points in task["rubric"].items()]
            sections += self._part(
                task["title"],
                self._parsed(task["task"]),
                [nodes.paragraph("", f"{task['minutes']} minutes to grade, by this rubric of {sum(task['rubric'].values())} points:")],
                [table(["A good answer", "Points"], rows)],
                self._labeled("A good answer", task["good"]),
                self._labeled("A middling answer", task["middling"]) if "middling" in task else [],
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
    tree = ast.parse(f"def check():\n{_indented(comparisons)}")
    returned = sorted((node for node in ast.walk(tree) if isinstance(node, ast.Return)), key=lambda node: node.lineno)
    return [_sentence(node.value) for node in returned if node.value and getattr(node.value, "value", "") is not None]


def _indented(source):
    return "\n".join(f"    {line}" for line in source.splitlines())


def _sentence(value):
    """A sentence in the code of a check."""
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    text = "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)
    return text[:1].upper() + text[1:]


def setup(app):
    """Register the directive."""
    app.add_directive("teaching-guide", GuideDirective)
