"""Compare the sliders of a notebook, live and frozen, at every position.

The notebook runs twice. Once its sliders are frozen. Once they are live, moved one control after
the other as a reader moves them, and what their outputs hold is read as a front end reads it.
Compared are words, pictures as a reader sees them, and how many formulas there are; their order too.
"""

from __future__ import annotations

import html
import itertools
import json
import re
import tempfile
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from ..contract import STILL
from ..mathematics import FORMULA
from ..reading import as_printed
from . import execute, pictures
from .launch import LaunchedKernelManager, freezing, settings

FRAMES = re.compile(r'<script type="application/json" id="([^"]*)-frames">(.*?)</script>', re.S)
# What Jupyter prefers to a picture.
SHOWN_BEFORE_PICTURES = {"text/html", "text/markdown", "text/latex", "image/svg+xml"}
STILLS = re.compile(re.escape(STILL).replace(re.escape("{html}"), "(.*?)"), re.S)
STAGE = re.compile(r'<div class="frozen-stage">\n(.*?)\n</div>\n<p class="frozen-live"', re.S)


@dataclass(frozen=True)
class Difference:
    """A position that does not show on the page what it shows live."""

    cell: int
    figure: str
    position: str
    live: str
    frozen: str

    def __str__(self):
        if self.live == self.frozen:
            return f"cell [{self.cell}], {self.figure} at {self.position}: a picture is another than the live one"
        return f"cell [{self.cell}], {self.figure} at {self.position}: live {self.live!r}, frozen {self.frozen!r}"


def compare(path: Path, limits: dict | None = None) -> tuple[int, list[Difference]]:
    """Return how many positions were compared, and the differences.

    limits: the fields of `contract.Limits` for cells that set none of their own.
    Raises execute.NotebookError where the notebook is refused.
    """
    frozen, _ = execute.run(path, path.stem, limits or {}, lambda line: None)
    live = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            live,
            kernel_manager_class=LaunchedKernelManager,
            config=settings([], folder),
            extra_arguments=freezing("live"),
            resources={"metadata": {"path": str(path.parent)}},
            timeout=execute.MOST_SECONDS_A_CELL,
            log=execute.QUIET,
            allow_errors=bool(live.metadata.get("mystnb", {}).get("execution_allow_errors")),
        )
        with client.setup_kernel():
            found = list(_compared(client, live, frozen))
    return len(found), [difference for difference in found if difference]


def _compared(client, live, frozen):
    """Run the live notebook; yield for each position its difference, or None."""
    number = 0
    for index, (cell, other) in enumerate(zip(live.cells, frozen.cells)):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        number += 1
        if "skip-execution" in cell.metadata.get("tags", []):
            continue
        client.execute_cell(cell, index)
        figures = list(_figures(other))
        if not figures:
            continue
        ask(client, "__live__.look()")
        for place, (name, data, begin) in enumerate(figures):
            ask(client, f"__live__.find({data['names']!r})")
            for position, outputs, there in _walk(client, place, data, begin):
                if stills := STILLS.findall(there):
                    beside = json.loads(ask(client, "__live__.beside()"))
                    if absent := [html for html in stills if html not in beside]:
                        yield Difference(number, name, position, _plain(" ".join(beside)), _plain(" ".join(absent)))
                        continue
                    there = STILLS.sub(" ", there)
                here, words = _live_words(outputs), _frozen_words(there)
                # The order of two streams is not settled live.
                ordered = sorted if _has_two_streams(outputs) else str
                differs = ordered(here.split()) != ordered(words.split()) or not _same_pictures(outputs, there)
                yield Difference(number, name, position, here, words) if differs else None


def ask(client, code):
    """Run code of our own in the live kernel; return what it prints."""
    cell = nbformat.v4.new_code_cell(code)
    client.nb.cells.append(cell)
    client.execute_cell(cell, len(client.nb.cells) - 1)
    client.nb.cells.pop()
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def _figures(cell):
    """The frozen figures of a cell: id, data, and what is shown before the first move."""
    for output in cell.outputs:
        page = output.get("data", {}).get("text/html", "")
        begins = STAGE.findall(page)
        for (name, data), begin in zip(FRAMES.findall(page), begins):
            yield name, json.loads(data), begin


