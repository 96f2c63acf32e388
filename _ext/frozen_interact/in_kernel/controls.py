"""What a widget offers: its positions, their labels, where it starts.

The widgets themselves are made by ipywidgets, from sliders or from the
abbreviations of `interact`; this module only reads them.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any

import ipywidgets

from ..errors import FreezeError

SUPPORTED = (
    "IntSlider, FloatSlider, FloatLogSlider, IntRangeSlider, FloatRangeSlider, SelectionSlider, "
    "SelectionRangeSlider, Dropdown, Select, SelectMultiple, RadioButtons, ToggleButtons, Checkbox, "
    "ToggleButton, BoundedIntText, BoundedFloatText or Play"
)
NUMBERS = (
    ipywidgets.IntSlider,
    ipywidgets.FloatSlider,
    ipywidgets.BoundedIntText,
    ipywidgets.BoundedFloatText,
    ipywidgets.Play,
)
INTERVALS = (ipywidgets.IntRangeSlider, ipywidgets.FloatRangeSlider, ipywidgets.SelectionRangeSlider)
# What lies between the ends of an interval, as the live slider shows it.
DASH = " \u2013 "


@dataclass(frozen=True)
class Control:
    """One control of a frozen figure.

    name: the argument of the function it sets.
    label: what the reader sees beside it.
    kind: "range", "select", "radio", "checkbox"; "interval", two ends that do not cross; or
        "several", options of which any may be chosen.
    values: the value passed to the function at each position.
    labels: how each value is shown; as long as `values`.
    start: the index of the start position.
    parts: of an interval the labels of its steps, of "several" those of its options. The positions
        of an interval are in the order (0, 0), (0, 1), ..., (1, 1), ...; those of several count in
        binary, the first option being the lowest digit.
    interval: for a control that plays, the milliseconds between two positions; 0 for others.
    """

    name: str
    label: str
    kind: str
    values: tuple[Any, ...]
    labels: tuple[str, ...]
    start: int
    parts: tuple[str, ...] = ()
    interval: int = 0


def read_control(name: str, widget, listed=None) -> Control:
    """Return the `Control` for a widget bound to the argument `name`; one that is disabled stays at its start.

    listed: the values that the author lists for it (the setting `values`), or None.

    Raises FreezeError where the widget has no finite list of positions.
    """
    control = _read(name, widget, listed)
    if getattr(widget, "disabled", False) and control.kind in ("range", "select"):
        at = control.start
        return replace(control, values=(control.values[at],), labels=(control.labels[at],), start=0, interval=0)
    return control


def _read(name, widget, listed):
    label = getattr(widget, "description", "") or name
    if listed is not None:
        return _listed(name, label, widget, listed)
    if isinstance(widget, (ipywidgets.Checkbox, ipywidgets.ToggleButton)):
        return Control(name, label, "checkbox", (False, True), ("off", "on"), int(widget.value))
    if isinstance(widget, NUMBERS):
        return _slider(name, label, widget, _numbers(name, widget, widget.value))
    if isinstance(widget, INTERVALS):
        return _interval(name, label, widget)
    if isinstance(widget, ipywidgets.SelectMultiple):
        return _several(name, label, widget)
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
        f'list them in the metadata of this cell, {{"frozen_interact": {{"values": {{"{name}": [...]}}}}}}; '
        f"or use {SUPPORTED}; or pass the value with fixed(...).",
    )


def move(widget, control: Control, position: int) -> None:
    """Set a widget to a position of its control, as a reader does."""
    if hasattr(widget, "_options_values") and not isinstance(widget, ipywidgets.SelectMultiple):
        values = list(widget._options_values)
        if isinstance(widget, ipywidgets.SelectionRangeSlider):
            widget.index = tuple(map(values.index, control.values[position]))
        else:
            widget.index = position if len(control.values) == len(values) else values.index(control.values[position])
    else:
        widget.value = control.values[position]


def _numbers(name, widget, value):
    """The numbers a slider can stand at, its start `value` among them (for a log slider: exponents).

    Live, it stops at each step, at its maximum though that lies between two steps, and stands at a
    start between them until it is moved.
    """
    values = value if isinstance(value, tuple) else (value,)
    if not widget.step or widget.step < 0:
        raise FreezeError(
            f"The control {name!r} has the step {widget.step!r}.", "give it a step above 0."
        )
    count = int((widget.max - widget.min) / widget.step + 1e-9) + 1
    numbers = [widget.min + i * widget.step for i in range(count)]
    for number in (widget.max, *values):
        if not any(abs(number - other) <= 1e-9 * max(1.0, abs(number), widget.step) for other in numbers):
            numbers.append(number)
    # Rounding undoes 0.1 + 0.2 = 0.30000000000000004, which no slider shows.
    return sorted(round(number, 12) for number in numbers)


def _slider(name, label, widget, values):
    start = min(range(len(values)), key=lambda i: abs(values[i] - widget.value))
    values[start] = widget.value  # what rounding left of it is not what the author wrote
    labels = tuple(_readout(name, value, getattr(widget, "readout_format", "")) for value in values)
    interval = widget.interval if isinstance(widget, ipywidgets.Play) else 0
    return Control(name, label, "range", tuple(values), labels, start, interval=interval)


def _interval(name, label, widget):
    if isinstance(widget, ipywidgets.SelectionRangeSlider):
        steps, words, start = widget._options_values, [str(word) for word in widget._options_labels], tuple(widget.index)
    else:
        steps = _numbers(name, widget, widget.value)
        words = [_readout(name, step, widget.readout_format) for step in steps]
        start = tuple(min(range(len(steps)), key=lambda i: abs(steps[i] - end)) for end in widget.value)
    return interval(Control(name, label, "interval", (), (), 0, tuple(words)), tuple(steps), start)


def interval(control: Control, steps, start) -> Control:
    """A control of kind "interval" with the positions of these steps; its `parts` are their labels.

    start: the numbers of the steps at which its two ends start.
    """
    pairs = list(itertools.combinations_with_replacement(range(len(steps)), 2))
    return Control(
        control.name,
        control.label,
        "interval",
        tuple((steps[low], steps[high]) for low, high in pairs),
        tuple(control.parts[low] + DASH + control.parts[high] for low, high in pairs),
        pairs.index(tuple(start)),
        control.parts,
    )


def _several(name, label, widget):
    options, words = widget._options_values, tuple(map(str, widget._options_labels))
    sets = [[i for i in range(len(options)) if number >> i & 1] for number in range(2 ** min(len(options), 20))]
    return Control(
        name,
        label,
        "several",
        tuple(tuple(options[i] for i in chosen) for chosen in sets),
        tuple(", ".join(words[i] for i in chosen) or "none" for chosen in sets),
        sum(1 << i for i in widget.index),
        words,
    )


def _listed(name, label, widget, listed):
    """The values that an author lists, to choose from; the start is one of them."""
    several = isinstance(widget.value, tuple)
    values, before = [], widget.value
    try:
        for value in listed:
            with widget.hold_trait_notifications():
                widget.value = tuple(value) if several else value
            values.append(widget.value)
    except Exception as error:
        raise FreezeError(
            f"The setting `values` gives {name!r} a value that it does not take: {value!r}.",
            f"list values that a {type(widget).__name__} can have.",
        ) from error
    finally:
        widget.value = before
    if before not in values:
        values.insert(0, before)
    labels = tuple((", ".join(map(str, value)) if several else str(value)) or "(empty)" for value in values)
    return Control(name, label, "select", tuple(values), labels, values.index(before))


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
    for `g`, where d3 keeps trailing zeros as Python does with `#`. A number box has none.
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


def words_of(control: Control) -> list[str]:
    """The word for each position of a control in the page's address.

    A slider's number, whose words stay when its readout format changes or its grid becomes finer;
    elsewhere what the reader sees. Where two would be the same: the number of the position.
    """
    words = [
        f"{value:.12g}" if control.kind == "range" and isinstance(value, Real) else label
        for value, label in zip(control.values, control.labels)
    ]
    unique = len(set(words)) == len(words)
    return words if unique else [str(number) for number in range(1, len(words) + 1)]
