"""A notebook runs alone: in an empty folder, with an empty home, with the network cut."""

import os
import shutil
import socket
import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tools import cut_network
from tools.book import ROOT, notebooks
from tools.normal_form import normal_text


def run_alone(path, folder):
    """Copy a notebook into an empty folder and run it there."""
    (folder / "here").mkdir()
    (folder / "home").mkdir()
    shutil.copy(path, folder / "here")
    # What an earlier run downloaded lies in the home directory: this one is empty.
    home = str(folder / "home")
    environment = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("XDG_", "JUPYTER_", "IPYTHON", "MPLCONFIGDIR", "SCIKIT_LEARN_DATA"))
    }
    environment.update(HOME=home, USERPROFILE=home, KERAS_HOME=home, PYTHONPATH="")
    code = f"import sys; sys.path.append({str(ROOT)!r}); from tools.run_alone import main; sys.path.pop(); main({path.name!r})"
    return cut_network.run(
        [sys.executable, "-c", code], cwd=folder / "here", env=environment,
        capture_output=True, text=True, encoding="utf-8",
    )


def notebook_with(folder, source):
    """A notebook of one cell, in a file."""
    path = folder / "toy.ipynb"
    path.write_text(normal_text(new_notebook(cells=[new_code_cell(source)])), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: f"{path.stem}, {cut_network.METHOD}")
def test_a_notebook_runs_alone(path, tmp_path):
    """No file of the repository, no download."""
    done = run_alone(path, tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_notebook_that_needs_the_network_fails(tmp_path):
    """The cut is real: a server that is reached from here is not reached from there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        source = f"import socket; socket.create_connection({listening.getsockname()}, 5).close()"
        subprocess.run([sys.executable, "-c", source], check=True)
        if not cut_network.NAMESPACE:
            # The guard leaves this machine's own servers in reach.
            source = source.replace("127.0.0.1", "192.0.2.1")
        done = run_alone(notebook_with(tmp_path, source), tmp_path)
    assert done.returncode != 0 and "Error" in done.stderr, done.stderr


def test_the_socket_guard_refuses_other_machines():
    """The weaker cut, which is used where there are no namespaces, refuses too."""
    source = "import socket; socket.create_connection(('192.0.2.1', 9), 1)"
    environment = {**os.environ, "PYTHONPATH": str(cut_network.GUARD)}
    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True)
    assert "the network is cut in this test" in done.stderr


@pytest.mark.parametrize("source", ["open('requirements.in')", "import tools", "import tests"])
def test_a_notebook_that_needs_the_repository_fails(source, tmp_path):
    """Neither its files nor its modules are there."""
    done = run_alone(notebook_with(tmp_path, source), tmp_path)
    assert done.returncode != 0 and "Error" in done.stderr, done.stderr
