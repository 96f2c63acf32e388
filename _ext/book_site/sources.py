"""The sources of a chapter: its list of further reading, and where the text names one of them.

An entry of the list is `- Authors, *Title*, venue, year. A word on it. <link>`. The text cites it by the
first author's surname and the year, in any of the usual forms: (Hinton et al., 2012), Gal and
Ghahramani (2016, section 3), Linnainmaa described it in 1970.
"""

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .depths import READING, of_depth

YEAR = r"(?:1[6-9]|20)\d\d"
ENTRY = re.compile(rf"(?P<authors>[^*]+?), \*(?P<title>.+?)\*(?P<rest>.*\b{YEAR}\b.*)", re.DOTALL)
LINK = re.compile(r"<(https?://[^>]+)>")
OTHERS = " and others"
# What may stand between a surname and the year that goes with it.
BETWEEN = r"(?:et al\.|[^.;:()\d]){0,80}?\(?"
# A year that can only be a citation's: (..., Name et al., 2012) and Name (2012).
CITES = re.compile(rf"[(;][^();]*?\b[A-Z][^();]*?,\s+({YEAR})\b|\b[A-Z][\w'’-]+(?:\s+et al\.)?\s+\(({YEAR})\b")

_markdown = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)


class Source(NamedTuple):
    """One entry of a list of further reading, as it is written there."""

    authors: str
    title: str
    rest: str  # venue, year, and what the chapter says of it
    links: tuple

    @property
    def surnames(self):
        """The surnames of the authors that the entry names."""
        return [name.split()[-1] for name in self.authors.removesuffix(OTHERS).split(", ")]

    @property
    def years(self):
        """The years in which it appeared; most have one."""
        return re.findall(rf"\b{YEAR}\b", LINK.sub("", self.rest))

    @property
    def key(self):
        """What it is in every chapter that lists it: first author and title, fit for an address."""
        words = re.findall(r"\w+", f"{self.surnames[0]} {self.title}".lower())
        return "-".join(words)


def sources(notebook):
    """The sources that a notebook lists, in order; None for an item of the list that has another form."""
    return [entry(item) for cell in of_depth(notebook, READING) for item in items(cell.source)]


def items(markdown):
    """The items of the lists in some Markdown, each as its own Markdown in one line."""
    parsed = _markdown.parse(markdown)
    opened = [number for number, token in enumerate(parsed) if token.type == "list_item_open"]
    return [" ".join(parsed[number + 2].content.split()) for number in opened]


def entry(item):
    """The source that an item of a list is, or None."""
    match = ENTRY.fullmatch(item)
    return Source(match["authors"], match["title"], match["rest"], tuple(LINK.findall(match["rest"]))) if match else None


def citations(text, known):
    """Where a text cites one of the known sources: start, end and source, in order."""
    found = []
    for source in known:
        name, years = re.escape(source.surnames[0]), "|".join(source.years)
        for match in re.finditer(rf"\b{name}\b{BETWEEN}(?:{years})\b", text):
            # A name before the parenthesis takes it along: Name (2012).
            end = match.end() + ("(" in match[0] and text[match.end() :][:1] == ")")
            found.append((match.start(), -_likeness(source, text[match.start() : match.end() + 40]), end, source))
    chosen, end = [], 0
    for start, _, stop, source in sorted(found, key=lambda hit: hit[:2]):
        if start >= end:
            chosen.append((start, stop, source))
            end = stop
    return chosen


def _likeness(source, text):
    """How well a citation fits a source: two may have one surname and one year."""
    cited = re.match(rf"[^()]*?\(?{YEAR}[^();]*", text)[0]
    others = source.surnames[1:]
    many = len(others) > 1 or source.authors.endswith(OTHERS)
    venue = re.findall(r"[A-Z]{3,}", cited)
    return sum(name in cited for name in others) + (("et al." in cited) == many) + sum(word in source.rest for word in venue)


def unlisted(text, known):
    """The citations in a text that name none of the known sources, each as it stands there."""
    spans = [(start, stop) for start, stop, _ in citations(text, known)]
    return [
        match[0].lstrip("(; ")
        for match in CITES.finditer(text)
        if not any(start < match.end() <= stop for start, stop in spans)
    ]


def prose(cell):
    """The paragraphs of a Markdown cell as plain text; code and formulas are left out."""
    for token in _markdown.parse(cell.source):
        if token.type == "inline":
            yield "".join(
                child.content if child.type == "text" else " " if child.type == "softbreak" else ""
                for child in token.children
            )
