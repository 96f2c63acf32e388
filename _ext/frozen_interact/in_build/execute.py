"""Run notebooks in a freezing kernel, each once for the same code."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from ..contract import ENVIRONMENT_VARIABLE, HAND_TO, PLACEHOLDER, SECONDS_BETWEEN_REPORTS
from .launch import LaunchedKernelManager, freezing, settings

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# Far more than a cell should take.
MOST_SECONDS_A_CELL = 900
# Cell metadata that changes what a run does; a change of any other must not cause one.
RUNNING_TAGS = {"raises-exception", "skip-execution"}
# What a cell may set, and how: in words, and as a test.
SETTINGS = {
    "max_frames": ("a whole number, as 800", lambda value: type(value) is int),
    "positions": (
        'a whole number, as 7, or one for each slider, as {"rate": 7}',
        lambda value: value is None or type(value) is int or isinstance(value, dict),
    ),
    "one_at_a_time": ("true or false", lambda value: isinstance(value, bool)),
    "values": (
        'a list for each control, as {"word": ["tree", "forest"]}',
        lambda value: isinstance(value, dict) and all(isinstance(one, list) for one in value.values()),
    ),
    HAND_TO: ("what to tell, by the name of a package", lambda value: isinstance(value, dict)),
}
# (nbclient tells each run to the logger of Jupyter, which a package may have made to speak.)
QUIET = logging.getLogger("frozen_interact.nbclient")
QUIET.setLevel(logging.WARNING)


class NotebookError(Exception):
    """A notebook that did not run to its end, or would leave a dead widget on the page."""


class Store:
    """The executed notebooks, kept by jupyter-cache under the hash of their code and their place.

    folder: where. root: the folder from which their places are counted.
    """

    def __init__(self, folder: Path, root: Path):
        self.cache, self.root = get_cache(folder), root

    def find(self, notebook, path: Path):
        """Return the notebook with the stored outputs and what its run cost, or None where it must be run.

        path: that of the notebook, in whose folder it finds its files.
        """
        try:
            record = self.cache.match_cache_notebook(_code_only(notebook, self._place(path)))
        except KeyError:
            return None
        files = (record.data or {}).get("files", {})
        if any(_digest(path.parent / file) != digest for file, digest in files.items()):
            return None
        stored = self.cache.get_cache_bundle(record.pk).nb
        for cell, ran in zip(_code_cells(notebook), stored.cells):
            if "skip-execution" not in cell.metadata.get("tags", []):
                cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
        return notebook, record.data

    def keep(self, notebook, path: Path, cost: dict) -> None:
        """Store an executed notebook and what its run cost."""
        bundle = CacheBundleIn(_code_only(notebook, self._place(path)), str(path), data=cost)
        self.cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)

    def _place(self, path):
        return os.path.relpath(path.parent, self.root)


def last_seconds(folder: Path) -> dict[str, float]:
    """How long each notebook, by its uri, took when it last ran.

    folder: the one that has a folder of stored runs for each fingerprint.
    """
    records = [
        record
        for runs in folder.glob("*")
        for record in get_cache(runs).list_cache_records()
        if record.data
    ]
    records.sort(key=lambda record: record.created)
    return {record.uri: record.data["execution_seconds"] for record in records}


def run(
    path: Path, name: str, limits: dict, report, launcher=()
) -> tuple[nbformat.NotebookNode, dict]:
    """Execute a notebook with every widget frozen, in its folder or where the launcher leads.

    path: the notebook. name: what messages and ids call it.
    limits: the fields of `contract.Limits` for cells that set none of their own.
    report: called with a line of progress.
    launcher: the words before the command that starts the kernel, see `launch`.

    Returns the notebook with outputs, and what the run cost: the fields of `measure.Measured`,
    `peak_memory` in bytes (None where the system does not tell), and `execution_seconds`, freezing
    included.
    Raises NotebookError, worded for its author.
    """
    notebook = read(path, name)
    _check_kernel(name, notebook)
    executed = [
        cell
        for cell in _code_cells(notebook)
        if cell.source.strip() and "skip-execution" not in cell.metadata.get("tags", [])
    ]
    _check_settings(name, executed)
    progress = _Progress(name, executed, report)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        log, measured, late = (Path(folder, name) for name in ("log", "measured", "late"))
        log.touch()
        measured.write_text("{}")
        late.write_text('{"html": {}, "refusals": {}}')
        client = NotebookClient(
            notebook,
            log=QUIET,
            timeout=MOST_SECONDS_A_CELL,
            kernel_manager_class=LaunchedKernelManager,
            config=settings(launcher, folder),
            store_widget_state=False,
            resources={"metadata": {"path": str(path.parent)}},
            extra_arguments=freezing(),
            on_cell_execute=progress.on_cell_execute,
            allow_errors=bool(notebook.metadata.get("mystnb", {}).get("execution_allow_errors")),
        )
        try:
            client.execute(env=_environment(name, executed, limits, log, measured, late))
        except CellExecutionError as error:
            raise NotebookError(_failure(name, executed, progress.cell, error, launcher)) from error
        except CellTimeoutError as error:
            raise NotebookError(
                f"{_place(name, executed, progress.cell)}\n"
                f"  did not end within {MOST_SECONDS_A_CELL} s.\n"
                "  What to do: give its controls fewer positions, or let it compute less."
            ) from error
        except RuntimeError as error:  # nbclient: it died in a cell; jupyter_client: at the start
            last_words = "\n  ".join(log.read_text(errors="replace").splitlines()[-10:])
            raise NotebookError(
                f"{name}: the kernel died; was there memory enough? It last wrote:\n  {last_words}"
            ) from error
        cost = json.loads(measured.read_text()) | {"execution_seconds": time.monotonic() - began}
        cost["files"] = {file: _digest(path.parent / file) for file in cost.get("files", [])}
        late = json.loads(late.read_text())
    # (Where errors are shown, the run goes on after a refusal.)
    problems = [
        f"{_place(name, executed, executed[int(number) - 1])}\n  {text}" for number, text in late["refusals"].items()
    ]
    for cell in executed:
        _fill_placeholders(cell, late["html"])
        # After that: a display that goes leaves lines in a row.
        cell.outputs = joined(cell.outputs)
        if any(WIDGET_VIEW in output.get("data", {}) for output in cell.outputs):
            problems.append(
                f"{_place(name, executed, cell)}\n  leaves a live widget on the page, which has "
                "no kernel.\n  What to do: display it as an object, with interact or display()."
            )
    if problems:
        raise NotebookError("\n\n".join(problems))
    return notebook, cost


def joined(outputs):
    """The outputs of a cell, with what one stream wrote in a row as one: how many pieces came depends on the load."""
    found = []
    for output in outputs:
        last = found[-1] if found else {}
        if output.output_type == last.get("output_type") == "stream" and output.name == last.name:
            last.text += output.text
        else:
            found.append(output)
    return found


def _fill_placeholders(cell, html):
    """Put in what was known at the end of the cell; a display that is part of another goes."""
    found = {PLACEHOLDER.format(token=token): text for token, text in html.items()}
    for output in list(cell.outputs):
        placeholder = output.get("data", {}).get("text/html")
        if placeholder in found and found[placeholder]:
            output.data["text/html"] = found[placeholder]
        elif placeholder in found:
            cell.outputs.remove(output)


def _code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def read(path: Path, name: str):
    """Read a notebook; raise NotebookError where the file is none."""
    if not path.is_file():
        problem = "is a folder" if path.is_dir() else "does not exist"
        raise NotebookError(f"{path} {problem}.\n  What to do: name a notebook, a file that ends in .ipynb.")
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        if not {"cells", "worksheets"} & json.loads(text).keys():
            raise ValueError("it has no cells")
        return nbformat.reads(text, as_version=4)
    except Exception as error:  # nbformat raises many kinds
        problem = (str(error).strip().splitlines() or [type(error).__name__])[0]
        if not text.strip():
            problem = "it is empty"
        elif re.search(r"^(<{7}|>{7})", text, re.M):
            problem = "marks of a merge stand in it"
        raise NotebookError(
            f"{name}: the file is no notebook: {problem}\n"
            "  What to do: mend or restore the file, or leave it out of the book."
        ) from error


def _check_kernel(name, notebook):
    """Freezing needs a kernel of Python that is there."""
    wanted, manager = notebook.metadata.get("kernelspec", {}).get("name", "python3"), KernelSpecManager()
    remedy = (
        "choose one of Python's in the notebook's metadata (kernelspec), or keep its stored outputs with "
        '{"mystnb": {"execution_mode": "off"}} there.'
    )
    try:
        language = manager.get_kernel_spec(wanted).language
    except NoSuchKernel:
        known = ", ".join(sorted(manager.find_kernel_specs()))
        raise NotebookError(
            f"{name}: its kernel {wanted!r} is not installed here (there is: {known}).\n  What to do: {remedy}"
        ) from None
    if language.lower() != "python":
        raise NotebookError(
            f"{name}: its kernel {wanted!r} is one of {language}, in which sliders cannot be frozen.\n"
            f"  What to do: {remedy}"
        )


def _digest(path):
    """The hash of a file that a run has read; None where it is gone."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _code_only(notebook, place):
    """The part of a notebook that decides what its run gives, its folder too: the key of the cache."""
    cells = []
    for cell in _code_cells(notebook):
        tags = sorted(RUNNING_TAGS & set(cell.metadata.get("tags", [])))
        settings = cell.metadata.get("frozen_interact", {})
        metadata = ({"tags": tags} if tags else {}) | (
            {"frozen_interact": settings} if settings else {}
        )
        cells.append(
            nbformat.v4.new_code_cell(
                cell.source,
                metadata=metadata,
                outputs=cell.outputs,
                execution_count=cell.execution_count,
            )
        )
    # jupyter-cache makes its hash of the code and of this one field.
    decides = {
        "name": notebook.metadata.get("kernelspec", {}).get("name", "python3"),
        "display_name": f"{place}: {json.dumps(notebook.metadata.get('mystnb', {}), sort_keys=True)}",
    }
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": decides})


