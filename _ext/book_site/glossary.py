"""The directive ``glossary-of-the-book``: every term that a chapter defines, in the chapter's own words.

A chapter marks a term where it defines it, `<dfn>co-adaptation</dfn>`; `title` gives the name where the
sentence has it in another form, `<dfn title="dead ReLU">dead</dfn>`. The definition is the sentence
around the mark. On the pages the first use of a term in each part is a link to the glossary, with
the definition as a note, which ``static/notes.js`` shows.
"""

import hashlib
import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .bibliography import holders, letters, prose, reading_list, section_title
from .pages import in_order, link_to

logger = logging.getLogger(__name__)

OPENED = re.compile(r'<dfn(?: title="(?P<name>[^"]+)")?>')
CLOSED = "</dfn>"
# Both, for whoever wants the words alone.
MARK = re.compile(r"</?dfn[^>]*>")
# In a text that is taken apart: where the mark begins and ends, and the first of what is no text.
BEGIN, END, LEAF = "\ue000", "\ue001", 0xE100
BETWEEN_SENTENCES = re.compile(r"\)\.\s+|[.?!][”\")]*\s+(?=[“\"(]?[A-Z\ue000-\uf8ff])")
# A sentence that needs the one before, and one that goes on with the one before.
POINTS_BACK = re.compile(r"(?:It|This|That|Such|These|They|Both|Each step)\b|.*\bthis is called\b")
GOES_ON = re.compile(r"(?:It|Then)\b")


class Definition(nodes.Inline, nodes.TextElement):
    """A term where it is defined."""


class Term(nodes.reference):
    """A use of a term; leads to the glossary, and is described by a note of its page."""


class Notes(nodes.General, nodes.Element):
    """The definitions of the terms that a page uses, out of sight."""


class Glossary(nodes.General, nodes.Element):
    """The place of the list, until all pages are read."""


class GlossaryDirective(SphinxDirective):
    """List all terms of the book by their names."""

    def run(self):
        """Return the place of the list. It is made anew in every build."""
        self.env.note_reread()
        self.env.metadata[self.env.docname]["is_glossary"] = True
        return [Glossary()]


def anchor(name):
    """The id of a term, on the page that defines it and in the glossary."""
    return "term-" + "-".join(re.findall(r"\w+", name.lower()))


def read(app, doctree):
    """Find the terms that a page defines, and keep them with their definitions."""
    terms = {}
    for raw in [node for node in doctree.findall(nodes.raw) if OPENED.fullmatch(node.astext())]:
        parent, start = raw.parent, raw.parent.index(raw)
        end = next((n for n in range(start, len(parent)) if parent[n].astext() == CLOSED), None)
        if end is None:
            logger.warning("close the tag %s in its own paragraph", raw.astext(), location=app.env.docname, type="book_site")
            continue
        inside = parent[start + 1 : end]
        name = OPENED.fullmatch(raw.astext())["name"] or "".join(part.astext() for part in inside)
        term = Definition("", "", *inside, ids=[anchor(name)])
        parent[start : end + 1] = [term]
        if name in terms:
            logger.warning("the term %r is defined twice", name, location=app.env.docname, type="book_site")
        terms[name] = term
    app.env.metadata[app.env.docname]["terms"] = {
        name: {"definition": definition(term), "section": section_title(term)} for name, term in terms.items()
    }


def definition(term):
    """The sentence that defines a term, with its formula, the one before and the one after where they belong to it."""
    block = next(holder for holder in holders(term) if not isinstance(holder, nodes.Inline))
    leaves = []
    text = flat(block, term, leaves)
    ends = [0, *(match.end() for match in BETWEEN_SENTENCES.finditer(text)), len(text)]
    first = last = max(n for n, end in enumerate(ends[:-1]) if end <= text.index(BEGIN))
    if first and POINTS_BACK.match(text[ends[first] : ends[first + 1]]):
        first -= 1
    if last + 2 < len(ends) and GOES_ON.match(text[ends[last + 1] :]):
        last += 1
    sentence = text[ends[first] : ends[last + 1]].replace(BEGIN, "").replace(END, "").strip()
    formula = []
    if sentence.endswith(":"):
        following = block.next_node(descend=False, siblings=True)
        if isinstance(following, nodes.math_block):
            formula = [nodes.math_block("", following.astext())]
        else:
            sentence = sentence[:-1] + "."
    parts = re.split(f"([{chr(LEAF)}-\uf8ff])", sentence)
    return [nodes.paragraph("", "", *[leaves[ord(part) - LEAF] if n % 2 else nodes.Text(part) for n, part in enumerate(parts)]), *formula]


def flat(node, term, leaves):
    """The text of a paragraph, with a character for each formula, code or word with stress, and the term marked."""
    text = ""
    for child in node.children:
        if isinstance(child, nodes.Text):
            text += child
        elif isinstance(child, (nodes.math, nodes.literal, nodes.emphasis, nodes.raw)):
            text += chr(LEAF + len(leaves))
            leaves.append(child.deepcopy())
        elif child is term:
            text += BEGIN + flat(child, term, leaves) + END
        else:
            text += flat(child, term, leaves)
    return text


def collect(env):
    """All terms of the book by name, each with the pages that define it, in order, and what they keep of it."""
    found = {}
    for docname in in_order(env):
        for name, kept in env.metadata[docname].get("terms", {}).items():
            found.setdefault(name, []).append((docname, kept))
    return found


def glossary_page(env):
    """The page with the glossary, or None: a site of one chapter has none."""
    return next((docname for docname in in_order(env) if env.metadata[docname].get("is_glossary")), None)


