"""A Markdown copy of each page beside it, for programs that read text, and ``llms.txt``, which lists them.

A copy is made from the page as the site shows it: outputs are those of this build, lists are filled, links
lead to other copies. What only a browser can show is left out; a slider stands with its first sentence.
"""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from docutils import nodes

from .bibliography import Citation
from .glossary import Notes, Term
from .pages import description, in_order, short_name

NO_TEXT = (Notes, nodes.comment, nodes.target, nodes.system_message, nodes.substitution_definition)
# What a slider prints at its first position, in the page that is made of it.
SLIDER = '<figure class="frozen-interact"'
SENTENCES = re.compile(r'<pre class="frozen-stdout"[^>]*>(.*?)</pre>', re.DOTALL)
DRAWN = re.compile(r"<(script|style|svg|figure)\b.*?</\1>|<img\b[^>]*>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
PAGE = re.compile(r"\.html(?=#|$)")


def page(doctree):
    """The Markdown of a page."""
    return "\n\n".join(blocks(doctree)) + "\n"


def blocks(node, level=0):
    """The blocks of a part of a page, each some lines of Markdown. level: of the last heading above."""
    made = []
    for child in node.children:
        made += block(child, level)
    return [text for text in made if text.strip()]


def block(node, level):
    """One node as blocks."""
    if isinstance(node, NO_TEXT):
        return []
    if isinstance(node, nodes.section):
        return blocks(node, level + 1)
    if isinstance(node, nodes.title):
        return [f"{'#' * level} {line(node)}"]
    if isinstance(node, (nodes.bullet_list, nodes.enumerated_list)):
        return [listed(node, level)]
    if isinstance(node, nodes.definition_list_item):
        return [f"**{line(node[0])}**", *blocks(node[1], level)]
    if isinstance(node, nodes.table):
        return [table(node)]
    if isinstance(node, nodes.math_block):
        return [f"$$\n{node.astext().strip()}\n$$"]
    if isinstance(node, nodes.literal_block):
        return [fenced(node.astext(), node.get("language", ""))]
    if isinstance(node, nodes.raw):
        return [html(node.astext())]
    if isinstance(node, nodes.TextElement):
        return [line(node)]
    return blocks(node, level)


def fenced(text, language):
    """Code, or what a cell prints."""
    language = {"default": "", "none": "", "myst-ansi": "", "ipython3": "python", "ipython": "python"}.get(language, language)
    return f"```{language}\n{text.strip()}\n```"


def html(text):
    """A block of HTML: a slider as a quotation of what it says, anything else as it is, without pictures."""
    if SLIDER in text:
        words = " ".join(TAG.sub(" ", sentence) for sentence in SENTENCES.findall(text))
        return f"> A slider, at its start: {' '.join(unescape(words).split())}"
    return DRAWN.sub("", text).strip()


def listed(node, level):
    """A list, its items indented."""
    items = []
    for number, item in enumerate(node.children, start=int(node.get("start", 1))):
        mark = "- " if isinstance(node, nodes.bullet_list) else f"{number}. "
        lines = "\n\n".join(blocks(item, level)).splitlines()
        items.append("\n".join((mark if n == 0 else " " * len(mark) if text else "") + text for n, text in enumerate(lines)))
    return "\n".join(items)


def table(node):
    """A table; a cell has one line."""
    rows = [[cell(entry) for entry in row.children] for row in node.findall(nodes.row)]
    head, *body = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *body))


def cell(entry):
    """What stands in a cell of a table."""
    return " ".join(blocks(entry)).replace("\n", " ").replace("|", r"\|")


def line(node):
    """The text of a paragraph in one line."""
    return re.sub(r"\s+", " ", "".join(map(inline, node.children))).strip()


def inline(node):
    """A part of a paragraph."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.literal):
        return f"`{node.astext()}`"
    if isinstance(node, nodes.math):
        return f"${node.astext().strip()}$"
    if isinstance(node, nodes.raw):
        return node.astext()
    inside = "".join(map(inline, node.children))
    if isinstance(node, nodes.emphasis):
        return f"*{inside}*"
    if isinstance(node, nodes.strong):
        return f"**{inside}**"
    # Every second word would be a link; the lists themselves have their copies.
    if isinstance(node, nodes.reference) and not isinstance(node, (Term, Citation)):
        return link(node, inside)
    return inside


def link(node, inside):
    """A link; to another page, it leads to that page's copy."""
    address = node.get("refuri") or f"#{node['refid']}"
    if node.get("internal"):
        address = PAGE.sub(".md", address)
    return f"<{address}>" if address == inside else f"[{inside}]({address})"


def write_copy(app, doctree, docname):
    """Write the copy of a page when the page is written."""
    if app.builder.name == "html":
        path = Path(app.outdir) / f"{docname}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(doctree), encoding="utf-8", newline="\n")


def write_list(app, exception):
    """Write ``llms.txt``: what the book is, and each page in a line, in the form of https://llmstxt.org."""
    if exception or app.builder.name != "html":
        return
    env, parts = app.env, {"Chapters": [], "Reference": []}
    for docname in in_order(env):
        told = description(env.get_doctree(docname))
        if docname == env.config.root_doc:
            summary = told
        else:
            part = "Chapters" if Path(env.doc2path(docname)).suffix == ".ipynb" else "Reference"
            address = urljoin(app.config.html_baseurl or "", f"{docname}.md")
            name, title = short_name(env, docname), env.titles[docname].astext()
            parts[part].append(f"- [{name}]({address}): {title if part == 'Chapters' else told}")
    claims = urljoin(app.config.html_baseurl or "", "claims.json")
    parts["Data"] = [f"- [claims.json]({claims}): every claim that the tests hold, with its sentence, its code and its link"]
    lists = [f"## {name}\n\n" + "\n".join(lines) for name, lines in parts.items() if lines]
    text = "\n\n".join([f"# {app.config.html_title}", f"> {summary}", *lists]) + "\n"
    (Path(app.outdir) / "llms.txt").write_text(text, encoding="utf-8", newline="\n")


def setup(app):
    """Connect to Sphinx: after all lists and links of a page are made, and at the end."""
    app.connect("doctree-resolved", write_copy, priority=900)
    app.connect("build-finished", write_list)
