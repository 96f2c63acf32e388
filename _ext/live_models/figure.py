"""A live figure in a page: what stands there before its button is pressed, and the files behind it."""

import base64
from html import escape

import numpy as np

from .export import script
from .shipped import engine


def html(name, kind, button, scripts):
    """The figure as a page holds it. The page also needs `live-start.js` and `live-models.css` once.

    `scripts` are the addresses to load at the press, in this order. Without JavaScript it stays hidden.
    """
    return (
        f'<figure class="live-model" hidden data-live-model="{escape(name)}" data-live-figure="{escape(kind)}"'
        f' data-live-scripts="{escape(" ".join(scripts))}">'
        f'<button type="button" class="live-start">{escape(button)}</button>'
        '<p class="live-said" role="status"></p></figure>'
    )


def pixels(image):
    """A picture with values from 0 to 1 as the pad takes it."""
    return base64.b64encode(np.rint(np.clip(image, 0, 1) * 255).astype("uint8").tobytes()).decode()


def write(folder, exported, settings):
    """Write the files that the button loads, and return their names in order."""
    files = {
        "live-models.js": engine("live-models"),
        f"live-{exported['name']}.js": script(exported | {"figure": settings}),
        "live-draw.js": engine("live-draw"),
    }
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return list(files)
