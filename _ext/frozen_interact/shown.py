"""What a frame shows of a display that offers itself in several MIME types."""

from __future__ import annotations

import base64
import re
from html import escape

from .errors import FreezeError
from .figures import IMAGE_OPENING

IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
# A browser runs no script that comes with a frame.
SCRIPT = re.compile(r"<script\b(?![^>]*application/json)|<[^<>]*\son[a-z]+\s*=", re.I)
# Which libraries draw with scripts, by a word of their MIME types.
DRAWN_BY_SCRIPT = ("vega", "plotly", "bokeh", "javascript", "holoviews")


def shown_as(data) -> tuple[str, str]:
    """Return the (kind, content) of a `capture.Frame` for a bundle of MIME types.

    Raises FreezeError for what Jupyter shows and a frame cannot.
    """
    if any(word in mime for mime in data for word in DRAWN_BY_SCRIPT):
        raise _needs_script()
    if "text/html" in data:
        if SCRIPT.search(data["text/html"]):
            raise _needs_script()
        return "html", data["text/html"]
    if "text/markdown" in data:
        return "html", _markdown(data["text/markdown"])
    if "image/svg+xml" in data:
        return "html", data["image/svg+xml"]
    for mime in IMAGES:
        if mime in data:
            label = escape(data.get("text/plain", "Image"))
            source = data[mime]
            source = base64.b64encode(source).decode() if isinstance(source, bytes) else source.replace("\n", "")
            return "html", f'<img {IMAGE_OPENING}{label}" src="data:{mime};base64,{source}">'
    if "text/latex" in data:
        raise FreezeError(
            "The function displays a formula, which a frame cannot show.",
            "print it, or draw it with matplotlib's text.",
        )
    others = sorted(set(data) - {"text/plain"})
    if others:
        raise FreezeError(
            f"The function displays {others[0]}, which a frame cannot show.", "print it, or show it as HTML."
        )
    return "text", data.get("text/plain", "")


def _needs_script():
    return FreezeError(
        "The function displays something that needs its own script (as plotly, altair, bokeh and films do), "
        "which would be dead after a move.",
        "draw it with matplotlib, or display a picture of it.",
    )


def _markdown(text):
    from markdown_it import MarkdownIt

    if "$" in text:
        raise FreezeError(
            "The function displays Markdown with a formula, which a frame cannot show.",
            "leave the formula out, or draw it with matplotlib's text.",
        )
    return MarkdownIt("commonmark").enable("table").render(text).strip()
