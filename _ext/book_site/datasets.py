"""The directive ``data-cards``: a card for each set of data that the chapters use, from a file that tells of them.

A card names the functions that give the data, as a chapter calls them; so it is known which chapters use it.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import nbformat
import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from .names import parsed
from .pages import in_order, link_to

# A call that gets data from outside the notebook, by its full name.
LOADS = re.compile(
    r"(?:^|\.)(?:datasets\..+|(?:load|make)_dataset|get_file|urlopen|urlretrieve|read_csv|loadtxt|read_text|read_bytes|open|findfont)$"
)


class Card(NamedTuple):
    """What is said of a set of data. All but the first two is Markdown, each a paragraph under its name."""

    name: str
    code: list  # the functions that give it: the full name of one that is imported, else its own
    what: str
    source: str
    license: str
    size: str
    fit_for: str
    not_fit_for: str


class Users(nodes.General, nodes.Element):
    """The place of the chapters that use a set of data, until all pages are read."""


class DataCards(SphinxDirective):
    """The cards of the file that the argument names, each a section."""

    required_arguments = 1

    def run(self):
        """Return the sections. Which chapters they name is settled in every build."""
        relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        self.env.note_reread()
        return [self._section(card) for card in read_cards(path)]

    def _section(self, card):
        told = nodes.definition_list(classes=["data-card"])
        for field in Card._fields[2:]:
            told += definition(field.replace("_", " ").capitalize(), *self._parsed(getattr(card, field)))
        told += definition("Used in", Users(code=card.code))
        return nodes.section("", nodes.title("", card.name), told, ids=[nodes.make_id(card.name)])

    def _parsed(self, text):
        holder = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), self.arguments[0]), self.content_offset, holder)
        return holder.children


def definition(term, *blocks):
    """An item of a list of definitions."""
    return nodes.definition_list_item("", nodes.term("", term), nodes.definition("", *blocks))


def read_cards(path):
    """The cards of a file, in its order. Raises TypeError where a card lacks a field, or has one too many."""
    return [Card(**card) for card in yaml.safe_load(Path(path).read_text(encoding="utf-8"))]


def loaded(notebook):
    """The full names of the functions with which a notebook gets data from elsewhere."""
    return {name for name in called(notebook) if LOADS.search(name)}


def called(notebook):
    """The names of all functions that a notebook calls: in full where one is imported, for a method its own name alone."""
    trees = [parsed(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    full = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return {_name(node.func, full) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)}


def _name(function, full):
    parts = []
    while isinstance(function, ast.Attribute):
        parts.insert(0, function.attr)
        function = function.value
    if isinstance(function, ast.Name):
        parts.insert(0, full.get(function.id, function.id))
        if function.id in full or ".datasets." in ".".join(parts):
            return ".".join(parts)
    return parts[-1] if parts else ""


def resolve(app, doctree, docname):
    """Name the chapters that use each set of data."""
    places = list(doctree.findall(Users))
    if not places:
        return
    pages = [name for name in in_order(app.env) if Path(app.env.doc2path(name)).suffix == ".ipynb"]
    calls = {name: called(nbformat.read(app.env.doc2path(name), as_version=4)) for name in pages}
    for place in places:
        links = [link_to(app, docname, name) for name in pages if calls[name] & set(place["code"])]
        paragraph = nodes.paragraph()
        for number, link in enumerate(links):
            paragraph += [nodes.Text(", " if number else ""), link]
        place.replace_self(paragraph)


def setup(app):
    """Register the directive and what fills it."""
    app.add_directive("data-cards", DataCards)
    app.add_node(Users)
    app.connect("doctree-resolved", resolve)