def rewrite(app, env):
    """Return all pages when a definition has changed that their notes repeat."""
    kept = [(name, docname, *(part.astext() for part in kept["definition"])) for name, pages in collect(env).items() for docname, kept in pages]
    digest = hashlib.sha256(repr((glossary_page(env), kept)).encode()).hexdigest()
    changed = digest != getattr(env, "digest_of_terms", digest)
    env.digest_of_terms = digest
    return [docname for docname in env.found_docs if changed]


def resolve(app, doctree, docname):
    """Put the glossary in its place, and link the terms of a notebook to it."""
    for place in list(doctree.findall(Glossary)):
        place.replace_self(glossary(app, docname, collect(app.env)))
    page = glossary_page(app.env)
    if not page:
        return
    address = app.builder.get_relative_uri(docname, page)
    for term in doctree.findall(Definition):
        term["glossary"] = address
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        link_uses(doctree, docname, address, collect(app.env))


def glossary(app, docname, terms):
    """All terms in alphabetical order, behind a line of letters to begin from."""
    listed, first = nodes.definition_list(classes=["glossary"]), {}
    for name, pages in sorted(terms.items(), key=lambda pair: pair[0].casefold()):
        first.setdefault(name[0].upper() if name[0].isalpha() else "#", anchor(name))
        told = nodes.definition()
        for page, kept in pages:
            told += [part.deepcopy() for part in kept["definition"]]
            where = nodes.paragraph("", "In ", link_to(app, docname, page), classes=["cited-in"])
            section = [part.deepcopy() for part in kept["section"]]
            link = app.builder.get_relative_uri(docname, page) + f"#{anchor(name)}"
            where += [nodes.Text(": "), nodes.reference("", "", *section, internal=True, refuri=link)]
            told += where
        listed += nodes.definition_list_item("", nodes.term("", name, ids=[anchor(name)]), told)
    return [nodes.paragraph("", f"{len(terms)} terms."), letters(first), listed]


def link_uses(doctree, docname, address, terms):
    """Link the first use of each term in each part of a page, and add the notes that describe the links."""
    if not terms:
        return
    uses = re.compile("|".join(pattern(name) for name in sorted(terms, key=len, reverse=True)))
    by_pattern = {name: re.compile(pattern(name)) for name in terms}
    seen, noted = {}, []
    for text in prose(doctree, reading_list(doctree)):
        inside = list(holders(text))
        part = next((section for section in reversed(inside) if isinstance(section, nodes.section) and is_part(section)), None)
        met = seen.setdefault(id(part), set())
        own = next((holder for holder in inside if isinstance(holder, Definition)), None)
        if part is None or own:
            met.update(own["ids"] if own else ())
            continue
        pieces, done = [], 0
        for match in uses.finditer(text):
            name = next(name for name in terms if by_pattern[name].fullmatch(match[0]))
            if anchor(name) in met or defines(inside, name):
                continue
            met.add(anchor(name))
            noted += [name] if name not in noted else []
            link = Term("", match[0], refuri=f"{address}#{anchor(name)}", note=f"note-{anchor(name)}")
            pieces += [nodes.Text(text[done : match.start()]), link]
            done = match.end()
        if pieces:
            text.parent.replace(text, [piece for piece in (*pieces, nodes.Text(text[done:])) if piece.astext()])
    notes = Notes()
    for name in sorted(noted):
        # In the words of this page, where it defines the term; else of the first that does.
        kept = next((kept for page, kept in terms[name] if page == docname), terms[name][0][1])
        notes += nodes.container("", *[part.deepcopy() for part in kept["definition"]], ids=[f"note-{anchor(name)}"])
    if noted:
        doctree += notes


def pattern(name):
    """What finds a term in a text: also in the plural, and with a capital where it has none itself."""
    first = f"[{name[0].upper()}{name[0]}]" if name.islower() else re.escape(name[0])
    return rf"(?<![\w-]){first}{re.escape(name[1:])}(?:s|es)?(?![\w-])"


def is_part(section):
    """Whether a section is one of those that a page consists of, under its title."""
    return isinstance(section.parent, nodes.section) and isinstance(section.parent.parent, nodes.document)


def defines(inside, name):
    """Whether a term is used in the very paragraph that defines it."""
    block = next(holder for holder in inside if not isinstance(holder, nodes.Inline))
    return any(anchor(name) in term["ids"] for term in block.findall(Definition))


def visit_definition(translator, node):
    """Begin a term that is defined; it leads to the glossary."""
    translator.body.append(translator.starttag(node, "dfn", ""))
    if "glossary" in node:
        translator.body.append(f'<a class="defined" href="{node["glossary"]}#{node["ids"][0]}">')


def depart_definition(translator, node):
    """End it."""
    translator.body.append("</a></dfn>" if "glossary" in node else "</dfn>")


def visit_term(translator, node):
    """Begin a link that its note describes."""
    translator.body.append(f'<a class="term" href="{node["refuri"]}" aria-describedby="{node["note"]}">')


def depart_term(translator, node):
    """End it."""
    translator.body.append("</a>")


def visit_notes(translator, node):
    """Begin what is read only as the description of a link."""
    translator.body.append('<div class="notes" hidden>\n')


def depart_notes(translator, node):
    """End it."""
    translator.body.append("</div>\n")


def setup(app):
    """Register the directive; read definitions with each page, and link terms when all are known."""
    app.add_directive("glossary-of-the-book", GlossaryDirective)
    app.add_node(Glossary)
    app.add_node(Definition, html=(visit_definition, depart_definition))
    app.add_node(Term, html=(visit_term, depart_term))
    app.add_node(Notes, html=(visit_notes, depart_notes))
    app.connect("doctree-read", read)
    app.connect("env-updated", rewrite)
    app.connect("doctree-resolved", resolve, priority=400)
