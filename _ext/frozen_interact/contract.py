"""What the build and the kernel agree on."""

from __future__ import annotations

import json
from dataclasses import dataclass

# The environment variable through which the build tells the kernel, in JSON,
# the arguments of `in_kernel.freezer.Freezer` other than the shell.
ENVIRONMENT_VARIABLE = "FROZEN_INTERACT"

# In the metadata of an output: its HTML stands for what a live notebook shows.
FROZEN = "frozen_interact"

# The setting of a cell that names packages which get the notebook's names after the cell, with what each is told.
HAND_TO = "hand_to"

# How often either tells how far it is.
SECONDS_BETWEEN_REPORTS = 2.0

# The HTML of a display that is known only at the end of its cell, and the token in it.
PLACEHOLDER = "<!-- frozen_interact: {token} -->"

# Within the kernel, the MIME type of a display whose items are asked for when its frame is whole: a
# function that gives them.
LATE_ITEMS = "application/x-frozen-items"

# Around what a frame shows that no Output holds: titles, labels, bars. `compare` looks for them.
STILL = "<!--still-->{html}<!--/still-->"


@dataclass(frozen=True)
class Limits:
    """What the book or one cell asks for.

    max_frames: the most positions that all controls may have together.
    positions: the most that one slider may have: a number for all, or numbers by the slider's
        name. None thins nothing.
    one_at_a_time: whether a control moves only while all others stand at their start.
    values: by a control's name, the values that it may have.
    """

    max_frames: int = 400
    positions: int | dict[str, int] | None = None
    one_at_a_time: bool = False
    values: dict[str, list] | None = None


def in_page(data) -> str:
    """The JSON of a figure's data, as it may stand in a page: a "<" could end its script element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
