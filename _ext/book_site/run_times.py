"""The directive ``run-times``: what each chapter costs to read, to run and to load, as this build measured it."""

import gzip
import os
import platform
import re
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from . import pages
from .depths import DEEPER, LAB, LECTURE, is_check, is_finding, minutes, of_depth
from .pages import link_to

# Two tables, for one with all columns would not fit a screen.
READ = ("Read the lecture (min)", "Read all (min)", "Findings", "Checks", "Sliders")
RUN = ("Run (s)", "Freeze (s)", "Memory (MB)", "Frames", "Page (KB)")
# A file of the site that a page loads.
LOADED = re.compile(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^":]+?)(?:\?[^"]*)?"')
# Stands for a page's weight until all pages are written.
WEIGHT = re.compile(r"%weight of ([^%]+)%")


class RunTimes(nodes.General, nodes.Element):
    """The place of the tables, until all notebooks are read."""


class RunTimesDirective(SphinxDirective):
    """Tables with one row for each notebook that ``frozen_interact`` has run."""

    def run(self):
        """Return the place of the tables. They are made anew in every build."""
        self.env.note_reread()
        return [RunTimes()]


def numbers(env, name):
    """Return what each column says of a chapter. The last stands for a number that comes later."""
    notebook = nbformat.read(env.doc2path(name), as_version=4)
    cost = env.metadata[name]["frozen_interact"]
    peak = cost["peak_memory"]
    return {
        "Read the lecture (min)": f"{minutes(of_depth(notebook, LECTURE)):.0f}",
        "Read all (min)": f"{minutes(of_depth(notebook, LECTURE, DEEPER, LAB)):.0f}",
        "Findings": f"{sum(map(is_finding, notebook.cells))}",
        "Checks": f"{sum(map(is_check, notebook.cells))}",
        "Sliders": f"{cost['sliders']}",
        "Run (s)": f"{cost['execution_seconds'] - cost['freezing_seconds']:.0f}",
        "Freeze (s)": f"{cost['freezing_seconds']:.0f}",
        "Memory (MB)": f"{peak / 1e6:.0f}" if peak else "not told",
        "Frames": f"{cost['frames']}",
        "Page (KB)": f"%weight of {name}%",
    }


def table(app, docname, columns):
    """Return the table of some columns, in the order of the book."""
    rows = []
    for name in app.env.toctree_includes[app.config.root_doc]:
        if "frozen_interact" in app.env.metadata[name]:
            found = numbers(app.env, name)
            rows.append([link_to(app, docname, name), *(found[column] for column in columns)])
    return pages.table(["Chapter", *columns], rows, classes=["run-times"])


def machine():
    """Return what the book was built with, as a sentence."""
    return (
        f"Built with Python {platform.python_version()} on {platform.system()}, "
        f"{platform.machine()}, {os.cpu_count()} cores."
    )


def resolve(app, doctree, docname):
    """Put the tables in their place."""
    for place in list(doctree.findall(RunTimes)):
        tables = [table(app, docname, columns) for columns in (READ, RUN)]
        place.replace_self([*tables, nodes.paragraph("", machine())])


def weight(folder, name):
    """Return the bytes of a page and of the files that it loads, each compressed as a host sends it."""
    page = folder / f"{name}.html"
    text = page.read_text(encoding="utf-8")
    files = {(page.parent / link).resolve() for link in LOADED.findall(text)}
    return sum(len(gzip.compress(path.read_bytes())) for path in {page.resolve(), *files})


def weigh(app, exception):
    """Fill in the weights, now that all pages are there."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if WEIGHT.search(text):
            filled = WEIGHT.sub(lambda match: f"{weight(folder, match[1]) / 1024:.0f}", text)
            path.write_text(filled, encoding="utf-8")


def setup(app):
    """Register the directive; weigh the pages after their files were joined."""
    app.add_directive("run-times", RunTimesDirective)
    app.connect("doctree-resolved", resolve)
    app.connect("build-finished", weigh, priority=950)
