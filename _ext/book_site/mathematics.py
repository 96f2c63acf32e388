"""Formulas as MathML, made when the book is built.

Browsers draw MathML themselves. So a page needs no script for its formulas, they are there at
once, and screen readers read them. ``math-core`` turns TeX into MathML; ``math_font`` makes the
font.
"""

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging

logger = logging.getLogger(__name__)

_converter = LatexToMathML(fancy_error=False)


def to_mathml(tex, display):
    """Return the MathML of a formula. Raises ``LatexError`` for what it does not know."""
    return _converter.convert_with_local_state(tex, displaystyle=display)


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