def _check_settings(name, executed):
    """A setting that does not exist would change nothing, in silence."""
    for cell in executed:
        problem, remedy = _wrong_setting(cell.metadata.get("frozen_interact", {}))
        if problem:
            raise NotebookError(f"{_place(name, executed, cell)}\n  {problem}\n  What to do: {remedy}.")


def _wrong_setting(given):
    """What is wrong with the settings of a cell, and what to do; a pair of None where all is well."""
    if not isinstance(given, dict):
        return f"has {given!r} for `frozen_interact` in its metadata.", 'write its settings, as {"positions": 7}'
    for setting, value in given.items():
        if setting not in SETTINGS:
            return (
                f"has the setting {setting!r} of frozen_interact in its metadata, which does not exist.",
                f"choose from {', '.join(SETTINGS)}",
            )
        words, is_right = SETTINGS[setting]
        if not is_right(value):
            return f"has {value!r} for the setting {setting!r} of frozen_interact in its metadata.", f"give it {words}"
    return None, None


def _environment(name, executed, limits, log, measured, late):
    """The environment of the kernel, which tells its extension what to do."""
    context = {
        "notebook": name,
        "log": str(log),
        "measured": str(measured),
        "late": str(late),
        "limits": limits,
        "limits_of_cell": {
            number: {name: value for name, value in cell.metadata["frozen_interact"].items() if name != HAND_TO}
            for number, cell in enumerate(executed, start=1)
            if "frozen_interact" in cell.metadata
        },
        "handed": {
            number: cell.metadata["frozen_interact"][HAND_TO]
            for number, cell in enumerate(executed, start=1)
            if HAND_TO in cell.metadata.get("frozen_interact", {})
        },
        "raising_cells": [
            number
            for number, cell in enumerate(executed, start=1)
            if "raises-exception" in cell.metadata.get("tags", [])
        ],
    }
    return os.environ | {ENVIRONMENT_VARIABLE: json.dumps(context)}


