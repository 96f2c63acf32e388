"""The HTML of a frozen cell: native controls, the start frame, and all frames as data."""

from __future__ import annotations

import itertools
import json
import re
import textwrap
from html import escape
from numbers import Real

from .boxes import settle
from .capture import Frame
from .controls import Control
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

    A function without a control has one frame, which nothing moves.
    """
    rooms = _rooms(frozen)
    frames = ["\n".join(parts) for parts in settle([_frame_html(frame, rooms) for frame in frozen.frames])]
    if not frozen.controls:
        return f'<div class="frozen-stage">\n{frames[0]}\n</div>'
    fields = "\n".join(
        _field(control, f"{identifier}-control-{number}") for number, control in enumerate(frozen.controls)
    )
    return (
        f'<figure class="frozen-interact" id="{escape(identifier)}">\n'
        # Without the script the controls stay disabled: nothing looks alive that is not.
        f'<fieldset class="frozen-controls" disabled><legend>{_legend(frozen)}</legend>\n'
        f"{fields}\n{ONE_AT_A_TIME if frozen.one_at_a_time else ''}</fieldset>\n"
        f'<div class="frozen-stage">\n{frames[frozen.start]}\n</div>\n'
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


def _field(control: Control, identifier: str) -> str:
    """One labeled native control; autocomplete is off so that a reload starts at the start."""
    label, value = escape(control.label), escape(control.labels[control.start])
    attributes = f'id="{escape(identifier)}" autocomplete="off" data-control'
    if control.kind == "range":
        widest = max(map(len, control.labels))
        return (
            f'<div class="frozen-control"><label for="{escape(identifier)}">{label}</label>'
            f'<span class="frozen-range"><input type="range" min="0" max="{len(control.values) - 1}" step="1" '
            f'value="{control.start}" aria-valuetext="{value}" {attributes}>'
            f'<output for="{escape(identifier)}" style="min-width:{widest}ch">{value}</output></span></div>'
        )
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
    return (
        f'<fieldset class="frozen-control" id="{escape(identifier)}" data-control>'
        f"<legend>{label}</legend>{buttons}</fieldset>"
    )


def _rooms(frozen: Frozen) -> list[str]:
    """For the first, second, ... text of all frames, a text that takes as much room as any.

    Each text is laid out over an invisible copy of it, so that the page does not
    jump from frame to frame, at any width.
    """
    texts_by_place = itertools.zip_longest(
        *([content for kind, content in frame.items if kind != "html"] for frame in frozen.frames),
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
    data = {
        "lines": list(numbers),
        "frames": list(frames),
        "texts": texts,
        "grid": grid,
        "labels": [control.labels for control in frozen.controls],
        "names": [control.name for control in frozen.controls],
        "values": [_words(control) for control in frozen.controls],
        **({"alone": True} if frozen.one_at_a_time else {}),
    }
    # "<" could end the script element from within a text.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _words(control: Control) -> list[str]:
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
