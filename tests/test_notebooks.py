"""Every notebook runs alone and offline and prints what it stores; and that check can fail."""

import os
import re
import socket
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from _ext.frozen_interact.in_build.execute import NotebookError
from tests.alone import cells_that_passed, run_alone
from tests.reading import installs
from tests.replay import differences, run_as_the_build, stored_run
from tests.site_checks import report
from tools import sandbox
from tools.book import ROOT, notebooks
from tools.normal_form import IGNORED, normal_text
from tools.running import read, run
from tools.store import store

FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('two points')"


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: f"{path.stem}, {sandbox.METHOD}")
def test_a_notebook_prints_what_it_stores(path, request, record_property):
    """The claims are True again, and every code cell is run."""
    built, cost = stored_run(path)
    record_property(f"time of {path.name}, alone, TensorFlow's start included", f"{cost['execution_seconds']:.0f} s")
    report(differences(path, built, request.session))


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A notebook with a figure, a claim and a cell that is not compared, as it is committed."""
    path = tmp_path_factory.mktemp("stored") / "toy.ipynb"
    ignored = new_code_cell("print(id(object()))", metadata={"tags": [IGNORED]})
    cells = [new_code_cell(FIGURE), new_code_cell("1 + 1 == 2"), ignored]
    nbformat.write(new_notebook(cells=cells), path)
    assert store(path) == []
    return path


def nbval_finds(path, folder, session):
    """What nbval says of a notebook that it runs itself."""
    done = run_alone(path, folder)
    cells = sum(cell.cell_type == "code" for cell in read(path).cells)
    return [] if done.returncode == 0 and cells_that_passed(done) == cells else [done.stdout]


def replay_finds(path, folder, session):
    """What nbval says of a notebook that the build has run."""
    return differences(path, run_as_the_build(path), session)


both_ways = pytest.mark.parametrize("finds", [replay_finds, nbval_finds])


@both_ways
def test_a_stored_notebook_passes(stored, tmp_path, request, finds):
    """The figure was dropped, and the comparison does not miss it."""
    assert "image/png" not in stored.read_text()
    assert finds(stored, tmp_path, request.session) == []


@both_ways
@pytest.mark.parametrize("old, new", [("two points", "ten points"), ("1 + 1 == 2", "1 + 1 == 3"), ("plt.plot([1, 2])\n", "")])
def test_a_changed_output_fails(stored, tmp_path, request, finds, old, new):
    """The words beside a figure, a claim and the number of figures are compared."""
    notebook = read(stored)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    path = tmp_path / "toy.ipynb"
    nbformat.write(notebook, path)
    (found,) = finds(path, tmp_path, request.session)
    assert "Cell outputs differ" in found


def test_a_cell_that_the_build_has_not_run_fails(stored, tmp_path, request):
    """The tag that lets a run leave out a cell is no way around the comparison."""
    notebook = read(stored)
    notebook.cells[1].metadata["tags"] = ["skip-execution"]
    path = tmp_path / "toy.ipynb"
    nbformat.write(notebook, path)
    (found,) = replay_finds(path, tmp_path, request.session)
    assert "has not run this cell" in found and "1 + 1 == 2" in found


# What a notebook may want that is not there for a reader who has the notebook alone, and the
# error that it meets.
WANTED = {
    "open('requirements.in')": "FileNotFoundError",
    "import tools": "ModuleNotFoundError",
    "import tests": "ModuleNotFoundError",
    "import book_site": "ModuleNotFoundError",
}
WRITTEN = [f"import tempfile; tempfile.TemporaryFile(dir={str(place)!r}).close()" for place in (ROOT, ROOT.parent)]
if sandbox.NAMESPACES:
    WANTED |= dict.fromkeys(WRITTEN, "Read-only file system")
CONNECT = "import socket; socket.create_connection({}, 5).close()"


def errors_of_the_build(path, folder):
    """The error that each cell ends with, as the build runs it."""
    return [str(cell.outputs) for cell in run_as_the_build(path).cells]


def errors_of_nbval(path, folder):
    """The error that each cell ends with, as nbval runs it."""
    return re.split(r"^_+ .*Cell \d+ _+$", run_alone(path, folder).stdout, flags=re.MULTILINE)[1:]


@pytest.fixture(scope="module", params=[errors_of_the_build, errors_of_nbval])
def met(request, tmp_path_factory):
    """For each thing wanted, the network last, the error that a notebook meets: all in one run."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        connect = CONNECT.format(listening.getsockname())
        # It is there, and it is reached from here.
        subprocess.run([sys.executable, "-c", connect], check=True)
        if not sandbox.NAMESPACES:
            # The guard leaves this machine's own servers in reach.
            connect = CONNECT.format(("192.0.2.1", 9))
        sources = [*WANTED, connect]
        cells = [new_code_cell(source, metadata={"tags": ["raises-exception"]}) for source in sources]
        if request.param is errors_of_nbval:
            cells = [new_code_cell(source) for source in sources]
        folder = tmp_path_factory.mktemp("alone")
        path = folder / "toy.ipynb"
        path.write_text(normal_text(new_notebook(cells=cells)), encoding="utf-8")
        errors = request.param(path, folder)
    assert len(errors) == len(sources), errors
    return dict(zip([*WANTED, "network"], errors))


def test_a_notebook_that_needs_the_network_fails(met):
    """The cut is real: a server that is reached from here is not reached from there."""
    assert "Error" in met["network"]


@pytest.mark.parametrize("source", WANTED)
def test_a_notebook_that_needs_the_repository_fails(met, source):
    """Neither its files nor its modules are there, and only the notebook's own folders can be written."""
    assert WANTED[source] in met[source]


def test_the_build_says_what_a_notebook_is_run_in(tmp_path):
    """A file that lies beside the notebook is missed: the message says where to read why."""
    path = tmp_path / "toy.ipynb"
    path.write_text(normal_text(new_notebook(cells=[new_code_cell("open('toy.ipynb')")])), encoding="utf-8")
    with pytest.raises(NotebookError, match=r"(?s)^toy, cell \[1\] `open.*FileNotFoundError.*tools/sandbox\.py"):
        run_as_the_build(path)


def test_the_socket_guard_refuses_other_machines():
    """The weaker cut, which is used where there are no namespaces, refuses too."""
    source = "import socket; socket.create_connection(('192.0.2.1', 9), 1)"
    environment = {**os.environ, "PYTHONPATH": str(sandbox.GUARD)}
    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True)
    assert "the network is cut in this test" in done.stderr


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
