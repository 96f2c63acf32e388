"""Frames that are too large for a page: stored in parts, which the page loads when a control comes near them.

A part is a script, because a page that is read from a folder may load scripts and no data.
"""

from __future__ import annotations

import json
from collections import defaultdict

from ..contract import in_page


def in_parts(frames: str, most: int) -> tuple[dict, list[str]]:
    """Take out of the data of a figure what is to be loaded later.

    frames: the data, in JSON, as `in_kernel.page` writes them.
    most: the size of a part, in characters. A part has the new lines of some frames in a row, of
        one at least.

    Returns the data that stay, with `None` for each line that went and, as "parts", the number of the
    first line of each part; and the scripts. A line that more than half of the parts need stays.
    Without a need for parts there are no scripts, and nothing went.
    """
    data = json.loads(frames)
    if len(frames) <= most:
        return data, []
    lines, begins, size = data["lines"], [0], 0
    users, end = defaultdict(set), 0  # the parts that need a line; the lines that have a part
    for frame in data["frames"]:
        new = max([line for line in frame if line >= end], default=end - 1) + 1
        weight = sum(len(lines[line]) for line in range(end, new))
        if size and size + weight > most:
            begins.append(end)
            size = 0
        size, end = size + weight, new
        for line in frame:
            users[line].add(len(begins))
    if len(begins) == 1:
        return data, []
    scripts = []
    for begin, stop in zip(begins, [*begins[1:], len(lines)]):
        gone = {line: lines[line] for line in range(begin, stop) if len(users[line]) <= len(begins) / 2}
        for line in gone:
            lines[line] = None
        scripts.append(f"document.currentScript.lines={in_page(gone)}")
    return data | {"parts": begins}, scripts
