"""A claim that is not True in this build is a warning, which stops the book's build.

A claim is a cell whose stored output is a plain ``True``.
"""

import ast
import re
from pathlib import Path

import nbformat
from sphinx.util import logging

logger = logging.getLogger(__name__)


def is_claim(cell):
    """Whether the cell's one output is the plain ``True`` that makes it a claim."""
    return cell.cell_type == "code" and len(cell.outputs) == 1 and answer(cell) == "True"


def answer(cell):
    """The value that a code cell shows, as text; None where it shows none."""
    shown = [output.data.get("text/plain") for output in cell.outputs if output.output_type == "execute_result"]
    return shown[0] if shown else None


def comparison(cell):
    """What a claim compares: its last statement in one line, without the `bool(...)` around it."""
    source = cell.source
    try:
        value = ast.parse(source).body[-1].value
    except SyntaxError:  # a line for IPython stands in the cell
        return source.strip().splitlines()[-1]
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "bool":
        value = value.args[0]
    line = " ".join(ast.get_source_segment(source, value).split())
    return re.sub(r"(?<=[(\[{]) | (?=[)\]}])", "", line)


def check(app, docname, source):
    """Compare the claims of a notebook, as it is committed, with what this build has run."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".ipynb":
        return
    committed = nbformat.read(path, as_version=4).cells
    built = nbformat.reads(source[0], as_version=4).cells
    for number, (before, after) in enumerate(zip(committed, built), start=1):
        if is_claim(before) and answer(after) != "True":
            logger.warning(
                "the claim in cell %d, `%s`, gives %s in this build and no longer True. Mend it; if chance may "
                "have had a part, `make clean` lets the notebook run again",
                number, after.source.splitlines()[-1].strip(), answer(after) or "nothing", location=docname,
            )


def setup(app):
    """Look at a notebook after ``frozen_interact`` has put in what it ran."""
    app.connect("source-read", check, priority=600)
