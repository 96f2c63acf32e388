"""The directive ``question-list``: all questions of the book, each linked to its answer."""

import re
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .pages import short_name

logger = logging.getLogger(__name__)


def read_questions(path):
    """Return the questions of a question bank by chapter, in the order of the file."""
    chapters = {}
    for question in yaml.safe_load(Path(path).read_text(encoding="utf-8")):
        chapters.setdefault(question["chapter"], []).append(question)
    return chapters


class PendingQuestion(nodes.General, nodes.Element):
    """A question whose chapter is in the book; becomes a link once all pages are read."""


class QuestionList(SphinxDirective):
    """List the questions of the file that the argument names, grouped by chapter."""

    required_arguments = 1

    def run(self):
        """Return one list for each chapter, the main question above its follow-ups."""
        relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        # Chapters come and go with _toc.yml, which is no dependency of this page.
        self.env.note_reread()
        return [
            self._section(chapter, questions)
            for chapter, questions in read_questions(path).items()
        ]

    def _section(self, chapter, questions):
        """Return one chapter's questions under its name, which says if it is not written yet."""
        docname = f"chapters/{chapter}"
        written = docname in self.env.found_docs
        title = nodes.title("", short_name(self.env, docname))
        if not written:
            title += nodes.inline("", " (in preparation)", classes=["in-preparation"])
        items = nodes.bullet_list(classes=["question-list"])
        for question in questions:
            items += nodes.list_item("", self._paragraph(question, docname, written))
        return nodes.section("", title, items, ids=[f"chapter-{chapter}"])

    def _paragraph(self, question, docname, written):
        """Return one question, with its original wording where that was damaged."""
        wording = nodes.inline("", question["wording"], classes=[question["kind"] + "-question"])
        if written:
            pending = PendingQuestion("", wording, docname=docname, wording=question["wording"])
            self.set_source_info(pending)
            paragraph = nodes.paragraph("", "", pending)
        else:
            paragraph = nodes.paragraph("", "", wording)
        if "note" in question:
            paragraph += nodes.inline("", f" {question['note']}", classes=["question-note"])
        return paragraph


def resolve(app, doctree, docname):
    """Turn each pending question into a link to the heading that asks it."""
    for pending in list(doctree.findall(PendingQuestion)):
        target = pending["docname"]
        anchor = _anchor(app.env, target, pending["wording"])
        if anchor is None:
            logger.warning(
                "%s has no heading %r", target, pending["wording"], location=pending, type="book_site"
            )
            pending.replace_self(pending.children)
            continue
        address = app.builder.get_relative_uri(docname, target) + anchor
        pending.replace_self(nodes.reference("", "", *pending.children, refuri=address, internal=True))


def _anchor(env, docname, wording):
    """Return the anchor of a page's heading, an empty string for its title, None if it has none."""
    entry = heading(env, docname, wording)
    return entry if entry is None else entry["anchorname"]


def heading(env, docname, wording):
    """Return the entry that a page's contents have for a heading, or None. Code, quotes and formulas are compared by their letters."""
    wanted = _letters(wording)
    return next((entry for entry in env.tocs[docname].findall(nodes.reference) if _letters(entry.astext()) == wanted), None)


def _letters(title):
    return re.findall(r"\w+", title)


def setup(app):
    """Register the directive and what resolves its links."""
    app.add_directive("question-list", QuestionList)
    app.add_node(PendingQuestion)
    app.connect("doctree-resolved", resolve)
