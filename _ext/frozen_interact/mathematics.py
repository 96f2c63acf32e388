"""Formulas as MathML, which a browser draws without a script, in a frame as elsewhere."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape

from .errors import FreezeError

# A formula in a text: $$...$$, \[...\], $...$, \(...\), or an environment that stands alone. A dollar
# beside a space or before a digit is money.
FORMULA = re.compile(
    r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|(?<![\\$])\$(?!\s)([^$\n]+?)(?<![\s\\])\$(?!\d)|\\\((.+?)\\\)"
    r"|(\\begin\{(equation|align|gather|multline|eqnarray)(\*?)\}.*?\\end\{\6\7\})",
    re.S,
)
# A piece of text in HTML, as group 3; all else, and code with what is in it, as group 1.
TEXT = re.compile(r"(<(style|script|pre|code|textarea)\b.*?</\2\s*>|<[^>]*>)|([^<]+)", re.S | re.I)


def typeset(text: str) -> str:
    """A text as HTML, its formulas as MathML."""
    parts, end = [], 0
    for match in FORMULA.finditer(text):
        parts += [escape(text[end : match.start()]), set_formula(match)]
        end = match.end()
    return "".join(parts) + escape(text[end:])


def typeset_html(html: str) -> str:
    """The same for what is HTML already: a formula stands within one piece of text, and not in code."""
    return TEXT.sub(lambda match: match[1] or FORMULA.sub(lambda m: _set_escaped(m[0]), match[3]), html)


def _set_escaped(formula):
    return set_formula(FORMULA.match(unescape(formula)))


def latex(text: str) -> str:
    """What a display of MIME type text/latex is: one formula, or a text with formulas."""
    return typeset(text.strip())


def set_formula(match: re.Match) -> str:
    """The MathML of a match of `FORMULA`."""
    display = match[1] or match[2] or match[5]
    return mathml(display or match[3] or match[4], bool(display))


def mathml(tex: str, display: bool) -> str:
    """The MathML of a formula; raises FreezeError for what is not known."""
    # sympy and IPython's Math write a setting where math-core has an argument.
    tex, settings = re.subn(r"^\s*\\displaystyle\b", "", tex)
    try:
        return _converter().convert_with_local_state(tex, displaystyle=display or bool(settings))
    except ImportError:
        raise FreezeError(
            f"The formula {tex!r} stands in a frame or a label, where the package math-core is needed.",
            "install math-core, or leave the formula out.",
        ) from None
    except Exception as error:
        raise FreezeError(
            f"The formula {tex!r} stands in a frame or a label, and cannot be set: {error}",
            "write it with simpler commands.",
        ) from None


@cache
def _converter():
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)
