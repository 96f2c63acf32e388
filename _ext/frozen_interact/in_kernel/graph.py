"""Controls that move each other: all that a reader can reach, found by moving them."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import FreezeError
from .capture import capturing
from .controls import move, words_of
from .memory import restore, snapshot

# Moves that are tried for each state that may be frozen: enough for two sliders of a hundred steps.
MOVES_A_FRAME = 200


@dataclass(frozen=True)
class Ways:
    """Which move leads where.

    labels: the lists of labels that controls have somewhere. words: those of the page's address.
    states: for each, one pair a control: the number of its list of labels, and its position there.
    moves: for each state and control, the state to which each position leads.
    """

    labels: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    states: tuple[tuple[tuple[int, int], ...], ...]
    moves: tuple[tuple[tuple[int, ...], ...], ...]


def explore(panel, limits, progress, rewind, call_source):
    """Return what is shown in each state that can be reached, the start first, and the `Ways` between them.

    panel, limits, progress: as for `panel.freeze_panel`.
    rewind: sets the random generators back. call_source: as for `Panel.show`.
    """
    widgets = list(panel.controls.values())
    known, memory, states, shown, beside, moves = {}, [], [], [], {}, []

    def note(controls):
        """Keep a state in which the panel now stands."""
        known[_key(controls)] = len(states)
        memory.append(snapshot())
        states.append(controls)
        shown.append(panel.show(call_source))

    def arrive():
        """The number of the state in which the panel now stands after a move."""
        controls = panel.read(limits.values)
        if _key(controls) not in known:
            note(controls)
        number, now = known[_key(controls)], panel.beside_sources(panel.show(None))
        if number == 0 and number not in beside:
            # What stands at the start before the first move may be nothing.
            shown[0] = panel.show(call_source)
        if beside.setdefault(number, now) != now:
            raise way_matters(", ".join(f"{c.name}={c.labels[c.start]}" for c in controls))
        return number

    note(panel.read(limits.values))
    tried = 0
    while len(moves) < len(states):
        here, ways = len(moves), []
        for widget, control in zip(widgets, states[here]):
            ways.append([])
            for k in range(len(control.values)):
                if k == control.start:
                    ways[-1].append(here)
                    continue
                restore(memory[here])
                rewind()
                with capturing():
                    move(widget, control, k)
                ways[-1].append(arrive())
                tried += 1
                if len(states) > limits.max_frames or tried > MOVES_A_FRAME * limits.max_frames:
                    raise _too_many(panel, limits)
        moves.append(ways)
        progress(len(moves), len(states) + 1)
    progress(len(states), len(states))
    return shown, _ways(states, moves)


def _key(controls):
    # (Options may be anything, also what has no hash.)
    return tuple((c.labels, tuple(map(repr, c.values)), c.start) for c in controls)


def _ways(states, moves):
    """The moves in the words of the page."""
    lists, words = {}, []
    for control in (control for controls in states for control in controls):
        if control.labels not in lists:
            lists[control.labels] = len(lists)
            words.append(tuple(words_of(control)))
    for controls in zip(*states):
        if controls[0].kind in ("interval", "several") and len({c.labels for c in controls}) > 1:
            raise FreezeError(
                f"The control {controls[0].name!r} gets other options from another control.",
                "let it keep its options, or use a slider or a Dropdown.",
            )
    return Ways(
        tuple(lists),
        tuple(words),
        tuple(tuple((lists[c.labels], c.start) for c in controls) for controls in states),
        tuple(tuple(tuple(ways) for ways in each) for each in moves),
    )


def _too_many(panel, limits):
    names = ", ".join(map(repr, panel.controls))
    return FreezeError(
        f"The controls {names} move each other, and have more than the {limits.max_frames} positions that may be frozen.",
        "give them fewer positions, or raise the limit for this cell in its metadata: "
        f'{{"frozen_interact": {{"max_frames": {2 * limits.max_frames}}}}}.',
    )


def way_matters(place):
    """The error for a position that looks different when it is reached by another way."""
    return FreezeError(
        f"What stands at {place} depends on the way there, as where an Output grows from move to move.",
        "let each move show all anew: clear the Output first (`out.clear_output(wait=True)`).",
    )