def _walk(client, place, data, begin):
    """Go to every position; yield its name, the live outputs there, and the HTML of the frame."""
    ids = json.loads(ask(client, f"__live__.shown({place})"))
    outputs = [client.comm_objects[one] for one in ids]
    yield "the start", outputs, begin
    for code, frame, name in _graph(data, place) if "states" in data else _grid(data, place):
        ask(client, code)
        lines = [data["lines"][line] for line in data["frames"][data["grid"][frame]]]
        yield name, outputs, "\n".join(lines)


def _move(place, i, label, word):
    return f"__live__.move({place}, {i}, {label!r}, {word!r})\n"


def _grid(data, place):
    """The positions of a grid: the code that moves there from the one before, the number of the frame, a name."""
    names, labels, words = data["names"], data["labels"], data["values"]
    if data.get("alone"):
        frame = 0
        for i, name in enumerate(names):
            for k, label in enumerate(labels[i]):
                yield f"__live__.back({place})\n" + _move(place, i, label, words[i][k]), frame, f"{name}={label}"
                frame += 1
        return
    frames = list(enumerate(itertools.product(*map(range, map(len, labels)))))
    # (The first one last: where it is the start, nothing would move.)
    for frame, position in frames[1:] + frames[:1]:
        code = "".join(_move(place, i, labels[i][k], words[i][k]) for i, k in enumerate(position))
        yield code, frame, ", ".join(f"{name}={labels[i][k]}" for i, (name, k) in enumerate(zip(names, position)))


def _graph(data, place):
    """The same where controls move each other: from each state by the shortest way to one that was not yet seen."""
    here, left = 0, set(range(1, len(data["states"])))
    while left:
        ways, waiting = {here: []}, deque([here])
        while waiting and not (reached := left & ways.keys()):
            at = waiting.popleft()
            for i, targets in enumerate(data["moves"][at]):
                labels = data["states"][at][i][0]
                for k, there in enumerate(targets):
                    if there not in ways:
                        ways[there] = [*ways[at], (i, data["labels"][labels][k], data["values"][labels][k])]
                        waiting.append(there)
        if not reached:  # there is no way back to them
            return
        here = min(reached)
        left.discard(here)
        code = "".join(_move(place, *step) for step in ways[here])
        yield code, here, "; ".join(f"{data['names'][i]}={label}" for i, label, _ in ways[here])


def _standing(outputs):
    """What stands in live outputs. (One that is to be cleared holds the old until something new comes: nothing.)"""
    return [output for out in outputs if not out.clear_before_next_output for output in out.outputs]


def _live_words(outputs):
    return " ".join(" ".join(map(_words_of, _standing(outputs))).split())


def _same_pictures(outputs, frame):
    """Whether each picture of a frame looks like the live one in its place."""
    data = [output.data for output in _standing(outputs) if output.output_type in ("display_data", "execute_result")]
    live = [mimes for mimes in data if not SHOWN_BEFORE_PICTURES & mimes.keys()]
    pairs = zip(filter(None, map(pictures.shown, live)), pictures.PICTURE.findall(frame))
    return all(pictures.distance(shown, pictures.drawn(frozen)) < pictures.TOLERANCE for shown, frozen in pairs)


def _has_two_streams(outputs):
    return len({output.name for out in outputs for output in out.outputs if output.output_type == "stream"}) > 1


def _words_of(output):
    """The words of a live output, in Jupyter's order of preference; pictures and formulas by a sign."""
    if output.output_type == "stream":
        return as_printed(output.text)
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    data = output.data
    if "text/html" in data:
        return _plain(FORMULA.sub("(formula)", data["text/html"]))
    if "text/markdown" in data:
        from markdown_it import MarkdownIt

        return _plain(MarkdownIt("commonmark").enable("table").render(FORMULA.sub("(formula)", data["text/markdown"])))
    if "text/latex" in data:
        return FORMULA.sub("(formula)", data["text/latex"])
    if any(mime.startswith("image/") for mime in data):
        return "(picture)"
    if "application/json" in data:
        return json.dumps(data["application/json"], indent=2, ensure_ascii=False)
    return data["text/plain"]


def _frozen_words(page):
    page = re.sub(r"<svg\b.*?</svg>", "(picture)", pictures.PICTURE.sub("(picture)", page), flags=re.S)
    page = re.sub(r"<math.*?</math>", "(formula)", page, flags=re.S)
    return _plain(page)


def _plain(page):
    page = re.sub(r"<(style|script).*?</\1>", "", page, flags=re.S)
    page = re.sub(r"<[^>]*>", " ", page)
    return " ".join(html.unescape(page).split())
