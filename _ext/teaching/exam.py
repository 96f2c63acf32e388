"""The directives ``exam-table``, what an exam on each chapter holds, and ``exam-sample``, one question with its key."""

import importlib
import sys
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from book_site.pages import in_order, link_to, table

from . import hours
from .guide import generators
from .plans import NEEDS


class Exam(nodes.General, nodes.Element):
    """The place of the table, until all pages are read."""


class ExamTable(SphinxDirective):
    """A row for each chapter: its questions, what they ask, and the minutes that they take."""

    def run(self):
        """Return the place of the table."""
        self.env.note_reread()
        return [Exam()]


class ExamSample(SphinxDirective):
    """A question as a seed draws it, with its key: chapter, generator and seed are the arguments.

    `teaching_exam` names the function that gives both as HTML, `module:function`; the module is found from the folder of `conf.py`.
    """

    required_arguments = 3

    def run(self):
        """Return the question and, below it, the key."""
        chapter, name, seed = self.arguments
        folder = str(self.env.app.confdir)
        self.env.note_dependency(str(Path(folder, self.config.teaching_data, "generators", f"{chapter}.py")))
        module, _, function = self.config.teaching_exam.partition(":")
        if not function:
            raise ExtensionError("teaching_exam names no function, `module:function`, that draws a question of an exam")
        if folder not in sys.path:
            sys.path.append(folder)
        question, key = getattr(importlib.import_module(module), function)(chapter, name, int(seed))
        return [
            nodes.container("", nodes.raw("", question, format="html"), classes=["exam-question"]),
            nodes.paragraph("", "", nodes.strong("", "The key:")),
            nodes.container("", nodes.raw("", key, format="html"), classes=["exam-key"]),
        ]


def resolve(app, doctree, docname):
    """Put the tables in their place."""
    for place in list(doctree.findall(Exam)):
        place.replace_self(exam_table(app, docname))


def exam_table(app, docname):
    """The table of all chapters that have generators, in the order of the book."""
    rows, folder = [], Path(app.confdir, app.config.teaching_data, "generators")
    for name in in_order(app.env):
        path = folder / f"{name.rpartition('/')[2]}.py"
        if app.env.metadata[name].get(NEEDS) is None:
            continue
        if path.exists():
            found = [told.replace("`", "") for told in generators(path.read_text(encoding="utf-8")).values()]
            rows.append([link_to(app, docname, name), f"{len(found)}", f"{hours.EXAM_QUESTION * len(found)}", "; ".join(found)])
        else:
            rows.append([link_to(app, docname, name), "none yet", "", "The questions of Check yourself, for any platform: make course"])
    return table(["Chapter", "Questions, a point each", "Minutes", "What they ask"], rows, classes=["exam-table"])


def setup(app):
    """Register the directives."""
    app.add_config_value("teaching_exam", "", "env", [str])
    app.add_directive("exam-table", ExamTable)
    app.add_directive("exam-sample", ExamSample)
    app.add_node(Exam)
    app.connect("doctree-resolved", resolve)
