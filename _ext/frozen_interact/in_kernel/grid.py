"""Which positions of a cell's controls are frozen: all, thinned, or one control at a time."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

from ..contract import Limits
from ..errors import FreezeError
from .controls import Control, interval

# With fewer positions a slider shows its ends and little between.
FEWEST_WORTH_A_SLIDER = 5
# The start and both ends are kept.
FEWEST = 3
# The kinds of control that are thinned.
SLIDERS = ("range", "interval")


@dataclass(frozen=True)
class Grid:
    """The positions to be frozen.

    controls: thinned where that is asked for.
    positions: one tuple of indices, one a control, for each frame. All combinations, the last
        control moving fastest; or, one at a time, each control's own row after the other.
    start: the number of the frame at which all controls start.
    """

    controls: tuple[Control, ...]
    positions: tuple[tuple[int, ...], ...]
    start: int
    one_at_a_time: bool = False


def grid(controls, limits: Limits) -> Grid:
    """Lay out the positions; raise FreezeError where they are more than may be frozen."""
    full = list(controls)
    controls = _thinned(full, limits.positions)
    one_at_a_time = limits.one_at_a_time and len(controls) > 1
    count = _count([len(c.values) for c in controls], one_at_a_time)
    if count > limits.max_frames:
        sizes = " x ".join(f"{c.name}: {len(c.values)}" for c in controls)
        raise FreezeError(
            f"The controls have {count} positions {'one at a time' if one_at_a_time else 'together'} ({sizes}), "
            f"more than the {limits.max_frames} that may be frozen.",
            _what_would_pass(full, limits, count),
        )
    start = tuple(c.start for c in controls)
    if one_at_a_time:
        positions = [
            start[:i] + (k,) + start[i + 1 :] for i, c in enumerate(controls) for k in range(len(c.values))
        ]
    else:
        positions = list(itertools.product(*(range(len(c.values)) for c in controls)))
    return Grid(tuple(controls), tuple(positions), positions.index(start), one_at_a_time)


def _count(sizes, one_at_a_time):
    return 1 + sum(size - 1 for size in sizes) if one_at_a_time else math.prod(sizes)


def _thinned(controls, positions):
    """The controls with no more positions each than are asked for."""
    if positions is None:
        return controls
    if isinstance(positions, int):
        most = {c.name: positions for c in controls if c.kind in SLIDERS}
    else:
        most = positions
        sliders = [c.name for c in controls if c.kind in SLIDERS]
        for name in most:
            if name not in sliders:
                raise FreezeError(
                    f"The setting `positions` names {name!r}, which is no slider of this cell.",
                    f"name one of these: {', '.join(sliders) or 'there is none'}.",
                )
    for name, number in most.items():
        if not isinstance(number, int) or number < FEWEST:
            raise FreezeError(
                f"The setting `positions` gives {name!r} {number!r} positions.",
                f"give it {FEWEST} or more: a slider keeps its start and both ends.",
            )
    return [_thin(c, most[c.name]) if c.name in most else c for c in controls]


def _thin(control: Control, most: int) -> Control:
    """Keep both ends, the start, and others between them as evenly as it goes."""
    if control.kind == "interval":
        return _thin_interval(control, most)
    kept = _kept(len(control.values), control.start, most)
    return replace(
        control,
        values=tuple(control.values[i] for i in kept),
        labels=tuple(control.labels[i] for i in kept),
        start=kept.index(control.start),
    )


def _thin_interval(control: Control, most: int) -> Control:
    """Thin the steps of an interval; both ends of its start are kept."""
    count = len(control.parts)
    pairs = list(itertools.combinations_with_replacement(range(count), 2))
    steps = {i: low for (i, j), (low, _) in zip(pairs, control.values) if i == j}
    low, high = pairs[control.start]
    kept = _kept(count, low, most)
    if high not in kept:
        kept = sorted({*_kept(count, low, max(FEWEST, most - 1)), high})
    thinned = replace(control, parts=tuple(control.parts[i] for i in kept))
    return interval(thinned, [steps[i] for i in kept], (kept.index(low), kept.index(high)))


def _kept(count: int, start: int, most: int) -> list[int]:
    """The positions, of `count`, that a slider keeps."""
    last = count - 1
    if last < most:
        return list(range(count))
    steps = most - 1
    before = round(steps * start / last)
    if 0 < start < last:
        before = min(max(before, 1), steps - 1)
    kept = {round(start * i / before) for i in range(before + 1)} if before else {start}
    after = steps - before
    kept |= {start + round((last - start) * i / after) for i in range(after + 1)} if after else set()
    return sorted(kept)


def _what_would_pass(controls, limits, count) -> str:
    """The gentlest setting of this cell with which its controls fit."""
    setting = next(_gentler(controls, limits), None)
    more = f'{{"frozen_interact": {{"max_frames": {count}}}}}'
    if setting is None:
        return f"offer fewer options, or raise the limit for this cell in its metadata: {more}."
    return (
        f'thin the controls in the metadata of this cell: {{"frozen_interact": {{{setting}}}}}; '
        f"or take larger steps, or raise the limit there: {more}."
    )


def _gentler(controls, limits):
    """Settings that pass, the gentlest first."""

    def fits(number, one_at_a_time):
        sizes = [len(c.values) for c in _thinned(controls, number)]
        return _count(sizes, one_at_a_time) <= limits.max_frames

    longest = max(len(c.parts) if c.kind == "interval" else len(c.values) for c in controls)
    downwards = range(longest, FEWEST - 1, -1)
    for one_at_a_time in (False, True):
        for number in downwards:
            if not fits(number, one_at_a_time):
                continue
            words = [] if number == longest else [f'"positions": {number}']
            words += ['"one_at_a_time": true'] if one_at_a_time else []
            if number >= min(FEWEST_WORTH_A_SLIDER, longest):
                yield ", ".join(words)
            break
