"""Runs a stored notebook as a reader meets it: alone, offline, and compares what it prints.

An empty folder, an empty home, no network, no repository. nbval runs the notebook there.
"""

import os
import re
import shutil
import sys
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from time import monotonic

from _ext.book_site.depths import DEPTHS, of_depth
from _ext.frozen_interact.in_build.cores import cores, take_share
from _ext.frozen_interact.in_build.execute import last_seconds
from _ext.frozen_interact.in_build.extension import stored_runs_folder
from tools import sandbox
from tools.book import SITE, notebooks
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
    with on_cores_of_its_own():
        return sandbox.run(
            [str(python), *NBVAL, path.name], folder, capture_output=True, text=True, encoding="utf-8"
        )


@contextmanager
def on_cores_of_its_own():
    """What a worker of pytest-xdist starts meanwhile leaves the other workers their cores."""
    all_cores, number = cores(), SimpleQueue()
    number.put(int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))
    take_share(number, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)))
    try:
        yield
    finally:
        with suppress(AttributeError, OSError):
            os.sched_setaffinity(0, all_cores)


def lecture_first(notebook):
    """Put the lecture's cells before all others of a notebook, and return it.

    So the lecture runs without a deeper cell or an exercise, and these run for a reader who opens
    them after the lecture.
    """
    notebook.cells = [cell for depth in DEPTHS for cell in of_depth(notebook, depth)]
    return notebook


def longest_first():
    """The notebooks of the book in the order in which to run them: by what the build took for each."""
    seconds = last_seconds(stored_runs_folder(SITE))
    return sorted(notebooks(), key=lambda path: -seconds.get(str(path), 0))


def cells_that_passed(done):
    """The number of cells that nbval ran and found as stored."""
    found = re.search(r"(\d+) passed", done.stdout)
    return int(found[1]) if found else 0


def assert_it_prints_what_it_stores(path, folder, record_property, python=sys.executable, hint=""):
    """nbval runs every code cell of a notebook and finds it as it is committed; the time is reported."""
    began = monotonic()
    done = run_alone(path, folder, python)
    record_property(f"time of {path.name}, alone, TensorFlow's start included", f"{monotonic() - began:.0f} s")
    assert done.returncode == 0, hint + done.stdout + done.stderr
    assert cells_that_passed(done) == sum(cell.cell_type == "code" for cell in read(path).cells)
