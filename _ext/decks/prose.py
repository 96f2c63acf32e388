"""A Markdown cell, taken apart into what the room reads and what the speaker says."""

import re
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from book_site.mathematics import to_mathml

from .code import highlighted
from .pieces import Piece

# A larger table cannot be read from the back row; it goes to the speaker's notes.
TABLE_ROWS, TABLE_WORDS = 8, 60
LABEL_WORDS = 2
PREDICT = re.compile(r"Predict\b[:.]?\s*")


@dataclass
class Prose:
    """What a cell has to say.

    headings: (level, piece) of the headings that it begins with.
    pieces: what the room reads.
    notes: the rest, for the speaker, as HTML. whole: all of it, as HTML.
    """

    headings: list = field(default_factory=list)
    pieces: list = field(default_factory=list)
    notes: str = ""
    whole: str = ""


def read(source):
    """Take a Markdown cell apart. Raises math_core.LatexError for a formula that it does not know."""
    tokens = _markdown.parse(source)
    prose, notes = Prose(whole=_render(tokens)), []
    for node in SyntaxTreeNode(tokens).children:
        if node.type == "heading":
            heading = Piece("heading", _inner(node), _words(node))
            if prose.pieces or notes:
                prose.pieces.append(heading)
            else:
                prose.headings.append((int(node.tag[1:]), heading))
        elif _is_predict(node):
            prose.pieces.append(_question(node))
        elif node.type == "math_block":
            prose.pieces.append(Piece("equation", _html(node)))
        elif node.type == "fence":
            lines = sum(bool(line.strip()) for line in node.content.splitlines())
            prose.pieces.append(Piece("code", highlighted(node.content, node.info.strip()), lines=lines))
        elif node.type == "table":
            if _is_small(node):
                prose.pieces.append(Piece("table", _html(node)))
            else:
                notes.append(_html(node))
        elif node.type != "hr":
            prose.pieces += _lines(node)
            notes.append(_html(node))
    prose.notes = "".join(notes)
    return prose


def _lines(block):
    """The bold phrases of a block and the equations in its lists, each a line for the room."""
    pieces = []
    for node in block.walk():
        if node.type == "strong" and not _is_label(node):
            pieces.append(Piece("line", _line(node), _words(node)))
        elif node.type == "math_block":
            pieces.append(Piece("equation", _html(node)))
    return pieces


def _is_label(strong):
    """Whether a bold phrase only names its paragraph, as `**What you should see:**` and `**Theory**:` do.

    A longer one before a colon says something: `**Two things differ**: the rate and the start.`
    """
    if _first(strong.parent) is not strong:
        return False
    after = strong.next_sibling
    is_short = len(_text(strong).split()) <= LABEL_WORDS
    return _text(strong).rstrip().endswith(":") or is_short and after is not None and _text(after).startswith(":")


def _line(strong):
    """A bold phrase as a line of its own: with a capital, and without the stop of its sentence."""
    return _capital(re.sub(r"(?<!\.)[.,;:]$", "", _inner(strong).strip()))


def _capital(html):
    """Begin with a capital letter; code keeps its own."""
    return re.sub(r"^((?:<(?:strong|em|dfn)[^>]*>)*)(\w)", lambda match: match[1] + match[2].upper(), html)


def _is_predict(block):
    """Whether a block is the paragraph that asks for a prediction."""
    if block.type != "paragraph":
        return False
    first = _first(block.children[0])
    return first is not None and first.type in {"strong", "em"} and bool(PREDICT.match(_text(first)))


def _first(inline):
    """The first part of a line; before bold words the parser leaves an empty text."""
    return next((part for part in inline.children if part.type != "text" or part.content), None)


def _question(paragraph):
    inline = paragraph.children[0]
    html = PREDICT.sub("", _inner(paragraph), count=1)
    html = re.sub(r"^(<strong>|<em>)(</strong>|</em>)[:.]?\s*", "", html).strip()
    return Piece("predict", _capital(html), _words(inline) - 1)


def _is_small(table):
    rows = sum(node.type == "tr" for node in table.walk())
    return rows <= TABLE_ROWS and _words(table) <= TABLE_WORDS


def _text(node):
    return "".join(_texts(node))


def _words(node):
    """The number of words. A formula is one."""
    return len(" ".join(_texts(node)).split()) if node.type == "table" else len(_text(node).split())


def _texts(node):
    for part in node.walk():
        if part.type in {"text", "code_inline"}:
            yield part.content
        elif part.type.startswith("math"):
            yield "formula"
        elif part.type == "softbreak":
            yield " "


def _inner(node):
    """The HTML of what an element holds."""
    html = _html(node)
    return re.sub(r"^<[^>]*>|</[^>]*>$", "", html.strip())


def _html(node):
    return _render(node.to_tokens())


def _render(tokens):
    return _markdown.renderer.render(tokens, _markdown.options, {})


def _formula(renderer, tokens, index, options, env):
    return to_mathml(tokens[index].content.strip(), display=False)


def _display(renderer, tokens, index, options, env):
    return to_mathml(tokens[index].content.strip(), display=True)


def _nothing(renderer, tokens, index, options, env):
    return ""


def _alternative(renderer, tokens, index, options, env):
    return escape(renderer.renderInlineAsText(tokens[index].children or [], options, env))


def _opened(renderer, tokens, index, options, env):
    """Raw HTML. Nothing is folded in the notes: paper does not unfold."""
    html = re.sub(r"(</?)details[^>]*>", r"\1div>", tokens[index].content)
    return re.sub(r"(</?)summary[^>]*>", r"\1strong>", html)


# As the site reads it: CommonMark, tables and formulas. A deck stands alone, so that a link is its text.
_markdown = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
for name, rule in {
    "math_inline": _formula, "math_block": _display,
    "link_open": _nothing, "link_close": _nothing, "image": _alternative,
    "html_block": _opened, "html_inline": _opened,
}.items():
    _markdown.add_render_rule(name, rule)
