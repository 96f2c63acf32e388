"""What can stand on a slide."""

from dataclasses import dataclass

# On a slide that shows a figure, these have a column of their own beside it.
BESIDE_A_FIGURE = {"line", "predict"}


@dataclass
class Piece:
    """One thing on a slide.

    kind: "heading", "line", "predict", "equation", "table", "code", "output", "finding" or "figure".
    html: what is shown.
    words: how many words it adds to those that the room has to read.
    lines: how many lines of code it shows.
    """

    kind: str
    html: str
    words: int = 0
    lines: int = 0
