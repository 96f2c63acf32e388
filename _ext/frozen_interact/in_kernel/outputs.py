"""What `Output` widgets hold: kept in the kernel, where a live notebook leaves it to the front end."""

from __future__ import annotations

import contextlib
import traceback

import ipywidgets

from ..errors import FreezeError
from .capture import Capture, capturing, show_children, show_open_figures
from .shown import shown_as


def held(out) -> Capture:
    """The capture of an `Output` widget."""
    if not hasattr(out, "frozen_capture"):
        out.frozen_capture, out.frozen_open, out.frozen_in = Capture(), [], None
    return out.frozen_capture


def close(out, cell: int) -> None:
    """Note that an `Output` stands on the page, in this cell: what is written to it later would be missing there."""
    held(out)
    out.frozen_in = cell


def install(format_display, may_raise, cell) -> None:
    """Let every `Output` keep what is shown in it.

    format_display: as `DisplayFormatter.format`.
    may_raise, cell: called without arguments, tell whether an error is what the present cell shows,
        and the number of this cell.
    """

    def writable(out):
        capture = held(out)
        if out.frozen_in not in (None, cell()):
            raise FreezeError(
                f"An Output that cell [{out.frozen_in}] shows is written to by a later cell, [{cell()}].",
                "write to it in the cell that shows it, or show it in this one.",
            )
        return capture

    def enter(out):
        show_children()
        capture, stack = writable(out), contextlib.ExitStack()
        stack.enter_context(capturing(capture))
        out.frozen_open.append(stack)

    def leave(out, kind, error, where):
        show_children()
        if error is None:
            show_open_figures()
        elif isinstance(error, Exception) and not isinstance(error, FreezeError) and may_raise():
            held(out).add("stderr", "".join(traceback.format_exception_only(error)))
        out.frozen_open.pop().close()
        if error is None or isinstance(error, FreezeError) or not isinstance(error, Exception):
            return None
        # Live, the error stands in the output, and the cell goes on.
        if not may_raise():
            raise FreezeError(
                f"What is written to an Output fails: {kind.__name__}: {error}",
                "mend it, or tag the cell `raises-exception` where the error is to be shown.",
            ) from error
        return True

    def append_stdout(out, text):
        writable(out).add("stdout", text)

    def append_stderr(out, text):
        writable(out).add("stderr", text)

    def append_display_data(out, value):
        data, _ = format_display(value)
        writable(out).add(*shown_as(data))

    for stand_in, name in (
        (enter, "__enter__"),
        (leave, "__exit__"),
        (append_stdout, "append_stdout"),
        (append_stderr, "append_stderr"),
        (append_display_data, "append_display_data"),
    ):
        setattr(ipywidgets.Output, name, stand_in)
