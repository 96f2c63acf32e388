"""Which positions are frozen."""

import re

import pytest
from frozen_interact.contract import Limits
from frozen_interact.errors import FreezeError
from frozen_interact.in_kernel.controls import Control, interval
from frozen_interact.in_kernel.grid import grid


def slider(name, count, start=0, kind="range"):
    return Control(name, name, kind, tuple(range(count)), tuple(map(str, range(count))), start)


@pytest.mark.parametrize("count", [4, 9, 21, 100])
@pytest.mark.parametrize("most", [3, 5, 6, 20])
def test_a_thinned_slider_keeps_both_ends_and_its_start(count, most):
    for start in range(count):
        (control,) = grid([slider("a", count, start)], Limits(positions=most)).controls
        assert len(control.values) == min(count, most) == len(set(control.values))
        assert {0, start, count - 1} <= set(control.values) and control.values[control.start] == start


def test_thinned_positions_are_even_and_each_slider_may_have_its_own_number():
    controls = [slider("a", 21, 10), slider("b", 101), slider("c", 7, kind="select")]
    thinned = grid(controls, Limits(positions=5)).controls
    assert [c.values for c in thinned] == [(0, 5, 10, 15, 20), (0, 25, 50, 75, 100), tuple(range(7))]
    thinned = grid(controls, Limits(positions={"b": 3}, max_frames=1000)).controls
    assert [len(c.values) for c in thinned] == [21, 3, 7]


def test_one_at_a_time_each_control_has_a_row_around_the_start():
    chosen = grid([slider("a", 3, 1), slider("b", 2)], Limits(one_at_a_time=True))
    assert chosen.positions == ((0, 0), (1, 0), (2, 0), (1, 0), (1, 1)) and chosen.start == 1
    assert not grid([slider("a", 3)], Limits(one_at_a_time=True)).one_at_a_time


@pytest.mark.parametrize(
    ("sizes", "setting"),
    [
        ([21, 21, 21], {"positions": 7}),
        ([101, 101], {"positions": 20}),
        ([500], {"positions": 400}),
        ([21] * 6, {"one_at_a_time": True}),
        ([101] * 5, {"positions": 80, "one_at_a_time": True}),
    ],
)
def test_the_refusal_names_a_setting_that_passes(sizes, setting):
    controls = [slider(f"c{i}", size) for i, size in enumerate(sizes)]
    named = ", ".join(f'"{key}": {"true" if value is True else value}' for key, value in setting.items())
    with pytest.raises(FreezeError, match=re.escape(f'{{"frozen_interact": {{{named}}}}}')):
        grid(controls, Limits())
    grid(controls, Limits(**setting))


def test_options_are_never_thinned():
    with pytest.raises(FreezeError, match='fewer options.*"max_frames": 500'):
        grid([slider("a", 500, kind="select")], Limits())


@pytest.mark.parametrize("positions", [2, {"a": 1}, {"gone": 5}])
def test_a_setting_that_cannot_be_followed_is_named(positions):
    with pytest.raises(FreezeError, match="`positions`"):
        grid([slider("a", 9)], Limits(positions=positions))


@pytest.mark.parametrize("start", [(0, 0), (0, 50), (13, 37), (50, 50)])
@pytest.mark.parametrize("most", [3, 5, 12])
def test_a_thinned_interval_keeps_the_ends_of_its_start(start, most):
    steps = tuple(range(51))
    control = interval(Control("a", "a", "interval", (), (), 0, tuple(map(str, steps))), steps, start)
    (thinned,) = grid([control], Limits(positions=most, max_frames=5000)).controls
    assert thinned.values[thinned.start] == start and {(0, 0), (0, 50), (50, 50)} <= set(thinned.values)
    assert len(thinned.parts) <= most + 1 and len(thinned.values) == len(thinned.parts) * (len(thinned.parts) + 1) / 2
    with pytest.raises(FreezeError, match=r'"positions": 27'):
        grid([control], Limits())
    grid([control], Limits(positions=27))
