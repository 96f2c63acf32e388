"""Calling a function over the grid."""

import random

import numpy as np
import pytest
from frozen_interact.contract import Limits
from frozen_interact.errors import FreezeError
from frozen_interact.in_kernel.controls import Control
from frozen_interact.in_kernel.freeze import freeze
from IPython.display import HTML, clear_output, display


def numbers(name, count, start=0):
    values = tuple(range(count))
    return Control(name, name, "range", values, tuple(map(str, values)), start)


def frozen(function, *controls, constants=None, show_result=True, max_frames=400):
    return freeze(
        function,
        list(controls),
        constants or {},
        show_result=show_result,
        limits=Limits(max_frames),
        progress=lambda done, count: None,
    )


def test_the_last_control_moves_fastest():
    result = frozen(lambda a, b: print(a, b), numbers("a", 2, start=1), numbers("b", 3, start=2))
    assert [frame.text for frame in result.frames] == ["0 0", "0 1", "0 2", "1 0", "1 1", "1 2"]
    assert result.start == 5


def test_constants_are_passed_and_the_start_is_called_last():
    calls = []

    def function(a, word):
        calls.append((a, word))
        print(word)

    frozen(function, numbers("a", 3, start=1), constants={"word": "fixed"})
    assert calls == [(0, "fixed"), (2, "fixed"), (1, "fixed")]


def test_outputs_keep_their_order_and_the_result_comes_last():
    def function(a):
        print("first")
        display(HTML("<b>second</b>"))
        print("third")
        return {"fourth": a}

    (frame,) = frozen(function, numbers("a", 1)).frames
    assert frame.items == (
        ("stdout", "first"),
        ("html", "<b>second</b>"),
        ("stdout", "third"),
        ("text", "{'fourth': 0}"),
    )


def test_the_result_is_left_out_where_interact_would_not_show_it():
    (frame,) = frozen(lambda a: print("said") or 5, numbers("a", 1), show_result=False).frames
    assert frame.text == "said"


def test_progress_bars_and_colors_leave_their_last_state():
    (frame,) = frozen(lambda a: print("1/2\r\x1b[32m2/2\x1b[0m"), numbers("a", 1)).frames
    assert frame.text == "2/2"


def test_clear_output_clears():
    def function(a):
        print("before")
        clear_output(wait=True)
        print("after")

    (frame,) = frozen(function, numbers("a", 1)).frames
    assert frame.text == "after"


def test_a_frame_depends_on_its_position_alone():
    def function(a):
        print(random.random(), np.random.rand())

    result = frozen(function, numbers("a", 3, start=1))
    assert len({frame.text for frame in result.frames}) == 1


def test_too_many_positions_are_refused_before_the_first_call():
    def never(a, b):
        raise AssertionError("called")

    with pytest.raises(FreezeError, match=r'30 positions .*a: 5 x b: 6.*\n.*"max_frames": 30'):
        frozen(never, numbers("a", 5), numbers("b", 6), max_frames=29)


def test_a_failing_position_is_named():
    def function(a, b):
        print(1 / (a * 10 + b - 12))

    with pytest.raises(FreezeError, match="fails at a=1, b=2: ZeroDivisionError"):
        frozen(function, numbers("a", 2), numbers("b", 3))


def test_a_position_may_show_nothing_but_not_all():
    assert not frozen(lambda a: print("x") if a != 1 else None, numbers("a", 3)).frames[1].items
    with pytest.raises(FreezeError, match="nothing at any position"):
        frozen(lambda a: None, numbers("a", 3))


def test_an_update_of_a_display_outside_the_function_is_refused():
    with pytest.raises(FreezeError, match="updates a display that was made outside"):
        frozen(lambda a: display(a, display_id="elsewhere", update=True), numbers("a", 3))
