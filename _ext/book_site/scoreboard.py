"""The directive ``scoreboard``: the tables in which chapters set their own numbers beside published ones.

A file says which cells of which chapter: the table, what both sides spent, the claims that hold our numbers, the
source. All words and numbers come from there when the book is built.
"""

import re
from pathlib import Path
from typing import NamedTuple

import nbformat
import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from .claims import comparison, is_claim
from .claims_file import anchor, margins
from .datasets import definition
from .depths import DEEPER_TITLE, markdown_headings
from .glossary import MARK
from .pages import short_name
from .sources import sources

# A column of a table that has what others have published.
PUBLISHED = re.compile(r"^\|.*\| *(?:published|in the paper) *\|", re.MULTILINE)
TABLE = re.compile(r"(?:^\|.*\|$\n?)+", re.MULTILINE)
LINK_WITHIN = re.compile(r"\]\((?=#)")


class Entry(NamedTuple):
    """A table of the board: cells by their ids."""

    chapter: str
    table: str
    data: str  # the name of a data card
    budget: str
    spread: list  # claims
    source: str  # the key of a source that the chapter lists


def read_entries(path):
    """The entries of a file. Raises TypeError where one lacks a field, or has one too many."""
    return [Entry(**entry) for entry in yaml.safe_load(Path(path).read_text(encoding="utf-8"))]


def tables(notebook):
    """The ids of the cells with a table that sets our numbers beside published ones."""
    return [cell.id for cell in notebook.cells if cell.cell_type == "markdown" and PUBLISHED.search(cell.source)]


class Scoreboard(SphinxDirective):
    """A section for each entry of the file that the argument names. `cards`: the page beside this one that has the data cards."""

    required_arguments = 1
    option_spec = {"cards": directives.unchanged_required}

    def run(self):
        relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        return [self._section(entry) for entry in read_entries(path)]

    def _section(self, entry):
        docname = f"chapters/{entry.chapter}"
        path = self.env.doc2path(docname)
        self.env.note_dependency(path)
        notebook = nbformat.read(path, as_version=4)
        cells = {cell.id: cell for cell in notebook.cells}
        (source,) = [found for found in sources(notebook) if found and found.key == entry.source]
        table = TABLE.search(cells[entry.table].source)[0]
        title = f"{short_name(self.env, docname)}: {_heading(notebook, entry.table)}"
        place = self._link(docname, anchor(cells[entry.spread[0]]), "Read it in the chapter")
        told = nodes.definition_list(classes=["data-card"])
        told += definition("Data", nodes.paragraph("", "", self._card(entry.data)))
        told += definition("Budget", *self._parsed(cells[entry.budget].source, entry.chapter))
        told += definition("Spread", *self._claims(docname, [cells[name] for name in entry.spread]), nodes.paragraph("", margins(notebook)))
        told += definition("Source", *self._parsed(f"{source.authors}, *{source.title}*{source.rest}", entry.chapter))
        return nodes.section(
            "", nodes.title("", title), *self._parsed(table, entry.chapter), told, nodes.paragraph("", "", place), ids=[nodes.make_id(title)]
        )

    def _claims(self, docname, claims):
        """A list of what the claims compare, each with a link to its cell. Raises ValueError for a cell that claims nothing."""
        listed = nodes.bullet_list()
        for cell in claims:
            if not is_claim(cell):
                raise ValueError(f"data/scoreboard.yml: the cell {cell.id} of {docname} is no claim")
            link = self._link(docname, anchor(cell), nodes.literal("", comparison(cell)))
            listed += nodes.list_item("", nodes.paragraph("", "", link))
        return [listed]

    def _card(self, name):
        here = self.env.docname
        return self._link(f"{here.rpartition('/')[0]}/{self.options['cards']}".lstrip("/"), nodes.make_id(name), name)

    def _link(self, docname, place, words):
        address = f"{self.env.app.builder.get_relative_uri(self.env.docname, docname)}#{place}"
        return nodes.reference("", "", nodes.Text(words) if isinstance(words, str) else words, internal=True, refuri=address)

    def _parsed(self, markdown, chapter):
        """Some Markdown of a chapter; a link within it leads there from this page too."""
        holder, text = nodes.Element(), MARK.sub("", LINK_WITHIN.sub(f"]({chapter}.ipynb", markdown))
        self.state.nested_parse(StringList(text.splitlines(), self.arguments[0]), self.content_offset, holder)
        return holder.children


def _heading(notebook, name):
    """The heading under which a cell stands."""
    above = notebook.cells[: [cell.id for cell in notebook.cells].index(name) + 1]
    *_, (_, last) = [heading for cell in above for heading in markdown_headings(cell)]
    words = last.removeprefix(DEEPER_TITLE)
    return words[:1].upper() + words[1:]


def setup(app):
    """Register the directive."""
    app.add_directive("scoreboard", Scoreboard)
