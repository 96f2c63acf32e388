"""nbval compares all that a stored notebook prints, also beside a figure that is not stored."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tools.book import ROOT
from tools.normal_form import IGNORED
from tools.running import read
from tools.store import store

FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('two points')"


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A notebook with a figure, a claim and a cell that is not compared, as it is committed."""
    path = tmp_path_factory.mktemp("nbval") / "toy.ipynb"
    ignored = new_code_cell("print(id(object()))", metadata={"tags": [IGNORED]})
    cells = [new_code_cell(FIGURE), new_code_cell("1 + 1 == 2"), ignored]
    nbformat.write(new_notebook(cells=cells), path)
    assert store(path) == []
    return path


def nbval(path):
    """Run nbval as `make test` does, without its other options."""
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pytest.ini"), "-n", "0", str(path)]
    return subprocess.run(command, capture_output=True, text=True, cwd=path.parent)


def test_a_stored_notebook_passes(stored):
    """The figure was dropped, and the comparison does not miss it."""
    assert "image/png" not in stored.read_text()
    done = nbval(stored)
    assert done.returncode == 0 and "3 passed" in done.stdout, done.stdout


@pytest.mark.parametrize("old, new", [("two points", "ten points"), ("1 + 1 == 2", "1 + 1 == 3"), ("plt.plot([1, 2])\n", "")])
def test_a_changed_output_fails(stored, tmp_path, old, new):
    """The words beside a figure, a claim and the number of figures are compared."""
    notebook = read(stored)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    path = tmp_path / "toy.ipynb"
    nbformat.write(notebook, path)
    done = nbval(path)
    assert done.returncode == 1 and "Cell outputs differ" in done.stdout, done.stdout
