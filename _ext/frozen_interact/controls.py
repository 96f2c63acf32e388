"""What a widget offers: its positions, their labels, where it starts.

The widgets themselves are made by ipywidgets, from sliders or from the
abbreviations of `interact`; this module only reads them.
"""

from __future__ import annotations

import math
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

    Raises FreezeError where the widget has no finite list of positions.
    """
    label = widget.description or name
    if isinstance(widget, (ipywidgets.Checkbox, ipywidgets.ToggleButton)):
        return Control(name, label, "checkbox", (False, True), ("off", "on"), int(widget.value))
    if isinstance(widget, (ipywidgets.IntSlider, ipywidgets.FloatSlider)):
        return _slider(name, label, widget, _numbers(name, widget, widget.value))
    if isinstance(widget, ipywidgets.FloatLogSlider):
        exponents = _numbers(name, widget, math.log(widget.value, widget.base))
        return _slider(name, label, widget, [widget.base**exponent for exponent in exponents])
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


def _numbers(name, widget, value):
    """The numbers a slider can stand at, its start `value` among them (for a log slider: exponents).

    Live, it stops at each step, at its maximum though that lies between two steps, and stands at a
    start between them until it is moved.
    """
    if not widget.step or widget.step < 0:
        raise FreezeError(
            f"The control {name!r} has the step {widget.step!r}.", "give it a step above 0."
        )
    count = int((widget.max - widget.min) / widget.step + 1e-9) + 1
    numbers = [widget.min + i * widget.step for i in range(count)]
    for number in (widget.max, value):
        if not any(abs(number - other) <= 1e-9 * max(1.0, abs(number), widget.step) for other in numbers):
            numbers.append(number)
    # Rounding undoes 0.1 + 0.2 = 0.30000000000000004, which no slider shows.
    return sorted(round(number, 12) for number in numbers)


def _slider(name, label, widget, values):
    start = min(range(len(values)), key=lambda i: abs(values[i] - widget.value))
    values[start] = widget.value  # what rounding left of it is not what the author wrote
    labels = tuple(_readout(name, value, widget.readout_format) for value in values)
    return Control(name, label, "range", tuple(values), labels, start)


def _selection(name, label, kind, widget):
    values = tuple(widget._options_values)
    # Where None is an option, ipywidgets takes it for nothing chosen.
    start = values.index(None) if widget.index is None and None in values else widget.index
    if start is None:
        raise FreezeError(
            f"The control {name!r} starts with nothing chosen.",
            "give it a start value out of its options.",
        )
    return Control(
        name,
        label,
        kind,
        values,
        tuple(str(text) for text in widget._options_labels),
        start,
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
