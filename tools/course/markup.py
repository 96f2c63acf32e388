"""Words with code and formulas: read from Markdown or HTML once, and written in each form that a bank needs.

A text is an element `p`, which holds `code`, `em`, `strong`, `sub`, `sup` and `a`, and `eq` for a
formula in TeX.
"""

import re
from copy import deepcopy
from html import escape
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from _ext.book_site import glossary
from _ext.book_site.mathematics import to_mathml

KNOWN = {"code", "em", "strong", "sub", "sup", "a", "eq"}
SPECIAL = re.compile(r"([\\`*_$])")
# How plain text writes what is marked; `text2qti` reads these as Markdown.
MARKS = {
    "code": ("`", "`"), "em": ("*", "*"), "strong": ("**", "**"), "sub": ("<sub>", "</sub>"), "sup": ("<sup>", "</sup>"),
}



def _parser(preset, *rules):
    parser = MarkdownIt(preset, {"html": True, "xhtmlOut": True}).enable(list(rules))
    parser.use(dollarmath_plugin)
    parser.add_render_rule("math_inline", lambda self, tokens, index, *_: f"<eq>{escape(tokens[index].content)}</eq>")
    return parser


_markdown = _parser("commonmark")
# In HTML nothing but formulas is Markdown.
_html = _parser("zero", "html_inline", "entity")


def from_markdown(text):
    """A line of Markdown. Raises ValueError for what no bank could show."""
    return _element(_markdown.renderInline(text))


def from_html(text):
    """A line of HTML in which formulas stand between dollars. Raises ValueError for what no bank could show."""
    return _element(_html.renderInline(text.strip()))


def _element(html):
    html = glossary.MARK.sub("", html)
    try:
        element = ElementTree.fromstring(f"<p>{' '.join(html.split())}</p>")
    except ElementTree.ParseError as error:
        raise ValueError(f"close every tag in {html!r}: {error}") from error
    if unknown := {part.tag for part in element.iter()} - KNOWN - {"p"}:
        raise ValueError(f"a question bank cannot show {sorted(unknown)} in {html!r}")
    return element


def html(element, formula):
    """The element's content as XHTML. formula: makes the HTML of a formula from its TeX."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if child.tag == "eq":
            parts.append(formula(child.text))
        else:
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.items())
            parts.append(f"<{child.tag}{attributes}>{html(child, formula)}</{child.tag}>")
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def in_parentheses(tex):
    r"""A formula between \( and \), which the platforms hand to MathJax."""
    return rf"\({escape(tex, quote=False)}\)"


def mathml(tex):
    """A formula as MathML. Raises LatexError for what the converter does not know."""
    return to_mathml(tex, display=False)


def plain(element):
    """The element's content as text: code in backticks, formulas as TeX between dollars."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "eq":
            parts.append(f"${child.text}$")
        else:
            before, after = MARKS.get(child.tag, ("", ""))
            parts += [before, plain(child), after]
        parts.append(child.tail or "")
    return "".join(parts)


def escaped(element):
    """The same as Markdown: a backslash before what Markdown would read in the words."""
    copy = deepcopy(element)
    for part in copy.iter():
        if part.tag not in {"code", "eq"}:
            part.text = SPECIAL.sub(r"\\\1", part.text or "")
        part.tail = SPECIAL.sub(r"\\\1", part.tail or "")
    return plain(copy)
