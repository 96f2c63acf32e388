"""A matplotlib figure as inline SVG that follows the page's light or dark theme.

Lines and text stay vectors and text. Images, and clouds of points too dense to
be worth a path each, go into the SVG as palette PNGs: an image of a few pixels
at its own size, enlarged by the browser without blurring.
"""

from __future__ import annotations

import base64
import io
import re
from contextlib import ExitStack, contextmanager
from html import escape

# More marks than this in one collection are drawn as pixels.
MOST_MARKS = 1500
# Pixels an inch for the parts that are drawn as pixels: twice the screen's 72,
# so that they stay sharp on a dense display.
PIXELS_PER_INCH = 144
POINTS_TO_CSS_PIXELS = 96 / 72
# How the attributes of every image begin; its text alternative follows.
IMAGE_OPENING = 'class="frozen-image" role="img" aria-label="'


def figure_svg(figure, salt: str, label: str, tight: bool = False) -> str:
    """Return the figure as one `<svg>` element.

    salt: makes the ids inside the element unique on the page.
    label: the text alternative.
    tight: crop to what is drawn, as Jupyter does; frames that are compared
        with each other keep the whole canvas instead.
    """
    import matplotlib

    buffer = io.StringIO()
    style = {"svg.fonttype": "none", "svg.hashsalt": salt, "image.composite_image": False}
    no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with matplotlib.rc_context(style), _pixels_where_they_serve(figure):
        figure.savefig(
            buffer,
            format="svg",
            dpi=PIXELS_PER_INCH,
            metadata=no_metadata,
            facecolor="none",
            edgecolor="none",
            bbox_inches="tight" if tight else None,
        )
    return _themed(buffer.getvalue(), label)


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
def _pixels_where_they_serve(figure):
    """For the time of saving, choose for each image and collection how to draw it."""
    from matplotlib.collections import Collection, QuadMesh
    from matplotlib.image import AxesImage

    with ExitStack() as undo:
        for image in figure.findobj(AxesImage):
            if image.get_interpolation() in ("auto", "antialiased", "nearest") and _is_small(image):
                undo.callback(image.set_interpolation, image.get_interpolation())
                image.set_interpolation("none")
        for collection in figure.findobj(Collection):
            dense = isinstance(collection, QuadMesh) or len(collection.get_offsets()) > MOST_MARKS
            if dense and not collection.get_rasterized():
                undo.callback(collection.set_rasterized, collection.get_rasterized())
                collection.set_rasterized(True)
        yield


def _is_small(image) -> bool:
    """Whether an image has fewer pixels than its place on the page."""
    rows, columns = image.get_array().shape[:2]
    place = image.get_window_extent()
    scale = PIXELS_PER_INCH / image.get_figure(root=True).dpi
    return columns <= place.width * scale and rows <= place.height * scale


def _themed(svg: str, label: str) -> str:
    """Turn matplotlib's SVG file into a small element that takes the page's colors."""
    svg = svg[svg.index("<svg") :]
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    opening = (
        f'<svg {IMAGE_OPENING}{escape(label)}" '
        f'viewBox="0 0 {width:g} {height:g}" '
        f'width="{width * POINTS_TO_CSS_PIXELS:.0f}" height="{height * POINTS_TO_CSS_PIXELS:.0f}" '
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
    svg = svg.replace(": #000000", ": var(--frozen-ink,currentColor)")
    svg = svg.replace(": #ffffff", ": var(--frozen-paper,transparent)")
    # Any other color has a variable of its own: a dark page may need another shade of it.
    svg = re.sub(r": #([0-9a-f]{6})\b", r": var(--frozen-\1,#\1)", svg)
    return re.sub(r"\n\s*", "\n", svg).strip()


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
