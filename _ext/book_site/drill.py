"""The directive ``drill``: every question of the book with its answer, to practice from.

Without JavaScript it is a list whose answers unfold. ``static/drill.js`` deals one card at a time and
keeps score. Questions and answers are the chapters' own, so search does not index this page's copies.
"""

from html import escape
from pathlib import Path

import nbformat
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from . import answers
from .pages import short_name
from .questions import PendingQuestion, read_questions

SCRIPT = "drill.js"


class Drill(nodes.General, nodes.Element):
    """All cards. What is in it stands in the chapters, too."""


class Pile(nodes.General, nodes.Element):
    """The cards of a chapter, under its name."""


class Card(nodes.General, nodes.Element):
    """A question and its answer, with an id that stays."""


class CardQuestion(nodes.General, nodes.TextElement):
    """What a card asks."""


class CardAnswer(nodes.General, nodes.Element):
    """What unfolds below a question."""


class DrillDirective(SphinxDirective):
    """The cards of all chapters that are written, in the order of the question bank that the argument names."""

    required_arguments = 1

    def run(self):
        """Return one node with a pile for each chapter."""
        relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        # Chapters come and go with _toc.yml, which is no dependency of this page.
        self.env.note_reread()
        drill = Drill("")
        for chapter, questions in read_questions(path).items():
            notebook = Path(self.env.doc2path(f"chapters/{chapter}")).with_suffix(".ipynb")
            if f"chapters/{chapter}" in self.env.found_docs and notebook.exists():
                drill += self._pile(chapter, nbformat.read(notebook, as_version=4), questions)
        return [drill]

    def _pile(self, chapter, notebook, questions):
        docname = f"chapters/{chapter}"
        pile = Pile("", chapter=chapter, name=short_name(self.env, docname))
        for question in questions:
            lines = answers.of(notebook, question)
            is_list = answers.are_points(question, lines)
            text = "\n".join(f"- {line}" for line in lines) if is_list else "\n\n".join(lines)
            link = self._link("The whole answer", docname, question["wording"])
            pile += Card(
                "", CardQuestion("", question["wording"]), CardAnswer("", *self._parsed(text), link),
                id=question["id"], is_quiz=False,
            )
        for words, stem, options in answers.quiz(notebook):
            (paragraph,) = self._parsed(stem)
            link = self._link("Where it is asked", docname, answers.QUIZ)
            pile += Card(
                "", CardQuestion("", "", *paragraph.children), *self._parsed(options), link,
                id=answers.wording_id(chapter, words), is_quiz=True,
            )
        return pile

    def _parsed(self, text):
        holder = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), "drill"), self.content_offset, holder)
        return holder.children

    def _link(self, words, docname, wording):
        pending = PendingQuestion("", nodes.inline("", words), docname=docname, wording=wording)
        self.set_source_info(pending)
        return nodes.paragraph("", "", pending, classes=["drill-source"])


def _around(before, after):
    """The functions that write a node: what stands before it, made from its attributes, and after it."""

    def visit(translator, node):
        translator.body.append(before.format(**{key: escape(str(value)) for key, value in node.attributes.items()}))

    def depart(translator, node):
        translator.body.append(after)

    return visit, depart


def visit_card(translator, node):
    """Begin a card. Its id stands in the address of a link to it."""
    kind = "drill-card drill-quiz" if node["is_quiz"] else "drill-card"
    translator.body.append(f'<article class="{kind}" id="drill-{escape(node["id"])}">\n')


def depart_card(translator, node):
    """End a card."""
    translator.body.append("</article>\n")


def add_script(app, pagename, templatename, context, doctree):
    """Load the script on this page only."""
    if doctree is not None and next(doctree.findall(Drill), None) is not None:
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app):
    """Register the directive and how its nodes are written."""
    app.add_directive("drill", DrillDirective)
    app.add_node(Drill, html=_around('<div class="drill">\n', "</div>\n"))
    app.add_node(Pile, html=_around('<section class="drill-pile" data-pile="{chapter}"><h2>{name}</h2>\n', "</section>\n"))
    app.add_node(Card, html=(visit_card, depart_card))
    app.add_node(CardQuestion, html=_around('<h3 class="drill-question">', "</h3>\n"))
    app.add_node(CardAnswer, html=_around('<details class="drill-answer"><summary>Answer</summary>\n', "</details>\n"))
    app.connect("html-page-context", add_script)
