"""Runs a stored notebook as a reader meets it: alone, offline, and compares what it prints.

An empty folder, an empty home, no network, no repository. nbval runs the notebook there.
"""

import re
import shutil
import sys
from time import monotonic

from tools import sandbox
from tools.running import read

NBVAL = [
    "-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=600",
    "-p", "no:cacheprovider", "-p", "no:xdist", "--color=no", "--tb=short",
]


def run_alone(path, folder, python=sys.executable):
    """Copy a notebook into an empty folder, run nbval on it there, and return what it prints and how it ended."""
    here = folder / "here"
    here.mkdir()
    shutil.copy(path, here)
    return sandbox.run(
        [str(python), *NBVAL, path.name], folder, capture_output=True, text=True, encoding="utf-8"
    )


def cells_that_passed(done):
    """The number of cells that nbval ran and found as stored."""
    found = re.search(r"(\d+) passed", done.stdout)
    return int(found[1]) if found else 0


def assert_it_prints_what_it_stores(path, folder, record_property, python=sys.executable):
    """nbval runs every code cell of a notebook and finds it as it is committed; the time is reported."""
    began = monotonic()
    done = run_alone(path, folder, python)
    record_property(f"time of {path.name}, alone, TensorFlow's start included", f"{monotonic() - began:.0f} s")
    assert done.returncode == 0, done.stdout + done.stderr
    assert cells_that_passed(done) == sum(cell.cell_type == "code" for cell in read(path).cells)
