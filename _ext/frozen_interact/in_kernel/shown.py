"""What a frame shows of a display that offers itself in several MIME types."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape

from ..contract import LATE_ITEMS
from ..errors import FreezeError
from ..mathematics import latex, typeset_html
from ..reading import IMAGES, SCRIPT, markdown_html, needs_script
from .figures import IMAGE_OPENING

# Which libraries draw with scripts, by a word of their MIME types.
DRAWN_BY_SCRIPT = ("vega", "plotly", "bokeh", "javascript", "holoviews")
# The name, new in every run, that pandas gives a table with a style of its own.
STYLED = re.compile(r"\bT_[0-9a-f]{5}(?![0-9a-f])")


def shown_as(data) -> tuple[str, object]:
    """Return the (kind, content) of a `capture.Frame` for a bundle of MIME types, in Jupyter's order of preference.

    Raises FreezeError for what Jupyter shows and a frame cannot.
    """
    if LATE_ITEMS in data:
        return "late", data[LATE_ITEMS]
    if any(word in mime for mime in data for word in DRAWN_BY_SCRIPT):
        raise needs_script()
    if "text/html" in data:
        if SCRIPT.search(data["text/html"]):
            raise needs_script()
        return "html", _html(data["text/html"])
    if "text/markdown" in data:
        return "html", markdown_html(data["text/markdown"])
    if "text/latex" in data:
        return "html", f"<div>{latex(data['text/latex'])}</div>"
    if "image/svg+xml" in data:
        return "html", data["image/svg+xml"]
    for mime in IMAGES:
        if mime in data:
            label = escape(data.get("text/plain", "Image"))
            source = data[mime]
            source = base64.b64encode(source).decode() if isinstance(source, bytes) else source.replace("\n", "")
            return "html", f'<img {IMAGE_OPENING}{label}" src="data:{mime};base64,{source}">'
    if "application/json" in data:
        return "text", json.dumps(data["application/json"], indent=2, ensure_ascii=False)
    others = sorted(set(data) - {"text/plain"})
    if others:
        raise FreezeError(
            f"The function displays {others[0]}, which a frame cannot show.", "print it, or show it as HTML."
        )
    return "text", data.get("text/plain", "")


def _html(html):
    if IMAGE_OPENING in html:  # a figure of ours
        return html
    name = hashlib.sha256(STYLED.sub("", html).encode()).hexdigest()[:8]
    html = STYLED.sub(f"T_{name}", html)
    return typeset_html(html)
