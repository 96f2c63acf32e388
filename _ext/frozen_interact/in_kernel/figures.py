"""A matplotlib figure as inline SVG that follows the page's light or dark theme.

Lines and text stay vectors and text. Images, and clouds of points too dense to
be worth a path each, go into the SVG as palette PNGs: an image of a few pixels
at its own size, enlarged by the browser without blurring.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from contextlib import ExitStack, contextmanager
from html import escape

from . import grounds
from .boxes import POINTS_TO_CSS_PIXELS, Boxes, marked

# More marks than this in one collection are drawn as pixels.
MOST_MARKS = 1500
# More points than this in all lines and shapes of a panel, likewise.
MOST_POINTS = 10_000
# Pixels an inch for the parts that are drawn as pixels: twice the screen's 72,
# so that they stay sharp on a dense display.
PIXELS_PER_INCH = 144
# How the attributes of every image begin; its text alternative follows.
IMAGE_OPENING = 'class="frozen-image" role="img" aria-label="'


def figure_svg(figure, salt: str, label: str, boxes: Boxes | None = None) -> str:
    """Return the figure as one `<svg>` element.

    salt: makes the ids inside the element unique on the page.
    label: the text alternative.
    boxes: those of a cell's frames; `boxes.settle` makes the elements whole. Without them the
        figure is cropped to what is drawn, as Jupyter does.
    """
    import matplotlib

    buffer = io.StringIO()
    paints_itself = grounds.paints_itself(figure)
    style = {"svg.fonttype": "none", "svg.hashsalt": salt, "image.composite_image": False}
    no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with ExitStack() as stack:
        stack.enter_context(matplotlib.rc_context(style))
        # The text stays text, and the reader's browser has the glyphs that a font lacks.
        stack.enter_context(warnings.catch_warnings())
        warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)
        artists = figure.findobj()  # once: it asks each axis anew for its ticks
        stack.enter_context(_pixels_where_they_serve(figure, artists))
        stack.enter_context(_formulas_as_they_look(artists))
        if not paints_itself:
            stack.enter_context(grounds.kept(artists))
        found = stack.enter_context(boxes.around(figure)) if boxes else {}
        figure.savefig(
            buffer,
            format="svg",
            dpi=PIXELS_PER_INCH,
            metadata=no_metadata,
            facecolor=figure.get_facecolor() if paints_itself else "none",
            edgecolor="none",
            bbox_inches="tight",
            **({"pad_inches": 0} if boxes else {}),
        )
    place = marked(found["box"], figure.get_size_inches()) if boxes else None
    return _themed(buffer.getvalue(), label, place, _ground(figure) if paints_itself else None)


def _ground(figure):
    """The color of the ground, for CSS; one that lets the page through is not painted twice."""
    from matplotlib.colors import to_hex

    *_, opacity = figure.get_facecolor()
    return to_hex(figure.get_facecolor()) if opacity == 1 else "none"


def describe(figure) -> str:
    """Say in words what a figure shows: its titles, axis labels and legends."""
    parts = [figure.get_suptitle()] if figure.get_suptitle() else []
    for axes in figure.axes:
        if not axes.get_visible():
            continue
        words = [axes.get_title()]
        if axes.get_xlabel():
            words.append(f"horizontal axis: {axes.get_xlabel()}")
        if axes.get_ylabel():
            words.append(f"vertical axis: {axes.get_ylabel()}")
        if axes.get_legend():
            entries = [text.get_text() for text in axes.get_legend().get_texts()]
            words.append("legend: " + ", ".join(entries))
        words = [word.strip().rstrip(".") for word in words if word.strip()]
        if words:
            parts.append("; ".join(words))
    return " ".join(". ".join(parts).split()) or "Figure"


@contextmanager
def _pixels_where_they_serve(figure, artists):
    """For the time of saving, choose for each image and collection how to draw it."""
    from matplotlib.image import AxesImage

    with ExitStack() as undo:
        for image in (artist for artist in artists if isinstance(artist, AxesImage)):
            if image.get_interpolation() in ("auto", "antialiased", "nearest") and _is_small(image):
                undo.callback(image.set_interpolation, image.get_interpolation())
                image.set_interpolation("none")
        for artist in _dense(figure):
            if not artist.get_rasterized():
                undo.callback(artist.set_rasterized, artist.get_rasterized())
                artist.set_rasterized(True)
        yield


def _dense(figure):
    """What takes fewer bytes as pixels: meshes, clouds of marks, and many lines or shapes together."""
    from matplotlib.collections import Collection, QuadMesh
    from matplotlib.lines import Line2D

    for axes in figure.axes:
        shapes, points = [*axes.lines, *axes.patches, *axes.collections], 0
        for artist in shapes:
            if isinstance(artist, Line2D):
                marks = len(artist.get_xdata(orig=False)) if artist.get_marker() not in ("None", None, "", " ") else 0
                points += 0 if artist.get_linestyle() == "None" else len(artist.get_path().vertices)
            elif isinstance(artist, Collection):
                artist.get_facecolor()  # which projects a surface: before, it has no paths
                paths = artist.get_paths()
                marks = max(len(artist.get_offsets()), len(paths))
                points += sum(len(path.vertices) for path in paths) if len(paths) > 1 else 0
            else:
                marks, points = 0, points + 5
            if isinstance(artist, QuadMesh) or marks > MOST_MARKS:
                yield artist
        if points > MOST_POINTS or len(axes.patches) > MOST_MARKS:
            yield from shapes


@contextmanager
def _formulas_as_they_look(artists):
    """Draw a formula as shapes where its signs, as text, need a font that no reader has."""
    from matplotlib.patheffects import Normal
    from matplotlib.text import Text

    with ExitStack() as undo:
        for text in (artist for artist in artists if isinstance(artist, Text)):
            if "$" in text.get_text() and not text.get_path_effects() and _needs_its_font(text):
                undo.callback(text.set_path_effects, text.get_path_effects())
                text.set_path_effects([Normal()])
        yield


def _needs_its_font(text):
    from matplotlib.cbook import is_math_text
    from matplotlib.mathtext import MathTextParser

    if text.get_usetex() or not text.get_parse_math():
        return False
    for line in filter(is_math_text, text.get_text().split("\n")):
        for font, _, number, *_ in MathTextParser("path").parse(line, 72, text.get_fontproperties()).glyphs:
            if font.family_name != "DejaVu Sans" or 0xE000 <= number <= 0xF8FF:
                return True
    return False


def _is_small(image) -> bool:
    """Whether an image has fewer pixels than its place on the page."""
    rows, columns = image.get_array().shape[:2]
    place = image.get_window_extent()
    scale = PIXELS_PER_INCH / image.get_figure(root=True).dpi
    return columns <= place.width * scale and rows <= place.height * scale


def _themed(svg: str, label: str, place: str | None, ground: str | None) -> str:
    """Turn matplotlib's SVG file into a small element, that takes the page's colors.

    ground: the color with which it paints its whole ground; then it keeps its own colors.
    """
    svg = svg[svg.index("<svg") :]
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    place = place or (
        f' viewBox="0 0 {width:g} {height:g}" '
        f'width="{width * POINTS_TO_CSS_PIXELS:.0f}" height="{height * POINTS_TO_CSS_PIXELS:.0f}"'
    )
    opening = (
        f'<svg {IMAGE_OPENING}{escape(label)}"{place} '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    svg = opening + svg[svg.index(">", svg.index("<svg")) + 1 :]
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    svg = re.sub(r'<defs>\s*<style type="text/css">.*?</style>\s*</defs>\s*', "", svg, flags=re.S)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r' id="image[^"]*"', "", svg)
    svg = re.sub(r'"data:image/png;base64,\s*([^"]*)"', _palette_png, svg)
    svg = re.sub(r' (?:d|points)="[^"]*"', _shorter_path, svg)
    # The default font's whole family list stands at each text; the page has one font.
    svg = re.sub(r"(font: [^;\"]*?)'DejaVu Sans'[^;\"]*", r"\1var(--frozen-font,sans-serif)", svg)
    if ground:
        # (The box of all frames may be larger than the one in which this frame was drawn.)
        own = f'<svg style="fill:#000;background:{ground}" '
        return re.sub(r"\n\s*", "\n", svg.replace("<svg ", own, 1)).strip()
    svg = svg.replace(": #000000", ": var(--frozen-ink,currentColor)")
    svg = svg.replace(": #ffffff", ": var(--frozen-paper,var(--frozen-page,transparent))")
    # What stands on a ground of its own, see `grounds`.
    svg = svg.replace(": #000001", ": #000").replace(": #fffffe", ": #fff")
    # Gray words are as far from the page as they were from white.
    svg = re.sub(r"(<text [^>]*fill: )#(([0-9a-f]{2})\3\3)\b", _gray_word, svg)
    # Any other color has a variable of its own: a dark page may need another shade of it.
    svg = re.sub(r": #([0-9a-f]{6})\b", r": var(--frozen-\1,#\1)", svg)
    return re.sub(r"\n\s*", "\n", svg).strip()


def _gray_word(match: re.Match) -> str:
    ink = round(100 * (1 - int(match[3], 16) / 255))
    mixed = f"color-mix(in srgb,var(--frozen-ink,currentColor) {ink}%,var(--frozen-page,transparent))"
    return f"{match[1]}var(--frozen-{match[2]},{mixed})"


def _shorter_path(match: re.Match) -> str:
    """One line per path, coordinates to a hundredth of a point."""
    path = " ".join(match.group().split())
    return " " + re.sub(r"(\.\d\d)\d+", r"\1", path)


def _palette_png(match: re.Match) -> str:
    """Store an embedded image with a palette where that is smaller."""
    from PIL import Image

    original = base64.b64decode(match.group(1))
    image = Image.open(io.BytesIO(original))
    if image.mode == "RGBA" and image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    quantizer = Image.Quantize.FASTOCTREE if image.mode == "RGBA" else Image.Quantize.MEDIANCUT
    buffer = io.BytesIO()
    image.quantize(256, method=quantizer, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    smaller = min(original, buffer.getvalue(), key=len)
    return f'"data:image/png;base64,{base64.b64encode(smaller).decode()}"'
