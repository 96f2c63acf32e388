"""What a run cost: measured in the kernel, where sliders are frozen and memory is used."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

try:
    from resource import RUSAGE_SELF, getrusage
except ImportError:  # Windows has none
    getrusage = None

# The system gives kilobytes, but macOS gives bytes.
BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass
class Measured:
    """The sliders of a notebook and what they cost.

    sliders: cells that were frozen. frames: their positions, all together.
    files: what the run has read below its folder.
    freezing_seconds: the time for all frames but each slider's first, which a live notebook shows too.
    """

    sliders: int = 0
    frames: int = 0
    freezing_seconds: float = 0.0
    files: list[str] = field(default_factory=list)

    def watch_files(self) -> None:
        """From now on, note the files that are opened below the present folder: a change of one needs another run."""
        here = os.path.realpath(os.getcwd()) + os.sep

        def note(event, arguments):
            if event != "open" or not isinstance(arguments[0], str) or not isinstance(arguments[1], str | None):
                return
            path, mode = os.path.realpath(arguments[0]), arguments[1] or "r"
            if path.startswith(here) and not set(mode) & set("wax+") and "__pycache__" not in path:
                name = path.removeprefix(here)
                if name not in self.files and os.path.isfile(path):
                    self.files.append(name)

        sys.addaudithook(note)

    def add(self, frames: int, seconds: float) -> None:
        """Count one slider."""
        self.sliders += 1
        self.frames += frames
        self.freezing_seconds += seconds

    def write(self, path) -> None:
        """Write it to a file as JSON, with the most memory that this process has had, in bytes."""
        peak = getrusage(RUSAGE_SELF).ru_maxrss * BYTES if getrusage else None
        Path(path).write_text(json.dumps(asdict(self) | {"peak_memory": peak}))
