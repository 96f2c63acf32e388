"""The directive ``bibliography``: every source of the book, each linked to where the chapters cite it.

The chapters' own lists of further reading are its one source. On a chapter's page a citation leads to
its entry in the list there.
"""

from pathlib import Path
from unicodedata import combining, normalize

import nbformat
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .depths import DEEPER_TITLE, PARTS, READING
from .pages import in_order, link_to
from .sources import citations, sources

# Words in these are no prose, or lead elsewhere.
NO_PROSE = (nodes.reference, nodes.title, nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw)


class Citation(nodes.reference):
    """A place that cites a source; leads to the entry of the list on its page."""


class Bibliography(nodes.General, nodes.Element):
    """The place of the list, until all pages are read."""


class BibliographyDirective(SphinxDirective):
    """List all sources of the book, by the name of the first author."""

    def run(self):
        """Return the place of the list. It is made anew in every build."""
        self.env.note_reread()
        return [Bibliography()]


def read(app, doctree):
    """Link the citations of a notebook, and keep what the bibliography says of its sources."""
    docname = app.env.docname
    path = Path(app.env.doc2path(docname))
    reading = reading_list(doctree)
    if path.suffix != ".ipynb" or reading is None:
        return
    listed = {}
    for item, source in zip(reading.findall(nodes.list_item), sources(nbformat.read(path, as_version=4))):
        if source:
            item["ids"].append(f"source-{source.key}")
            listed[source] = {"surname": source.surnames[0], "years": source.years, "entry": item[0].deepcopy(), "cited": []}
    for text in prose(doctree, reading):
        for place in link_citations(text, list(listed)):
            place["ids"].append(f"cite-{sum(len(kept['cited']) for kept in listed.values()) + 1}")
            listed[place.attributes.pop("source")]["cited"].append((place["ids"][0], section_title(place)))
    app.env.metadata[docname]["sources"] = {source.key: kept for source, kept in listed.items()}


def reading_list(doctree):
    """The section with the list of further reading, or None."""
    part = next(name for name, depth in PARTS.items() if depth == READING)
    return next((node for node in doctree.findall(nodes.section) if node.next_node(nodes.title).astext() == part), None)


def prose(doctree, reading):
    """The texts in which a page can cite, in order."""
    return [text for text in doctree.findall(nodes.Text) if not any(isinstance(a, NO_PROSE) or a is reading for a in holders(text))]


def holders(node):
    """What a node stands in, from the nearest to the document."""
    while (node := node.parent) is not None:
        yield node


def link_citations(text, known):
    """Make links of the citations in a text; return them. Each has its source as an attribute."""
    made, parts, done = [], [], 0
    for start, end, source in citations(text, known):
        link = Citation("", text[start:end], internal=True, refid=f"source-{source.key}", source=source, classes=["citation"])
        parts += [nodes.Text(text[done:start]), link]
        made.append(link)
        done = end
    if made:
        text.parent.replace(text, [part for part in (*parts, nodes.Text(text[done:])) if part.astext()])
    return made


def section_title(node):
    """What the title of the section holds in which a node stands."""
    section = next(holder for holder in holders(node) if isinstance(holder, nodes.section))
    title = [part.deepcopy() for part in section.next_node(nodes.title).children]
    if title and isinstance(title[0], nodes.Text):
        words = title[0].removeprefix(DEEPER_TITLE)
        title[0] = nodes.Text(words[:1].upper() + words[1:])
    return title


def collect(env):
    """All sources by their key, each a list of the chapters that list it and what they keep of it."""
    found = {}
    for docname in in_order(env):
        for key, kept in env.metadata[docname].get("sources", {}).items():
            found.setdefault(key, []).append((docname, kept))
    return found


def resolve(app, doctree, docname):
    """Put the list in its place, behind a line of letters to begin from."""
    for place in list(doctree.findall(Bibliography)):
        found = sorted(collect(app.env).items(), key=lambda pair: in_alphabet(pair[1][0][1]))
        first, entries = {}, nodes.bullet_list(classes=["bibliography"])
        for key, listed in found:
            entries += entry(app, docname, key, listed)
            first.setdefault(in_alphabet(listed[0][1])[0][0].upper(), f"source-{key}")
        place.replace_self([nodes.paragraph("", f"{len(found)} sources."), letters(first), entries])


def letters(first):
    """A line of letters, each a link to the first entry of a long list that begins with it."""
    line = nodes.paragraph(classes=["letters"])
    for letter, place in first.items():
        line += [nodes.reference("", letter, internal=True, refid=place), nodes.Text(" ")]
    return line


def in_alphabet(kept):
    """What a source is sorted by; letters with marks stand with those that have none."""
    plain = "".join(letter for letter in normalize("NFKD", kept["surname"]) if not combining(letter))
    return plain.casefold(), kept["years"][0], kept["entry"].astext()


def entry(app, docname, key, listed):
    """One source as its first chapter lists it, and where each chapter cites it."""
    cited = nodes.paragraph("", "In ", classes=["cited-in"])
    for chapter, kept in listed:
        if chapter != listed[0][0]:
            cited += nodes.Text("; ")
        cited += link_to(app, docname, chapter, f"#source-{key}")
        # A section that cites a source twice is named once.
        places = {}
        for place, title in kept["cited"]:
            places.setdefault("".join(part.astext() for part in title), (place, title))
        for number, (place, title) in enumerate(places.values()):
            address = app.builder.get_relative_uri(docname, chapter) + f"#{place}"
            section = [part.deepcopy() for part in title]
            cited += [nodes.Text(", " if number else ": "), nodes.reference("", "", *section, internal=True, refuri=address)]
    return nodes.list_item("", listed[0][1]["entry"].deepcopy(), cited, ids=[f"source-{key}"])


def visit_citation(translator, node):
    """Begin a link that a screen reader, and the note on hover, describe by its entry."""
    translator.body.append(
        translator.starttag(node, "a", "", CLASS="citation", href=f"#{node['refid']}", **{"aria-describedby": node["refid"]})
    )


def depart_citation(translator, node):
    """End the link."""
    translator.body.append("</a>")


def setup(app):
    """Register the directive, and read each notebook's citations with it."""
    app.add_directive("bibliography", BibliographyDirective)
    app.add_node(Bibliography)
    app.add_node(Citation, html=(visit_citation, depart_citation))
    app.connect("doctree-read", read)
    app.connect("doctree-resolved", resolve)
