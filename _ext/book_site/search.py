"""The index of the search page: the text of every section of the book, in one script.

A page opened from disk cannot fetch a file, but it can load a script. Only the search page does;
``static/search.js`` searches there.
"""

import json
import re
from html import unescape
from pathlib import Path

from docutils import nodes
from math_core import LatexError

from .depths import DEEPER_TITLE
from .drill import Drill
from .mathematics import to_mathml
from .pages import in_order, short_name

# Around the TeX of a formula in a section's text. The script knows them too.
FORMULA = "\ue000{}\ue001"

# What of an HTML output or an HTML block is no text, and the elements that do not end a line.
NO_TEXT = re.compile(r"<(script|style|svg|math)\b.*?</\1>", re.DOTALL)
INLINE = re.compile(r"</?(?:a|b|code|dfn|em|i|kbd|mark|span|strong|sub|sup)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]{3,}")


def index(app):
    """Return the index: of each page, in the book's order, its name, address and sections.

    A section is its title, its anchor, whether it is a deeper one, and its text, a line for each
    paragraph. Formulas stand in texts as TeX; their MathML is listed once.
    """
    pages = []
    formulas = {}
    for docname in searched(app.env):
        doctree = app.env.get_doctree(docname)
        pages.append(
            {
                "name": short_name(app.env, docname),
                "url": app.builder.get_target_uri(docname),
                "sections": [_section(node) for node in doctree.findall(nodes.section)],
            }
        )
        for node in doctree.findall(lambda node: isinstance(node, (nodes.math, nodes.math_block))):
            tex = _tex(node)
            if tex not in formulas:
                formulas[tex] = _mathml(tex)
    return {"pages": pages, "formulas": formulas}


def searched(env):
    """The pages of the book that a search looks through, in order: not those that only repeat others."""
    return [docname for docname in in_order(env) if "nosearch" not in env.metadata[docname]]


def _section(node):
    title = _line(node.next_node(nodes.title))
    holders = [node]
    while isinstance(holders[-1].parent, nodes.section):
        holders.append(holders[-1].parent)
    deeper = any(holder.next_node(nodes.title).astext().startswith(DEEPER_TITLE) for holder in holders)
    # The page's own title is where the page begins.
    anchor = node["ids"][0] if len(holders) > 1 else ""
    lines = [line for child in node.children for line in _lines(child)]
    return [title.removeprefix(DEEPER_TITLE), anchor, int(deeper), "\n".join(_worth_keeping(lines))]


def _worth_keeping(lines):
    """Leave out code that has no word which the section does not have already: half of all code."""
    seen = {word for line, is_code in lines if not is_code for word in _words(line)}
    for line, is_code in lines:
        line = line.strip()
        if line and not (is_code and seen.issuperset(_words(line))):
            seen.update(_words(line))
            yield line


def _words(line):
    return WORD.findall(line.lower())


def _lines(node):
    """Yield the text of a part of a section, and whether it is code.

    A line is a paragraph, the row of a table, or a line of code. Drawing code, which the page
    folds, is left out.
    """
    # What the drill repeats is found where it is said.
    if isinstance(node, (nodes.section, nodes.system_message, Drill)) or _is_title_of_section(node):
        return
    if isinstance(node, nodes.raw):
        html = node.astext() if node.get("format") == "html" else ""
        yield from ((line, False) for line in _plain(html).splitlines())
    elif isinstance(node, nodes.Invisible):
        return
    elif isinstance(node, nodes.math_block):
        yield FORMULA.format(_tex(node)), False
    elif isinstance(node, nodes.literal_block):
        yield from ((line, True) for line in node.astext().splitlines())
    elif isinstance(node, nodes.TextElement):
        yield _line(node), False
    elif isinstance(node, nodes.row):
        entries = (" ".join(line for line, _ in _lines_of(entry)) for entry in node.children)
        yield " · ".join(entries), False
    elif node.get("nb_element") == "mime_bundle":
        yield from _lines_of(_shown(node))
    elif node.get("nb_element") == "cell_code_source" and "tag_hide-input" in node.parent["classes"]:
        return
    else:
        yield from _lines_of(node)


def _lines_of(node):
    for child in node.children:
        yield from _lines(child)


def _is_title_of_section(node):
    return isinstance(node, nodes.title) and isinstance(node.parent, nodes.section)


def _shown(bundle):
    """The form of an output that the page shows: HTML where there is some."""
    by_type = {form.get("mime_type"): form for form in bundle.children}
    return by_type.get("text/html") or by_type.get("text/plain") or nodes.container()


def _line(node):
    """The text of a paragraph in one line, its formulas as TeX."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.math):
            parts.append(FORMULA.format(_tex(child)))
        elif isinstance(child, nodes.raw):
            parts.append(_plain(child.astext()) if child.get("format") == "html" else "")
        elif isinstance(child, nodes.Text):
            parts.append(child.astext())
        else:
            parts.append(_line(child))
    return re.sub(r"\s+", " ", "".join(parts))


def _tex(node):
    return " ".join(node.astext().split())


def _mathml(tex):
    """The formula as it is shown in a result. One that fails is warned of on its page."""
    try:
        return to_mathml(tex, display=False)
    except LatexError:
        return "<code></code>"


def _plain(html):
    """The text in some HTML, a line for each element that begins one."""
    text = TAG.sub("\n", INLINE.sub("", NO_TEXT.sub(" ", html)))
    return unescape(text)


def write(app, exception):
    """Write the index beside the page's scripts."""
    static = Path(app.outdir) / "_static"
    # Without new pages Sphinx copies nothing, and the index of the last build still holds.
    if exception or app.builder.name != "html" or not (static / "pygments.css").exists():
        return
    data = json.dumps(index(app), ensure_ascii=False, separators=(",", ":"))
    (static / "search-index.js").write_text(f"const SEARCH_INDEX = {data};\n", encoding="utf-8")


def add_context(app, pagename, templatename, context, doctree):
    """Let the search page load the font of formulas, which its results may show."""
    if pagename == "search":
        context["has_formulas"] = True


def setup(app):
    """Connect to Sphinx; the index is written before styles and scripts are joined."""
    app.connect("html-page-context", add_context, priority=950)
    app.connect("build-finished", write, priority=800)
