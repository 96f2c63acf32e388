"""What a widget offers: its positions, their labels, where it starts.

The widgets themselves are made by ipywidgets, from sliders or from the
abbreviations of `interact`; this module only reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ipywidgets

from .errors import FreezeError

SUPPORTED = (
    "IntSlider, FloatSlider, FloatLogSlider, SelectionSlider, Dropdown, Select, "
    "RadioButtons, ToggleButtons, Checkbox or ToggleButton"
)


@dataclass(frozen=True)
class Control:
    """One control of a frozen figure.

    name: the argument of the function it sets.
    label: what the reader sees beside it.
    kind: "range", "select", "radio" or "checkbox".
    values: the value passed to the function at each position.
    labels: how each value is shown; as long as `values`.
    start: the index of the start position.
    """

    name: str
    label: str
    kind: str
    values: tuple[Any, ...]
    labels: tuple[str, ...]
    start: int


def read_control(name: str, widget) -> Control:
    """Return the `Control` for a widget bound to the argument `name`.

    Raises FreezeError where the widget has no finite list of positions, or
    starts between two of them.
    """
    label = widget.description or name
    if isinstance(widget, (ipywidgets.Checkbox, ipywidgets.ToggleButton)):
        return Control(name, label, "checkbox", (False, True), ("off", "on"), int(widget.value))
    if isinstance(widget, (ipywidgets.IntSlider, ipywidgets.FloatSlider)):
        values = _steps(name, widget)
        return _slider(name, label, widget, values)
    if isinstance(widget, ipywidgets.FloatLogSlider):
        values = tuple(widget.base**exponent for exponent in _steps(name, widget))
        return _slider(name, label, widget, values)
    for kind, classes in (
        ("range", ipywidgets.SelectionSlider),
        ("select", (ipywidgets.Dropdown, ipywidgets.Select)),
        ("radio", (ipywidgets.RadioButtons, ipywidgets.ToggleButtons)),
    ):
        if isinstance(widget, classes):
            return _selection(name, label, kind, widget)
    raise FreezeError(
        f"The positions of the control {name!r} ({type(widget).__name__}) cannot be listed.",
        f"use {SUPPORTED}, or pass the value with fixed(...).",
    )


def _steps(name, widget):
    """The numbers a slider stops at (for a log slider: the exponents)."""
    if not widget.step or widget.step < 0:
        raise FreezeError(
            f"The control {name!r} has the step {widget.step!r}.", "give it a step above 0."
        )
    count = int((widget.max - widget.min) / widget.step + 1e-9) + 1
    # Rounding undoes 0.1 + 0.2 = 0.30000000000000004, which no slider shows.
    return tuple(round(widget.min + i * widget.step, 12) for i in range(count))


def _slider(name, label, widget, values):
    nearest = min(range(len(values)), key=lambda i: abs(values[i] - widget.value))
    if abs(values[nearest] - widget.value) > 1e-9 * max(1.0, abs(widget.value)):
        raise FreezeError(
            f"The control {name!r} starts at {widget.value!r}, between two of its positions "
            f"(the nearest is {values[nearest]!r}).",
            "choose a start value that the slider can reach from its minimum in whole steps.",
        )
    labels = tuple(_readout(name, value, widget.readout_format) for value in values)
    return Control(name, label, "range", values, labels, nearest)


def _selection(name, label, kind, widget):
    if widget.index is None:
        raise FreezeError(
            f"The control {name!r} starts with nothing chosen.",
            "give it a start value out of its options.",
        )
    return Control(
        name,
        label,
        kind,
        tuple(widget._options_values),
        tuple(str(text) for text in widget._options_labels),
        widget.index,
    )


def _readout(name, value, readout_format):
    """Format a number as the live slider does.

    `readout_format` is a d3-format specification. Python's agrees with it, but
    for `g`, where d3 keeps trailing zeros as Python does with `#`.
    """
    specification = readout_format
    if specification.endswith("g"):
        specification = f"#{specification}"
    try:
        return format(value, specification).removesuffix(".")
    except ValueError:
        raise FreezeError(
            f"The control {name!r} has the readout_format {readout_format!r}, "
            "which Python cannot print.",
            "use a plain form such as 'd', '.2f', '.3g', '.0%' or '.1e'.",
        ) from None
