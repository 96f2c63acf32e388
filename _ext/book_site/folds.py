"""What a page folds: its deeper sections, and the checks, each of them one slim line.

A fold is a ``<details>`` of HTML, which a browser opens by itself for find-in-page. It is written
open, for readers without JavaScript; ``_templates/layout.html`` folds it before it is painted,
and ``static/folds.js`` opens it for a link into it and for print. A builder that knows no folds
writes the sections and cells as they are.
"""

from html import escape
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util import logging

from .claims import comparison, is_claim
from .claims_file import anchor
from .depths import DEEPER_TITLE, deeper_sections, is_check, is_finding, minutes

logger = logging.getLogger(__name__)


class DeeperSection(nodes.section):
    """A section that is folded."""


class DeeperTitle(nodes.title):
    """The title of a section that is folded, with the minutes that it takes."""


class Check(nodes.container):
    """A cell that is folded to the line which says what it compares."""


def replace(node, kind, **attributes):
    """Put a node of another kind in the place of one, with all that it has."""
    new = kind("", **node.attributes, **attributes)
    new.source, new.line = node.source, node.line
    new.extend(node.children)
    node.replace_self(new)
    return new


def fold_sections(doctree, notebook, docname):
    """Fold the deeper sections of a page. Where cells and headings do not agree, say so and fold none."""
    found = [
        section
        for section in doctree.findall(nodes.section)
        if section.next_node(nodes.title).astext().startswith(DEEPER_TITLE)
    ]
    sections = deeper_sections(notebook)
    if len(found) != len(sections):
        logger.warning(
            "a deeper section begins with a cell that begins with its heading, before the exercises. Of these "
            "%d headings %d do: %s", len(found), len(sections),
            "; ".join(f"`### {section.next_node(nodes.title).astext()}`" for section in found), location=docname,
        )
        return
    for section, cells in zip(found, sections):
        replace(section.next_node(nodes.title), DeeperTitle, minutes=max(1, round(minutes(cells))))
        replace(section, DeeperSection)


def fold_checks(doctree, notebook):
    """Fold the checks of a page, and mark its findings."""
    cells = [node for node in doctree.findall(nodes.container) if node.get("nb_element") == "cell_code"]
    for node in cells:
        cell = notebook.cells[node["cell_index"]]
        if is_claim(cell):
            node["ids"].append(anchor(cell))
        if is_check(cell):
            fold = Check("", comparison=comparison(cell))
            node.replace_self(fold)
            fold += node
        elif is_finding(cell):
            node["classes"].append("finding")


def fold(app, doctree, docname):
    """Fold what a notebook's page folds, once the contents beside the page are made."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".ipynb":
        return
    notebook = nbformat.read(path, as_version=4)
    fold_sections(doctree, notebook, docname)
    fold_checks(doctree, notebook)


def visit_section(translator, node):
    """Begin a folded section. Its id stays outside of the fold, where a link finds it."""
    translator.visit_section(node)
    translator.body.append('<details class="deeper" open>')


def depart_section(translator, node):
    """End a folded section."""
    translator.body.append("</details>\n")
    translator.depart_section(node)


def visit_title(translator, node):
    """Write a heading as such into the line that stays in view."""
    translator.body.append("<summary>")
    translator.visit_title(node)


def depart_title(translator, node):
    """End the line that stays in view, with its minutes."""
    translator.depart_title(node)
    translator.body.append(f'<span class="fold-minutes">{node["minutes"]} min</span></summary>\n')


def visit_check(translator, node):
    """Write the line of a check, above its cell."""
    translator.body.append(
        '<details class="check"><summary><span class="check-word">Checked</span> '
        f"<code>{escape(node['comparison'])}</code></summary>\n"
    )


def depart_check(translator, node):
    """End a check."""
    translator.body.append("</details>\n")


def add_context(app, pagename, templatename, context, doctree):
    """Tell the templates which pages fold sections."""
    context["has_folds"] = '<details class="deeper"' in context.get("body", "")


def setup(app):
    """Register the folds, for HTML only."""
    app.add_node(DeeperSection, html=(visit_section, depart_section))
    app.add_node(DeeperTitle, html=(visit_title, depart_title))
    app.add_node(Check, html=(visit_check, depart_check))
    app.connect("doctree-resolved", fold)
    app.connect("html-page-context", add_context)
