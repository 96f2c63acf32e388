"""nbval's comparison of a notebook with a run of it that has been: the build's.

The build runs each notebook as a reader meets it, alone and offline. nbval asks a kernel for the
outputs of each cell; here a stand-in for the kernel answers with those of the run.
"""

from collections import deque
from types import SimpleNamespace

import pytest
import yaml
from nbval.plugin import IPyNbFile

from _ext.frozen_interact.contract import FROZEN
from _ext.frozen_interact.in_build import execute, launch
from _ext.frozen_interact.in_build.extension import fingerprint, stored_runs
from tools.book import ROOT, SITE
from tools.running import read

SETTINGS = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
DEPENDS, LAUNCHER = SETTINGS["frozen_interact_depends"], SETTINGS["frozen_interact_launcher"]


def stored_run(path):
    """The run of a notebook that the site shows, and what it cost."""
    found = stored_runs(SITE, fingerprint(ROOT, DEPENDS, LAUNCHER), ROOT).find(read(path), path)
    assert found, f"the build has not run {path.name} as it is. Run: make book"
    return found


def run_as_the_build(path):
    """Run a notebook as the build runs those of the book."""
    notebook, _ = execute.run(path, path.stem, {}, print, launch.words(LAUNCHER, ROOT))
    return notebook


class Replay:
    """Answers as nbval's `RunningKernel` does, with the outputs of a run, cell by cell."""

    def __init__(self, run):
        self.cells = deque(cell for cell in run.cells if cell.cell_type == "code")
        self.messages = deque()

    def is_alive(self):
        """The run has been: it cannot break off."""
        return True

    def execute_cell_input(self, source, allow_stdin):
        """Take the next cell of the run; return what nbval calls this execution."""
        cell = self.cells.popleft()
        assert cell.source == source, "the run is one of another notebook"
        assert "skip-execution" not in cell.metadata.get("tags", []), f"the build has not run this cell:\n{source}"
        self.messages.extend(map(message, cell.outputs))
        self.messages.append({"msg_type": "status", "content": {"execution_state": "idle"}})
        return source

    def await_reply(self, execution, timeout):
        """It has come."""
        self.execution = execution

    await_idle = await_reply

    def get_message(self, stream, timeout):
        """Return what the cell showed next, and in the end that it is done."""
        return self.messages.popleft() | {"parent_header": {"msg_id": self.execution}}


def message(output):
    """The message of a kernel that a stored output came from."""
    content = dict(output)
    kind = content.pop("output_type")
    if FROZEN in content.get("metadata", {}):
        # What the site shows in place of a picture or a widget, neither of which is stored.
        content["data"] = {mime: text for mime, text in content["data"].items() if mime != "text/html"}
    return {"msg_type": kind, "content": content}


def differences(path, run, session):
    """What nbval finds, one text a cell: where a run's outputs are not those of the notebook's file.

    session: pytest's, which holds nbval's options.
    """
    file = IPyNbFile.from_parent(session, path=path)
    file.kernel = Replay(run)
    return [problem for cell in file.collect() if (problem := difference(cell))]


def difference(cell):
    """What nbval says of one cell; None where it is content."""
    try:
        cell.runtest()
    except pytest.skip.Exception:
        return f"Cell {cell.cell_num} is skipped"
    except Exception as error:
        return cell.repr_failure(SimpleNamespace(value=error))
