"""The HTML of a frozen cell: native controls, the start frame, and all frames as data."""

from __future__ import annotations

import itertools
import re
import textwrap
from dataclasses import replace
from html import escape

from ..contract import in_page
from ..mathematics import typeset
from .boxes import settle
from .capture import Frame
from .controls import Control, words_of
from .figures import IMAGE_OPENING
from .freeze import Frozen

# The widths of the text on wide and narrow pages, in characters.
COLUMNS = range(24, 96, 3)
ONE_AT_A_TIME = '<p class="frozen-note">The controls move one at a time: the others go back to their start.</p>\n'


def static_html(svg: str) -> str:
    """A figure outside any slider."""
    return f'<figure class="frozen-figure">{svg}</figure>'


def frozen_html(frozen: Frozen, identifier: str) -> str:
    """Return the self-contained `<figure>` of a frozen cell.

    identifier: the element's id, with which its positions begin in the page's address; the ids
        inside begin with it too.

    The frames stand in a `<script type="application/json">`, which a browser
    does not parse until a control is first touched. Lines that frames share are
    stored once: "lines" lists them, a frame is a list of their numbers, and
    "grid" gives the frame at each position, so equal frames are stored once too; with "alone" it has
    one row for each control, in which the others stand at their start.
    "names" and "values" are the words of an address: each control's name, and its positions.
    Where controls move each other, "states" gives for each frame the list of labels of each control
    and its position there, and "moves" the frame to which each position of each control leads.

    A function without a control has one frame, which nothing moves.
    """
    all_frames = [*frozen.frames, *([frozen.first] if frozen.first else [])]
    rooms = _rooms(all_frames)
    settled = settle([_frame_html(frame, rooms) for frame in all_frames])
    frames = ["\n".join(parts) for parts in settled]
    if not frozen.controls:
        return f'<div class="frozen-stage">\n{frames[-1]}\n</div>'
    fields = [
        _field(_as_shown(control, number, frozen), f"{identifier}-control-{number}")
        for number, control in enumerate(frozen.controls)
    ]
    for number, html in reversed(frozen.beside):
        fields.insert(number, html)
    begin = frames[-1] if frozen.first else frames[frozen.start]
    return (
        f'<figure class="frozen-interact" id="{escape(identifier)}">\n'
        # Without the script the controls stay disabled: nothing looks alive that is not.
        f'<fieldset class="frozen-controls" disabled><legend>{_legend(frozen)}</legend>\n'
        + "\n".join(fields)
        + f"\n{ONE_AT_A_TIME if frozen.one_at_a_time else ''}</fieldset>\n"
        f'<div class="frozen-stage">\n{begin}\n</div>\n'
        '<p class="frozen-live" aria-live="polite"></p>\n'
        # Without the script there is nothing to copy.
        '<button type="button" class="frozen-link" aria-label="Copy link to this position" hidden>'
        "Copy link</button>\n"
        f'<script type="application/json" id="{escape(identifier)}-frames">'
        f"{_data(frozen, frames)}</script>\n"
        "</figure>"
    )


def _legend(frozen):
    return "Control" if len(frozen.controls) == 1 else "Controls"


def _as_shown(control, number, frozen):
    """A control as the page has it: options that change stand in a list."""
    if frozen.ways and control.kind == "radio" and len({state[number][0] for state in frozen.ways.states}) > 1:
        return replace(control, kind="select")
    return control


def _field(control: Control, identifier: str) -> str:
    """One labeled native control; autocomplete is off so that a reload starts at the start."""
    label, value = typeset(control.label), escape(control.labels[control.start])
    attributes = f'id="{escape(identifier)}" autocomplete="off" data-control'
    if control.kind == "range":
        widest = max(map(len, control.labels))
        return (
            f'<div class="frozen-control"><label for="{escape(identifier)}">{label}</label>'
            f'<span class="frozen-range"><input type="range" min="0" max="{len(control.values) - 1}" step="1" '
            f'value="{control.start}" aria-valuetext="{value}" {attributes}>'
            f'<output for="{escape(identifier)}" style="min-width:min({widest}ch,50%)">{value}</output>{_play(control)}</span></div>'
        )
    if control.kind == "interval":
        return _interval(control, identifier, label, value)
    if control.kind == "several":
        boxes = "".join(
            f'<label><input type="checkbox" autocomplete="off"{" checked" if control.start >> i & 1 else ""}> '
            f"{escape(text)}</label>"
            for i, text in enumerate(control.parts)
        )
        return _group(identifier, label, boxes)
    if control.kind == "checkbox":
        checked = " checked" if control.start else ""
        return (
            f'<div class="frozen-control"><label for="{escape(identifier)}">{label}</label>'
            f'<input type="checkbox"{checked} {attributes}></div>'
        )
    if control.kind == "select":
        options = "".join(
            f"<option{' selected' if i == control.start else ''}>{escape(text)}</option>"
            for i, text in enumerate(control.labels)
        )
        return (
            f'<div class="frozen-control"><label for="{escape(identifier)}">{label}</label>'
            f"<select {attributes}>{options}</select></div>"
        )
    buttons = "".join(
        f'<label><input type="radio" name="{escape(identifier)}" autocomplete="off"'
        f"{' checked' if i == control.start else ''}> {escape(text)}</label>"
        for i, text in enumerate(control.labels)
    )
    return _group(identifier, label, buttons)


