"""Call a function at every position of its controls and keep what it shows."""

from __future__ import annotations

import contextlib
import random
import sys
import traceback
import warnings
from dataclasses import dataclass

from IPython.display import display

from ..errors import FreezeError
from .capture import Frame, capturing, show_children, show_open_figures
from .controls import Control
from .graph import Ways
from .grid import grid
from .redrawn import forget, show_redrawn


@dataclass(frozen=True)
class Frozen:
    """Everything a static page needs of one interactive cell.

    controls: in the order in which they are shown.
    frames: one for each position of the grid, see `grid.Grid`.
    start: the index of the frame at which all controls start.
    one_at_a_time: whether a control moves only while all others stand at their start.
    first: what is shown before the first move, where that differs from what the start shows later.
    beside: what stands between the controls: pairs of the number of controls before it, and HTML.
    ways: where the controls move each other, which move leads where; a frame is then one of its states.
    """

    controls: tuple[Control, ...]
    frames: tuple[Frame, ...]
    start: int
    one_at_a_time: bool = False
    first: Frame | None = None
    beside: tuple[tuple[int, str], ...] = ()
    ways: Ways | None = None


def freeze(function, controls, constants, *, show_result, limits, progress, may_raise=False) -> Frozen:
    """Call `function` at every position of `controls`.

    function: what `interact` was given.
    constants: the arguments that do not vary (`fixed`).
    show_result: whether to display what the function returns, as `interact` does.
    limits: how many positions are allowed, and which.
    may_raise: whether an error is what a position shows.
    progress: called with (frames done, frames in all) after each frame.

    Raises FreezeError where the grid is too large or the function fails at some position, and where
    it shows nothing at any.
    """
    chosen = grid(controls, limits)
    start = chosen.positions[chosen.start]
    # The start position comes last, so that what the function leaves behind in
    # the kernel is what it leaves behind in a live notebook. (One at a time, each control's row
    # has it, and it is called once.)
    order = [position for position in dict.fromkeys(chosen.positions) if position != start] + [start]
    frames: dict[tuple[int, ...], Frame] = {}
    with same_random_numbers() as rewind:
        for done, position in enumerate(order, start=1):
            at = list(zip(chosen.controls, position))
            arguments = {c.name: c.values[k] for c, k in at}
            place = ", ".join(f"{c.name}={c.labels[k]}" for c, k in at)
            rewind()
            frames[position] = call(function, constants | arguments, show_result, place, may_raise)
            progress(done, len(order))
    if not any(frame.items for frame in frames.values()):
        raise FreezeError(
            "The function shows nothing at any position.", "let it print, display or plot something."
        )
    return Frozen(
        chosen.controls,
        tuple(frames[position] for position in chosen.positions),
        chosen.start,
        chosen.one_at_a_time,
    )


def call(function, arguments, show_result, place, may_raise) -> Frame:
    """Call a function, and return what it shows. The arguments are those of `freeze`."""
    forget()
    # (Warnings are told once, but each frame tells its own.)
    with capturing() as capture, warnings.catch_warnings():
        try:
            result = function(**arguments)
            show_children()
            show_open_figures()
            show_redrawn()
            if show_result and result is not None:
                display(result)
        except FreezeError:
            raise
        except Exception as error:
            if may_raise:
                show_open_figures()
                capture.add("stderr", "".join(traceback.format_exception_only(error)))
                return capture.frame()
            raise FreezeError(
                f"The function fails at {place}: {type(error).__name__}: {error}",
                "mend it, or leave this position out of the control.",
            ) from error
    return capture.frame()


@contextlib.contextmanager
def same_random_numbers():
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
