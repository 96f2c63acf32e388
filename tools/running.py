"""Runs notebooks, two at a time, each in an empty folder, and says how far each is."""

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from _ext.frozen_interact.in_build.cores import take_share
from _ext.frozen_interact.in_build.launch import LaunchedKernelManager, settings

AT_A_TIME = 2
SECONDS_BETWEEN_REPORTS = 5
SECONDS_FOR_A_CELL = 600
# Between a cell's end and the last it prints. On a busy machine nbclient's own four are too few, and it goes on without.
SECONDS_FOR_OUTPUT = 120

# A kernel warns that other users of this machine might listen to it.
QUIET_KERNEL = ["--IPKernelApp.log_level=ERROR"]


def read(path):
    """Read a notebook as version 4."""
    return nbformat.read(path, as_version=4)


def run(notebook, label, allow_errors=False):
    """Run a notebook in place and return the error that stopped it, or None.

    It runs in an empty folder: a notebook needs no file of the repository. With `allow_errors`
    a cell that raises does not stop it.
    """
    number_of_cells = len(notebook.cells)
    last_report = time.monotonic()

    def report(cell, cell_index, **_):
        nonlocal last_report
        if time.monotonic() - last_report >= SECONDS_BETWEEN_REPORTS:
            last_report = time.monotonic()
            say(f"  {label}: cell {cell_index + 1} of {number_of_cells}")

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as sockets:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_FOR_A_CELL,
            iopub_timeout=SECONDS_FOR_OUTPUT,
            kernel_manager_class=LaunchedKernelManager,
            config=settings([], sockets),
            coalesce_streams=True,
            allow_errors=allow_errors,
            extra_arguments=QUIET_KERNEL,
            on_cell_start=report,
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute()
        except CellExecutionError as error:
            return str(error).strip()
        except CellTimeoutError as error:
            return f"A cell ran for more than {SECONDS_FOR_A_CELL} seconds.\n{error}"
        except RuntimeError:  # nbclient: it died in a cell; jupyter_client: at the start
            return "The kernel died; it may have run out of memory."
    return None


def for_each(function, jobs):
    """Call `function(*job)` for every job of a list, two at a time; yield results as they come."""
    context, workers = get_context("spawn"), max(1, min(AT_A_TIME, len(jobs)))
    numbers = context.SimpleQueue()
    for number in range(workers):
        numbers.put(number)
    with ProcessPoolExecutor(workers, context, take_share, (numbers, workers)) as pool:
        futures = [pool.submit(function, *job) for job in jobs]
        try:
            for future in as_completed(futures):
                yield future.result()
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            sys.exit("Interrupted.")


def say(text):
    """Print at once, so that progress is seen while it happens."""
    print(text, flush=True)