def _group(identifier: str, label: str, parts: str) -> str:
    """A control of several native ones, under one label."""
    return f'<fieldset class="frozen-control" id="{escape(identifier)}" data-control><legend>{label}</legend>{parts}</fieldset>'


def _play(control):
    """The button of a control that plays."""
    if not control.interval:
        return ""
    return f'<button type="button" class="frozen-play" data-play="{control.interval}" aria-label="Play">\u25b6</button>'


def _interval(control, identifier, label, value):
    """Two sliders, one for each end."""
    last, k = len(control.parts) - 1, control.start
    low, high = next(itertools.islice(itertools.combinations_with_replacement(range(last + 1), 2), k, None))
    ends = "".join(
        f'<input type="range" min="0" max="{last}" step="1" value="{at}" aria-label="{end}" '
        f'aria-valuetext="{escape(control.parts[at])}" autocomplete="off">'
        for end, at in (("from", low), ("to", high))
    )
    shown = f'<output style="min-width:min({max(map(len, control.labels))}ch,50%)">{value}</output>'
    return _group(identifier, label, f'<span class="frozen-range">{ends}{shown}</span>')


def _rooms(frames) -> list[str]:
    """For the first, second, ... text of all frames, a text that takes as much room as any.

    Each text is laid out over an invisible copy of it, so that the page does not
    jump from frame to frame, at any width.
    """
    texts_by_place = itertools.zip_longest(
        *([content for kind, content in frame.items if kind != "html"] for frame in frames),
        fillvalue="",
    )
    return [_room(set(texts)) for texts in texts_by_place]


def _room(texts: set[str]) -> str:
    """The longest text, made longer until no other needs more lines at some width.

    A shorter text can need more lines, where its words break less well.
    """
    needed = [max(_lines(text, columns) for text in texts) for columns in COLUMNS]
    room = max(sorted(texts), key=lambda text: (_lines(text, COLUMNS[-1]), len(text)))
    while any(_lines(room, columns) < lines for columns, lines in zip(COLUMNS, needed)):
        room += " 0"
    return room


def _lines(text: str, columns: int) -> int:
    """How many lines a text takes; a browser breaks lines in the same places."""
    return sum(len(textwrap.wrap(line, columns)) or 1 for line in text.split("\n"))


def _frame_html(frame: Frame, rooms: list[str]) -> list[str]:
    """The parts of one frame; its figures are labeled with the words it prints."""
    label, room, parts = escape(" ".join(frame.text.split())), iter(rooms), []
    for kind, content in frame.items:
        if kind != "html":
            # The line breaks stand so that the part which frames share is a line.
            content = (
                f'<pre class="frozen-{kind}" data-room="{escape(next(room))}"\n'
                f"><span>{escape(content)}</span></pre>"
            )
        elif label:
            content = re.sub(
                rf'({re.escape(IMAGE_OPENING)})[^"]*"',
                lambda match: f'{match.group(1)}{label}"\n',
                content,
            )
        parts.append(content)
    return parts


def _data(frozen: Frozen, html_of_frames: list[str]) -> str:
    numbers: dict[str, int] = {}
    frames: dict[tuple[int, ...], int] = {}
    texts: list[str] = []
    grid = []
    for frame, html in zip(frozen.frames, html_of_frames):
        lines = tuple(numbers.setdefault(line, len(numbers)) for line in html.split("\n"))
        if lines not in frames:
            frames[lines] = len(frames)
            texts.append(frame.text)
        grid.append(frames[lines])
    ways = frozen.ways
    data = {
        "lines": list(numbers),
        "frames": list(frames),
        "texts": texts,
        "grid": grid,
        "labels": ways.labels if ways else [control.labels for control in frozen.controls],
        "names": [control.name for control in frozen.controls],
        "values": ways.words if ways else [words_of(control) for control in frozen.controls],
        **({"states": ways.states, "moves": ways.moves} if ways else {}),
        **({"alone": True} if frozen.one_at_a_time else {}),
    }
    return in_page(data)
