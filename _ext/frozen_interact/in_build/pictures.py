"""How far a frozen picture is from the live one, as a reader would see it.

The live one is what the notebook's kernel drew, cropped to what is drawn. The frozen one is drawn from
its SVG, on a white page. Both are cropped alike and compared with a soft eye: letters and lines that
two programs smooth in different ways are the same, a curve, a word or a color that is elsewhere is not.
"""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

from PIL import Image, ImageChops

# The largest difference that counts as the same, of 1 between black and white. Two programs that smooth
# the same letters reach 0.4; a curve that is elsewhere, 0.85 and more.
TOLERANCE = 0.6
# Both are made smaller until a pixel stands for so many in a row, and more in a large picture.
SOFTENED, MOST_COLUMNS = 2.5, 240
# The most that the proportions of two pictures of the same may differ: their words are of other widths.
LARGEST_STRETCH = 1.05

# The least difference from the ground, of 255, that counts as drawn: a legend's frame is light gray.
FAINTEST = 20

PICTURE = re.compile(r'<svg (?:style="[^"]*" )?class="frozen-image".*?</svg>|<img class="frozen-image".*?>', re.S)
GROUND = re.compile(r'<svg [^>]*style="[^"]*background:(#[0-9a-f]{6})"')
MIXED = re.compile(r"color-mix\(in srgb,black (\d+)%,white\)")


def drawn(frozen: str, zoom: float = 1):
    """The pixels of a frozen picture, an SVG or an image of its own, on white.

    zoom: pixels for one of the page's; an image keeps its own.
    """
    if frozen.startswith("<img"):
        return _on_white(Image.open(io.BytesIO(base64.b64decode(re.search(r'base64,([^"]*)"', frozen)[1]))))
    import matplotlib
    import resvg_py

    plain = re.sub(r"var\(--frozen-font,[^()]*\)", "'DejaVu Sans'", frozen)
    plain = plain.replace("var(--frozen-ink,currentColor)", "black")
    plain = plain.replace("var(--frozen-paper,var(--frozen-page,transparent))", "white")
    plain = plain.replace("var(--frozen-page,transparent)", "white")
    plain = re.sub(r"var\(--frozen-[0-9a-f]{6},((?:[^()]|\([^()]*\))*)\)", r"\1", plain)
    plain = MIXED.sub(lambda mix: "#" + f"{round(255 * (1 - int(mix[1]) / 100)):02x}" * 3, plain)
    # What the page's style says of figures.
    plain = plain.replace("<svg ", '<svg stroke-linejoin="round" ', 1)
    ground = GROUND.match(plain)
    fonts = Path(matplotlib.get_data_path(), "fonts", "ttf")
    data = resvg_py.svg_to_bytes(
        svg_string=plain, background=ground[1] if ground else "#ffffff", font_dirs=[str(fonts)], font_family="DejaVu Sans", zoom=zoom
    )
    return _on_white(Image.open(io.BytesIO(bytes(data))))


def shown(data: dict):
    """The pixels of what a live notebook displays, on white; None where it is no picture of pixels."""
    for mime in ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"):
        if mime in data:
            source = data[mime]
            return _on_white(Image.open(io.BytesIO(source if isinstance(source, bytes) else base64.b64decode(source))))
    return None


def distance(one, other) -> float:
    """The largest difference of two pictures, softened and brought to one size: 0 the same, 1 black and white.

    A difference is the least among the nearest places: a shift by less than a softened pixel is none.
    Pictures of other proportions are as far from each other as can be.
    """
    import numpy as np

    one, other = _cropped(one), _cropped(other)
    columns = max(1, min(MOST_COLUMNS, round(min(one.width, other.width) / SOFTENED)))
    rows = [max(1, columns * image.height / image.width) for image in (one, other)]
    if max(rows) / min(rows) > LARGEST_STRETCH:
        return 1.0
    one, other = (_soft(image, columns, round(rows[0])) for image in (one, other))
    padded = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge")
    near = [padded[i : i + one.shape[0], j : j + columns] for i in range(3) for j in range(3)]
    low, high = np.min(near, axis=0), np.max(near, axis=0)
    return float(np.maximum(low - one, one - high).max(initial=0))


def _on_white(image):
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _cropped(image):
    """What is drawn, without the ground around it."""
    image = image.crop((1, 1, image.width - 1, image.height - 1))  # the rim may be a part of a pixel
    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))
    return image.crop(ImageChops.difference(image, ground).point(lambda v: 255 * (v > FAINTEST)).getbbox())


def _soft(image, columns, rows):
    """An array of rows, columns and three colors, 0 to 1."""
    import numpy as np

    return np.asarray(image.resize((columns, rows), Image.Resampling.BOX), dtype=float) / 255