class _Progress:
    """Knows the cell that a run has come to, and says it now and then."""

    def __init__(self, name, executed, report):
        self.name, self.executed, self.report = name, executed, report
        self.last = -SECONDS_BETWEEN_REPORTS
        self.cell = None

    def on_cell_execute(self, cell, cell_index):
        """Note the start of a cell, as nbclient's hook."""
        self.cell = cell
        if time.monotonic() - self.last >= SECONDS_BETWEEN_REPORTS:
            self.last = time.monotonic()
            self.report(f"{self.name}: cell {_number(self.executed, cell)} of {len(self.executed)}")


def _number(executed, cell):
    return next(i for i, other in enumerate(executed, start=1) if other is cell)


def _place(name, executed, cell):
    first_line = cell.source.strip().splitlines()[0]
    return f"{name}, cell [{_number(executed, cell)}] `{first_line}`"


def _failure(name, executed, cell, error, launcher):
    problem = f"{error.ename}: {error.evalue}"
    if error.ename == "FreezeError":
        problem = error.evalue
    else:
        problem += "\n" + re.sub(r"\x1b\[[0-9;]*m", "", error.traceback).rstrip()
        if launcher:
            words = " ".join(launcher)
            problem += f"\n  It was started by `{words}`, which says what a notebook must do without."
    return f"{_place(name, executed, cell)}\n  {problem}"
