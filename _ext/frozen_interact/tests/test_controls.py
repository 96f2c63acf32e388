"""Reading controls: positions, labels, start, and what is refused."""

import ipywidgets as widgets
import pytest
from frozen_interact.errors import FreezeError
from frozen_interact.in_kernel.controls import move, read_control


@pytest.mark.parametrize(
    ("widget", "kind", "values", "labels", "start"),
    [
        (widgets.IntSlider(4, 0, 10, 2), "range", (0, 2, 4, 6, 8, 10), ("0", "2", "4", "6", "8", "10"), 2),
        (widgets.FloatSlider(0.3, min=0, max=0.3, step=0.1), "range", (0, 0.1, 0.2, 0.3),
         ("0.00", "0.10", "0.20", "0.30"), 3),
        (widgets.FloatSlider(0.5, min=0, max=1, step=0.5, readout_format=".0%"), "range",
         (0, 0.5, 1), ("0%", "50%", "100%"), 1),
        (widgets.FloatLogSlider(0.1, base=10, min=-2, max=0, step=1), "range", (0.01, 0.1, 1),
         ("0.0100", "0.100", "1.00"), 1),
        (widgets.SelectionSlider(options=[("one", 1), ("two", 2)], value=2), "range", (1, 2),
         ("one", "two"), 1),
        (widgets.Dropdown(options={"a": 1.5, "b": None}, value=1.5), "select", (1.5, None), ("a", "b"), 0),
        (widgets.Select(options=["x", "y"], value="y"), "select", ("x", "y"), ("x", "y"), 1),
        (widgets.RadioButtons(options=[1, 2]), "radio", (1, 2), ("1", "2"), 0),
        (widgets.ToggleButtons(options=["on", "off"], value="off"), "radio", ("on", "off"), ("on", "off"), 1),
        (widgets.Checkbox(True), "checkbox", (False, True), ("off", "on"), 1),
        (widgets.ToggleButton(False), "checkbox", (False, True), ("off", "on"), 0),
        (widgets.BoundedIntText(3, 1, 5, 2), "range", (1, 3, 5), ("1", "3", "5"), 1),
        (widgets.BoundedFloatText(0.5, min=0, max=1, step=0.5), "range", (0, 0.5, 1), ("0.0", "0.5", "1.0"), 1),
        (widgets.Play(value=1, min=0, max=2), "range", (0, 1, 2), ("0", "1", "2"), 1),
        (widgets.IntRangeSlider(value=(1, 2), min=0, max=2), "interval",
         ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)),
         ("0 – 0", "0 – 1", "0 – 2", "1 – 1", "1 – 2", "2 – 2"), 4),
        (widgets.SelectionRangeSlider(options=["a", "b"], index=(0, 1)), "interval",
         (("a", "a"), ("a", "b"), ("b", "b")), ("a – a", "a – b", "b – b"), 1),
        (widgets.SelectMultiple(options=["a", "b"], value=["b"]), "several",
         ((), ("a",), ("b",), ("a", "b")), ("none", "a", "b", "a, b"), 2),
        (widgets.IntSlider(1, 0, 2, disabled=True), "range", (1,), ("1",), 0),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, widgets.Widget) else "",
)  # fmt: skip
def test_positions(widget, kind, values, labels, start):
    control = read_control("x", widget)
    assert (control.kind, control.values, control.labels, control.start) == (kind, values, labels, start)


def test_description_is_the_label():
    assert read_control("rate", widgets.IntSlider(description="Dropout rate")).label == "Dropout rate"
    assert read_control("rate", widgets.IntSlider()).label == "rate"


@pytest.mark.parametrize(
    ("readout_format", "label"),
    [("d", "1000"), (",d", "1,000"), (".3g", "1.00e+03"), (".4g", "1000"), (".1f", "1000.0")],
)
def test_readout_format_as_in_d3(readout_format, label):
    slider = widgets.IntSlider(1000, 1000, 1001, readout_format=readout_format)
    assert read_control("x", slider).labels[0] == label


@pytest.mark.parametrize(
    "widget",
    [widgets.Text(), widgets.IntText(), widgets.ColorPicker(), widgets.DatePicker()],
    ids=lambda widget: type(widget).__name__,
)
def test_a_control_without_a_list_of_positions_is_refused(widget):
    with pytest.raises(FreezeError, match=rf"'x' \({type(widget).__name__}\).*\n.*IntSlider"):
        read_control("x", widget)


@pytest.mark.parametrize(
    ("widget", "values", "start"),
    [
        (widgets.IntSlider(0, 0, 10, 3), (0, 3, 6, 9, 10), 0),
        (widgets.FloatSlider(0.3, min=0, max=1, step=0.25), (0, 0.25, 0.3, 0.5, 0.75, 1), 2),
        (widgets.FloatSlider(25, min=0.1, max=2.5, step=1), (0.1, 1.1, 2.1, 2.5), 3),
        (widgets.FloatSlider(0.05, min=0.05, max=0.32, step=0.1), (0.05, 0.15, 0.25, 0.32), 0),
        (widgets.FloatLogSlider(0.3, min=-1, max=0.5, step=1), (0.1, 0.3, 1, 10**0.5), 1),
    ],
)
def test_a_maximum_and_a_start_between_the_steps_are_positions(widget, values, start):
    control = read_control("x", widget)
    assert control.values == pytest.approx(values) and control.start == start
    assert control.values[start] == widget.value


def test_none_may_be_an_option_and_the_start():
    control = read_control("x", widgets.Dropdown(options=[("L1", "l1"), ("none", None)], value=None))
    assert control.start == 1 and control.values == ("l1", None)


def test_a_start_with_nothing_chosen_is_refused():
    with pytest.raises(FreezeError, match="nothing chosen"):
        read_control("x", widgets.Dropdown(options=[1, 2], value=None))


def test_a_readout_format_that_python_lacks_is_refused():
    with pytest.raises(FreezeError, match="'.2s'"):
        read_control("x", widgets.IntSlider(readout_format=".2s"))


def test_a_control_without_a_list_may_be_given_one():
    """In which its start is; and each value is one that the control takes."""
    control = read_control("x", widgets.Text("start"), ["one", "two"])
    assert (control.kind, control.values, control.start) == ("select", ("start", "one", "two"), 0)
    box = widgets.IntText(7)
    assert read_control("x", box, [5, 7]).start == 1 and box.value == 7
    several = widgets.SelectMultiple(options=list("abc"), value=["a"])
    assert read_control("x", several, [["a"], ["b", "c"]]).values == (("a",), ("b", "c"))
    with pytest.raises(FreezeError, match="'x' a value that it does not take: 'no'"):
        read_control("x", widgets.IntText(7), ["no"])


@pytest.mark.parametrize(
    "widget",
    [
        widgets.IntSlider(4, 0, 10, 2),
        widgets.SelectionRangeSlider(options=["a", "b", "c"], index=(0, 1)),
        widgets.SelectMultiple(options=["a", "b"]),
        widgets.Dropdown(options=[("one", 1), ("none", None)], value=1),
        widgets.FloatRangeSlider(value=(0.1, 0.3), min=0, max=0.4, step=0.1),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_a_widget_moves_to_each_position_and_to_no_other(widget):
    control = read_control("x", widget)
    for position in reversed(range(len(control.values))):
        move(widget, control, position)
        assert read_control("x", widget).start == position
