"""From an executed notebook to its slides, by the marks that JupyterLab's own panel sets."""

from dataclasses import dataclass, field
from html import escape

from math_core import LatexError

from book_site.depths import LECTURE, depths, markdown_headings, minutes, place, tags

from . import code, prose

MOST_WORDS, MOST_CODE_LINES = 40, 12
# What is said to a room takes longer than what is read.
WORDS_SAID_A_MINUTE = 140
MINUTES_FOR_THE_ROOM = 1

STARTS = {"slide", "subslide"}
MARKS = STARTS | {"fragment", "notes", "skip", "-"}


@dataclass
class Slide:
    """titles: (level, piece) of the headings that it stands under, the last is its title.

    cells: what it was made from.
    pieces: (piece, step), where the step is None for what is there at once.
    own_title: whether its title is a heading of its own first cell, and not of a cell before.
    section: the last heading down to the third level, as Markdown.
    """

    titles: list
    cells: list = field(default_factory=list)
    pieces: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    own_title: bool = False
    section: str = ""
    steps: int = 0

    @property
    def asks(self):
        """Whether it ends with a question to the room."""
        return bool(self.pieces) and self.pieces[-1][0].kind == "predict"

    @property
    def minutes(self):
        """How long it takes to give: its cells by the formula of the book, at the pace of speech, and the time that a room needs to answer."""
        return minutes(self.cells, WORDS_SAID_A_MINUTE) + MINUTES_FOR_THE_ROOM * self.asks

    def shows(self, kind):
        """The pieces of one kind."""
        return [piece for piece, _ in self.pieces if piece.kind == kind]

    def add(self, pieces, step):
        """Put pieces on the slide, at once or together with one press of a key."""
        self.steps += bool(pieces and step)
        self.pieces += [(piece, self.steps if step else None) for piece in pieces]


def clock(minutes):
    """A time in minutes and seconds."""
    return "{}:{:02d}".format(*divmod(round(60 * minutes), 60))


def slide_mark(cell):
    """The slide mark of a cell, None where it has none."""
    return cell.metadata.get("slideshow", {}).get("slide_type") or None


def read(notebook):
    """Return the slides of an executed notebook and its problems, each a line that names a cell.

    A notebook without a mark has no slides.
    """
    if not any(map(slide_mark, notebook.cells)):
        return [], []
    reading = _Reading(notebook)
    for cell, depth in zip(notebook.cells, depths(notebook)):
        reading.take(cell, depth)
    for slide in reading.slides:
        reading.judge(slide)
    return reading.slides, reading.problems


class _Reading:
    """Goes through a notebook once."""

    def __init__(self, notebook):
        self.notebook, self.slides, self.problems = notebook, [], []
        self.titles = []  # the headings that the cell stands under
        self.section = ""  # the last of them down to the third level, as Markdown
        self.skipped = 0  # the level of a heading whose whole section is off the deck

    def complain(self, cell, problem):
        self.problems.append(f"{place(self.notebook, cell)} {problem}")

    def take(self, cell, depth):
        """Put one cell where it belongs: on a slide, into the notes, or nowhere."""
        mark = slide_mark(cell)
        if mark not in MARKS | {None}:
            self.complain(cell, f"has the slide mark {mark!r}: use one of {', '.join(sorted(MARKS))}")
            mark = None
        words, pieces = self._parts(cell)
        if mark or any(level <= self.skipped for level, _ in words.headings):
            self.skipped = 0
        if mark == "skip" and words.headings:
            self.skipped = words.headings[0][0]
        for level, heading in words.headings:
            self.titles = [title for title in self.titles if title[0] < level] + [(level, heading)]
        self.section = next((title for level, title in reversed(markdown_headings(cell)) if level <= 3), self.section)
        if mark == "skip" or self.skipped or (mark is None and depth != LECTURE):
            return
        if mark and (cell.cell_type == "raw" or "remove-cell" in tags(cell)):
            self.complain(cell, f"has the slide mark {mark!r} and is not on the page: remove the mark or what hides the cell")
            return
        if not self.slides and mark not in STARTS:
            if mark:
                self.complain(cell, f"has the slide mark {mark!r} before the first slide: mark it, or a cell before it, `slide`")
            return
        # The room answers before it sees: what follows a prediction comes on the next slide.
        answers = cell.cell_type == "code" and pieces and mark in {None, "-"} and self.slides[-1].asks
        if mark in STARTS or answers:
            self.slides.append(Slide(self.titles, own_title=bool(words.headings), section=self.section))
        self._put(cell, mark, words, pieces)

    def _parts(self, cell):
        """What a cell has for the room and for the speaker."""
        if cell.cell_type == "code":
            return prose.Prose(), code.read(cell)
        if cell.cell_type != "markdown":
            return prose.Prose(), []
        try:
            words = prose.read(cell.source)
        except LatexError:  # the page complains of the same formula
            words = prose.Prose()
        return words, words.pieces

    def _put(self, cell, mark, words, pieces):
        slide = self.slides[-1]
        slide.cells.append(cell)
        if mark == "notes":
            is_code = cell.cell_type == "code"
            slide.notes.append(f"<pre>{escape(cell.source)}</pre>" if is_code else words.whole)
            return
        if mark not in STARTS:
            pieces = [heading for _, heading in words.headings] + pieces
        pieces = [piece for piece in pieces if piece.kind != "finding" or not slide.shows("finding")]
        before = sum(piece.lines for piece, _ in slide.pieces)
        slide.add(pieces, step=mark == "fragment")
        slide.notes.append(words.notes)
        lines = sum(piece.lines for piece, _ in slide.pieces)
        if lines > max(before, MOST_CODE_LINES):
            self.complain(
                cell,
                f"brings its slide to {lines} lines of code, and {MOST_CODE_LINES} can be read from the back row: "
                "split the cell, fold it with the tag `hide-input`, or mark it `skip` or `slide`",
            )

    def judge(self, slide):
        """Find a slide with too much to read, or with nothing."""
        count = sum(piece.words for piece, _ in slide.pieces)
        if count > MOST_WORDS:
            self.complain(
                slide.cells[0],
                f"begins a slide with {count} words, at most {MOST_WORDS} are read: make less of it bold, or mark a later cell `slide`",
            )
        is_title = slide.own_title and (slide.titles[-1][0] == 1 or not slide.pieces and not any(slide.notes))
        if all(piece.kind == "finding" for piece, _ in slide.pieces) and not is_title:
            self.complain(
                slide.cells[0],
                "begins a slide that shows nothing but its heading: make bold what the room shall read, or mark the cell `notes` or `skip`",
            )
