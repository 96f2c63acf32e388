"""What of a figure is shown: its whole canvas, and what is drawn outside it.

A live notebook crops a figure to what is drawn. Frames are compared with each other, so all frames
of a figure have one box: the canvas, made larger until it holds what any position draws. Only where
something stands at the edge of what is saved, the box is what Jupyter's crop would be.
"""

from __future__ import annotations

import re
from contextlib import contextmanager

POINTS_TO_CSS_PIXELS = 96 / 72
POINTS_PER_INCH = 72
# What lies less far outside is a line's width, in inches; beyond it there is a margin.
TOLERANCE, MARGIN = 0.02, 0.05
# The box of a frame, in points from the canvas's lower left corner, until all frames are known.
MARK = re.compile(r' data-box="([^"]*)" viewBox="[^"]*" width="[^"]*" height="[^"]*"')


class Boxes:
    """The boxes of one cell's figures: each at least as large as all before it.

    So most frames are drawn in the same box, and their text stays the same where they are.
    """

    def __init__(self):
        self.largest = {}

    @contextmanager
    def around(self, figure):
        """For the time of saving with `bbox_inches="tight"`, crop to the box; yield a dict that gets it."""
        canvas, natural, found = tuple(map(float, figure.get_size_inches())), figure.get_tightbbox, {}

        def box_of_all(*args, **kwargs):
            from matplotlib import rcParams
            from matplotlib.transforms import Bbox

            drawn, least = natural(*args, **kwargs).extents, (0.0, 0.0, *canvas)
            if _stands_at_the_edge(figure):
                around = rcParams["savefig.pad_inches"]  # which Jupyter leaves
                drawn = least = tuple(edge + side * around for edge, side in zip(drawn, (-1, -1, 1, 1)))
            box = self.largest.get(canvas, least)
            box = tuple(_beyond(edge, here, side) for edge, here, side in zip(box, drawn, (-1, -1, 1, 1)))
            self.largest[canvas] = found["box"] = box
            return Bbox.from_extents(box)

        figure.get_tightbbox = box_of_all
        try:
            yield found
        finally:
            del figure.get_tightbbox


def _stands_at_the_edge(figure) -> bool:
    """Whether matplotlib places a legend by the edge of what is saved: where Jupyter crops, not where the canvas ends."""
    return any(legend.get_bbox_to_anchor() is figure.bbox for legend in figure.legends)


def _beyond(edge, drawn, side):
    """Move an edge of the box out to what is drawn; side: the sign of outwards."""
    outside = (drawn - edge) * side
    return drawn + side * MARGIN if TOLERANCE < outside < float("inf") else edge


def marked(box, canvas) -> str:
    """The attributes of an `<svg>` drawn in a box, until `settle` knows the box of all frames."""
    numbers = " ".join(f"{POINTS_PER_INCH * edge:.6g}" for edge in (*box, *canvas))
    return f' data-box="{numbers}" viewBox="" width="" height=""'


def settle(frames: list[list[str]]) -> list[list[str]]:
    """Give the first, second, ... figure of all frames one box.

    frames: for each, the HTML of its parts. Figures whose canvases differ keep boxes of their own.
    """
    boxes = {}
    for frame in frames:
        for key, box in _boxes(frame):
            known = boxes.get(key, box)
            boxes[key] = [*map(min, known[:2], box[:2]), *map(max, known[2:], box[2:])]

    def settled(frame):
        found = iter(_boxes(frame))

        def attributes(_):
            key, own = next(found)
            box = boxes[key]
            width, height = box[2] - box[0], box[3] - box[1]
            return (
                f' viewBox="{box[0] - own[0]:.6g} {own[3] - box[3]:.6g} {width:.6g} {height:.6g}" '
                f'width="{width * POINTS_TO_CSS_PIXELS:.0f}" height="{height * POINTS_TO_CSS_PIXELS:.0f}"'
            )

        return [MARK.sub(attributes, part) for part in frame]

    return [settled(frame) for frame in frames]


def _boxes(frame):
    """Pairs of (number in the frame, canvas) and box, for each figure of a frame."""
    marks = [mark for part in frame for mark in MARK.findall(part)]
    for number, mark in enumerate(marks):
        *box, width, height = map(float, mark.split())
        yield (number, width, height), box
