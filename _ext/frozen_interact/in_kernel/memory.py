"""The state of all widgets: kept, and put back without a word to those that observe them."""

from __future__ import annotations

from contextlib import contextmanager

from .bonds import all_widgets


def snapshot():
    """The state of all widgets, for observers may use some that the page does not show."""
    states = {}
    for widget in all_widgets():
        capture = vars(widget).get("frozen_capture")
        kept = (list(capture.items), list(capture.names), capture.clear_next) if capture else None
        states[widget] = (dict(vars(widget)), dict(widget._trait_values), kept)
    return states


def restore(states):
    """Set the widgets back to what `snapshot` has kept."""
    for widget, (attributes, values, kept) in states.items():
        vars(widget).update(attributes)
        widget._trait_values = dict(values)
        if kept:
            capture = widget.frozen_capture
            capture.items[:], capture.names[:], capture.clear_next = kept


@contextmanager
def put_back():
    """In the end all widgets are what they were before."""
    before = snapshot()
    try:
        yield
    finally:
        restore(before)
