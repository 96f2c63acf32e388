"""A frozen output where there is no HTML, as in LaTeX: its start frame, as pictures and words."""

from __future__ import annotations

import base64
import io
import re
from html import unescape

from nbformat.v4 import new_output

from ..contract import FROZEN
from .pictures import PICTURE, drawn

STAGE = re.compile(r'<div class="frozen-stage">\n(.*?)\n</div>', re.S)
# Pixels for one of the page's: words are sharp in print.
SHARPNESS = 3


def on_paper(outputs) -> list:
    """The outputs of a cell, those that are frozen by what paper can show of them.

    Raises ImportError where the package resvg-py, which draws SVG, is not installed.
    """
    return [piece for output in outputs for piece in (_pieces(output) if _is_frozen(output) else [output])]


def _is_frozen(output):
    return output.get("metadata", {}).get(FROZEN) and "text/html" in output.get("data", {})


def _pieces(output):
    """The pictures of the start frame, and the words between them."""
    page = output.data["text/html"]
    frame = (STAGE.findall(page) or [page])[0]
    end = 0
    for picture in PICTURE.finditer(frame):
        yield from _words(frame[end : picture.start()])
        buffer = io.BytesIO()
        drawn(picture[0], SHARPNESS).save(buffer, "PNG", optimize=True)
        yield new_output("display_data", {"image/png": base64.b64encode(buffer.getvalue()).decode()})
        end = picture.end()
    yield from _words(frame[end:])


def _words(html):
    text = unescape(re.sub(r"<[^>]*>", " ", html)).strip()
    if text:
        yield new_output("stream", name="stdout", text=re.sub(r"[ \t]*\n\s*", "\n", text) + "\n")
