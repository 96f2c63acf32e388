"""Every notebook runs alone and offline and prints what it stores; and that check can fail."""

import os
import socket
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.alone import assert_it_prints_what_it_stores, cells_that_passed, run_alone
from tests.reading import installs
from tools import sandbox
from tools.book import ROOT, notebooks
from tools.normal_form import IGNORED, normal_text
from tools.running import read, run
from tools.store import store

FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('two points')"


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: f"{path.stem}, {sandbox.METHOD}")
def test_a_notebook_prints_what_it_stores(path, tmp_path, record_property):
    """The claims are True again."""
    assert_it_prints_what_it_stores(path, tmp_path, record_property)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A notebook with a figure, a claim and a cell that is not compared, as it is committed."""
    path = tmp_path_factory.mktemp("stored") / "toy.ipynb"
    ignored = new_code_cell("print(id(object()))", metadata={"tags": [IGNORED]})
    cells = [new_code_cell(FIGURE), new_code_cell("1 + 1 == 2"), ignored]
    nbformat.write(new_notebook(cells=cells), path)
    assert store(path) == []
    return path


def notebook_with(folder, source):
    """A stored notebook of one cell that prints nothing."""
    path = folder / "toy.ipynb"
    path.write_text(normal_text(new_notebook(cells=[new_code_cell(source)])), encoding="utf-8")
    return path


def test_a_stored_notebook_passes(stored, tmp_path):
    """The figure was dropped, and the comparison does not miss it."""
    assert "image/png" not in stored.read_text()
    done = run_alone(stored, tmp_path)
    assert done.returncode == 0 and cells_that_passed(done) == 3, done.stdout


@pytest.mark.parametrize("old, new", [("two points", "ten points"), ("1 + 1 == 2", "1 + 1 == 3"), ("plt.plot([1, 2])\n", "")])
def test_a_changed_output_fails(stored, tmp_path, old, new):
    """The words beside a figure, a claim and the number of figures are compared."""
    notebook = read(stored)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    path = tmp_path / "toy.ipynb"
    nbformat.write(notebook, path)
    done = run_alone(path, tmp_path)
    assert done.returncode == 1 and "Cell outputs differ" in done.stdout, done.stdout


def test_a_notebook_that_needs_the_network_fails(tmp_path):
    """The cut is real: a server that is reached from here is not reached from there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        source = f"import socket; socket.create_connection({listening.getsockname()}, 5).close()"
        subprocess.run([sys.executable, "-c", source], check=True)
        if not sandbox.NAMESPACES:
            # The guard leaves this machine's own servers in reach.
            source = source.replace("127.0.0.1", "192.0.2.1")
        done = run_alone(notebook_with(tmp_path, source), tmp_path)
    assert done.returncode == 1 and "Error" in done.stdout, done.stdout


def test_the_socket_guard_refuses_other_machines():
    """The weaker cut, which is used where there are no namespaces, refuses too."""
    source = "import socket; socket.create_connection(('192.0.2.1', 9), 1)"
    environment = {**os.environ, "PYTHONPATH": str(sandbox.GUARD)}
    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True)
    assert "the network is cut in this test" in done.stderr


@pytest.mark.parametrize("source", ["open('requirements.in')", "import tools", "import tests"])
def test_a_notebook_that_needs_the_repository_fails(source, tmp_path):
    """Neither its files nor its modules are there."""
    done = run_alone(notebook_with(tmp_path, source), tmp_path)
    assert done.returncode == 1 and "Error" in done.stdout, done.stdout


@pytest.mark.parametrize("path", [path for path in notebooks() if installs(read(path))], ids=lambda path: path.stem)
def test_a_package_that_cannot_be_installed_is_said(path, monkeypatch):
    """The cell stops with what to do, and not the next one with an import error."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # as without a network, and sooner
    notebook = read(path)
    (line,) = installs(notebook)
    name = line.split()[-1].partition("==")[0]
    notebook.cells = [cell for cell in notebook.cells if line in cell.source]
    for cell in notebook.cells:
        cell.source = cell.source.replace(name, "no_such_package")
    error = run(notebook, path.stem).splitlines()[-1]
    assert "no_such_package is missing" in error and "Is the network there?" in error


@pytest.mark.skipif(not sandbox.NAMESPACES, reason="this system permits no mount namespaces")
@pytest.mark.parametrize("place", [ROOT, ROOT.parent])
def test_a_notebook_that_writes_elsewhere_fails(place, tmp_path):
    """Only the folder of the notebook, its home and its scratch folder can be written."""
    source = f"import tempfile; tempfile.TemporaryFile(dir={str(place)!r}).close()"
    done = run_alone(notebook_with(tmp_path, source), tmp_path)
    assert done.returncode == 1 and "Read-only file system" in done.stdout, done.stdout
