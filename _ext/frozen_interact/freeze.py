"""Call a function at every position of its controls and keep what it shows."""

from __future__ import annotations

import contextlib
import itertools
import math
import random
import sys
from dataclasses import dataclass

from IPython.display import display

from .capture import Frame, capturing, show_open_figures
from .controls import Control
from .errors import FreezeError


@dataclass(frozen=True)
class Frozen:
    """Everything a static page needs of one interactive cell.

    controls: in the order in which they are shown.
    frames: one for each position of the grid, the last control moving fastest.
    start: the index of the frame at which all controls start.
    """

    controls: tuple[Control, ...]
    frames: tuple[Frame, ...]
    start: int


def freeze(function, controls, constants, *, show_result, max_frames, progress) -> Frozen:
    """Call `function` at every position of `controls`.

    function: what `interact` was given.
    constants: the arguments that do not vary (`fixed`).
    show_result: whether to display what the function returns, as `interact` does.
    max_frames: how many positions are allowed.
    progress: called with (frames done, frames in all) after each frame.

    Raises FreezeError where the grid is too large, the function fails at some
    position, or shows nothing there.
    """
    sizes = [len(control.values) for control in controls]
    count = math.prod(sizes)
    if count > max_frames:
        grid = " x ".join(f"{c.name}: {size}" for c, size in zip(controls, sizes))
        raise FreezeError(
            f"The controls have {count} positions together ({grid}), more than the {max_frames} "
            "that may be frozen.",
            "take larger steps or fewer options, or raise the limit for this cell in its metadata: "
            f'{{"frozen_interact": {{"max_frames": {count}}}}}.',
        )
    positions = list(itertools.product(*(range(size) for size in sizes)))
    start = positions.index(tuple(control.start for control in controls))
    # The start position comes last, so that what the function leaves behind in
    # the kernel is what it leaves behind in a live notebook.
    order = [i for i in range(count) if i != start] + [start]
    frames: list[Frame | None] = [None] * count
    with _same_random_numbers() as rewind:
        for done, i in enumerate(order, start=1):
            arguments = {c.name: c.values[k] for c, k in zip(controls, positions[i])}
            place = ", ".join(f"{c.name}={c.labels[k]}" for c, k in zip(controls, positions[i]))
            rewind()
            frames[i] = _call(function, constants | arguments, show_result, place)
            progress(done, count)
    return Frozen(tuple(controls), tuple(frames), start)


def _call(function, arguments, show_result, place) -> Frame:
    with capturing() as capture:
        try:
            result = function(**arguments)
            show_open_figures()
            if show_result and result is not None:
                display(result)
        except FreezeError:
            raise
        except Exception as error:
            raise FreezeError(
                f"The function fails at {place}: {type(error).__name__}: {error}",
                "mend it, or leave this position out of the control.",
            ) from error
    frame = capture.frame()
    if not frame.items:
        raise FreezeError(
            f"The function shows nothing at {place}.",
            "let it print, display or plot something at every position.",
        )
    return frame


@contextlib.contextmanager
def _same_random_numbers():
    """Yield a function that sets the global random generators back to their start.

    So a frame depends on its position alone, not on the frames made before it.
    """
    numpy = sys.modules.get("numpy")
    python_state = random.getstate()
    numpy_state = numpy.random.get_state() if numpy else None

    def rewind():
        random.setstate(python_state)
        if numpy:
            numpy.random.set_state(numpy_state)

    yield rewind
