"""A small notebook, as if it had been run, with something of everything that a deck shows."""

from frozen_interact.in_kernel.capture import Frame
from frozen_interact.in_kernel.controls import Control
from frozen_interact.in_kernel.figures import IMAGE_OPENING
from frozen_interact.in_kernel.freeze import Frozen
from frozen_interact.in_kernel.page import frozen_html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from decks import deck, slides

RATES, KINDS = ("0.0", "0.5", "0.9"), ("circle", "square")


def words(source, mark=None):
    """A Markdown cell."""
    return new_markdown_cell(source, metadata=metadata(mark))


def code(source, mark=None, *, html=None, text=None, answer=None, tags=()):
    """A code cell with what it shows: HTML, what it prints, or what its last line gives."""
    outputs = []
    if html:
        outputs.append(new_output("display_data", {"text/html": html, "text/plain": "<HTML>"}))
    if text:
        outputs.append(new_output("stream", name="stdout", text=text))
    if answer:
        outputs.append(new_output("execute_result", {"text/plain": answer}))
    return new_code_cell(source, outputs=outputs, metadata=metadata(mark) | ({"tags": list(tags)} if tags else {}))


def metadata(mark):
    """The metadata of a cell with a slide mark."""
    return {"slideshow": {"slide_type": mark}} if mark else {}


def slider():
    """A frozen figure with a range and a list, as the build of a notebook leaves it."""
    controls = (Control("rate", "rate", "range", RATES, RATES, 1), Control("kind", "kind", "select", KINDS, KINDS, 0))
    frames = []
    for size in (60, 100, 140):
        for kind in KINDS:
            shape = f'<circle cx="300" cy="180" r="{size}"/>' if kind == "circle" else f'<path d="M200 80h{2 * size}v200h-200Z"/>'
            svg = (
                f'<svg {IMAGE_OPENING}x" viewBox="0 0 600 360" width="600" height="360">'
                f'<g style="fill: var(--frozen-0072b2,#0072b2)">{shape}</g>'
                '<text x="250" y="350" style="font: 12px sans-serif">a label</text></svg>'
            )
            frames.append(Frame((("html", svg), ("stdout", f"A {kind} of size {size}."))))
    return frozen_html(Frozen(controls, tuple(frames), 2), "frozen-sample-1")


def cells():
    """The cells of the notebook."""
    return [
        words("# What is a sample?\n\n*A lecture of 2 minutes.*", "slide"),
        words("## The short answer\n\nA sample **shows a little of everything**, so that **each rule has a case**.", "slide"),
        words("## The long answer\n\n### A formula\n\nThe **mean stays**, as $x$ shows:\n\n$$\n\\bar{x} = \\frac{1}{n}\\sum_i x_i\n$$", "slide"),
        code("total = sum([1, 2, 3])\nprint(total)", text="6\n"),
        words("It is checked in two ways."),
        code("total == 6", answer="True", tags=["check"]),
        code("average = total / 3\nbool(abs(average - 2) < 0.1)", "fragment", answer="True"),
        words("Said aloud, **not shown**.", "notes"),
        words("**Predict:** what happens at a rate of 0.9? Will `size` grow?", "slide"),
        code("interact(draw, rate=(0, 2))", html=slider(), tags=["hide-input"]),
        words("**What you should see:** the figure **grows with the rate**.", "fragment"),
        words("### Deeper: why\n\nThis is **too deep**."),
        words("## A table\n\n| rate | size |\n|---:|---:|\n| 0.0 | 60 |\n| 0.9 | 140 |", "subslide"),
        words("## Exercises\n\nThis is **for the lab**."),
    ]


def page(notebook_cells):
    """The HTML of the deck that cells make."""
    found, problems = slides.read(new_notebook(cells=notebook_cells))
    assert not problems, problems
    styles = [(theme, f"a11y-high-contrast-{theme}") for theme in ("light", "dark")]
    return deck.page(*deck.parts("\n".join(deck.sections(found)), "A sample", "en", COLORS, styles))


# As the book's own style sheet has them.
COLORS = """
html[data-theme="dark"] {
  --pst-color-background: #14181d;
  --pst-color-text-base: #dfe5ec;
  --pst-color-text-muted: #a3afbd;
  --pst-color-border: #343d48;
  --pst-color-surface: #1e242c;
  --book-accent: #56b4e9;
}
"""
