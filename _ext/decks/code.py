"""A code cell, as executed: what of it stands on a slide."""

import re
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.util import ClassNotFound

from book_site.depths import is_check, is_finding, lines_in_view, tags

from .pieces import Piece

# More than this printed text cannot be read from the back row.
OUTPUT_LINES, OUTPUT_COLUMNS = 8, 80
FROZEN = 'class="frozen-'
TAG = re.compile(r"<[^>]*>")


def read(cell):
    """The pieces that a code cell puts on a slide, in order: code, then what it shows.

    A finding is a tick alone: the room reads the sentence, and the comparison is on the page. A check,
    and what the page folds or removes, is left out.
    """
    if is_check(cell) or tags(cell) & {"hide-cell", "remove-cell"}:
        return []
    if is_finding(cell):
        return [Piece("finding", "Checked")]
    pieces = []
    lines = lines_in_view(cell)
    if lines and "remove-input" not in tags(cell):
        pieces.append(Piece("code", highlighted(cell.source, "ipython3"), lines=lines))
    if not tags(cell) & {"hide-output", "remove-output"}:
        pieces += filter(None, map(_output, cell.outputs))
    return pieces


def highlighted(source, language):
    """Code in the colors of its language. The box can be scrolled, so the keyboard reaches it."""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        lexer = TextLexer()
    return highlight(source.strip("\n"), lexer, HtmlFormatter())


def _output(output):
    """The piece that shows one output, or None where there is nothing that a room could read."""
    if output.output_type == "stream":
        return _printed(output.text) if output.name == "stdout" else None
    if output.output_type == "error":
        return None
    data = output.data
    if "text/html" in data:
        html = data["text/html"]
        if FROZEN in html:
            return Piece("figure", html)
        return Piece("output", html) if _is_small(TAG.sub("", html)) else None
    if "image/svg+xml" in data:
        return Piece("figure", f"<figure>{data['image/svg+xml']}</figure>")
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            words = escape(data.get("text/plain", "Image"))
            source = data[kind].replace("\n", "")
            return Piece("figure", f'<figure><img alt="{words}" src="data:{kind};base64,{source}"></figure>')
    return _printed(data.get("text/plain", ""))


def _printed(text):
    text = text.strip("\n")
    return Piece("output", f"<pre>{escape(text)}</pre>") if _is_small(text) else None


def _is_small(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return 0 < len(lines) <= OUTPUT_LINES and max(map(len, lines)) <= OUTPUT_COLUMNS
