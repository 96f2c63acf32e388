"""Formulas as MathML, made when the book is built.

Browsers draw MathML themselves. So a page needs no script for its formulas, they are there at
once, and screen readers read them. ``math-core`` turns TeX into MathML; ``math_font`` makes the
font.
"""

import re

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging

logger = logging.getLogger(__name__)

_converter = LatexToMathML(fancy_error=False)


# What TeX takes as arguments, and math-core as text: how rows are aligned, `\\*`, `\\[6pt]`.
ALIGNED_ROWS = re.compile(r"(\\begin\{(?:aligned|gathered|array|alignedat)\})\s*\[[tbc]\]")
ROW_END = re.compile(r"\\\\\*?(?:\s*\[\s*(-?[\d.]+\s*(?:pt|em|ex|mm|cm|in))\s*\])?")


def to_mathml(tex, display):
    """Return the MathML of a formula. Raises ``LatexError`` for what it does not know."""
    tex = ALIGNED_ROWS.sub(r"\1", tex)
    spaces = [match[1] for match in ROW_END.finditer(tex)]
    mathml = _converter.convert_with_local_state(ROW_END.sub(r"\\\\ ", tex), displaystyle=display)
    if any(spaces) and tex.count("\\begin") == 1:
        first, *rows = mathml.split("<mtr>")
        padded = [rows[0], *(_lower(row, space) for row, space in zip(rows[1:], spaces)), *rows[1 + len(spaces) :]]
        mathml = "<mtr>".join([first, *padded])
    return mathml


def _lower(row, space):
    """A row of a table with more space above it."""
    return row.replace('<mtd style="', f'<mtd style="padding-top: {space.replace(" ", "")};') if space else row


def _convert(node, display):
    """Return a node's MathML. A formula that fails is a warning that names the page."""
    tex = node.astext().strip()
    try:
        return to_mathml(tex, display)
    except LatexError as error:
        logger.warning("formula %r: %s", tex, error, location=node, type="book_site")
        return "<code></code>"


def visit_inline(translator, node):
    """Write a formula that stands in a line of text."""
    translator.body.append(_convert(node, display=False))
    raise nodes.SkipNode


def visit_display(translator, node):
    """Write a formula that stands on its own. It scrolls by itself where it is too wide."""
    translator.body.append(translator.starttag(node, "div", CLASS="math-block"))
    translator.body.append(_convert(node, display=True))
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    """Offer the renderer to Sphinx; ``html_math_renderer: mathml`` chooses it."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
