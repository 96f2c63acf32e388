"""The rules of a chapter's sources: what the text cites is in its list of further reading, and the other way round.

They bind every chapter, one at a time and all together.
"""

from _ext.book_site.depths import DEEPER, LAB, LECTURE, READING, of_depth
from _ext.book_site.sources import citations, items, prose, sources, unlisted
from tests.reading import place

FORM = "- Authors, *Title*, venue, year. A word on it. <link>"


def every_item_of_the_list_is_a_source(notebook, _):
    """The bibliography reads authors, title and year from it."""
    written = [item for cell in of_depth(notebook, READING) for item in items(cell.source)]
    return [
        f"write the source {item[:60]!r} as `{FORM}`, with the year behind the title"
        for item, source in zip(written, sources(notebook))
        if source is None
    ]


def every_citation_is_listed(notebook, _):
    """A name with a year in the prose is one of an entry."""
    known = _known(notebook)
    return [
        f"add what {place(notebook, cell)} cites, `{citation}`, to the list of further reading"
        for cell in _cells(notebook, "markdown")
        for text in prose(cell)
        for citation in unlisted(text, known)
    ]


def every_source_is_cited(notebook, _):
    """An entry is named where it is used: in the prose, or in a comment of a solution."""
    cells = _cells(notebook, "markdown", "code")
    texts = [text for cell in cells for text in (prose(cell) if cell.cell_type == "markdown" else [cell.source])]
    known = _known(notebook)
    cited = {source.key for text in texts for _, _, source in citations(text, known)}
    return [
        f"cite *{source.title}* where it is used, by {source.surnames[0]} and {' or '.join(source.years)}, or take it from the list"
        for source in known
        if source.key not in cited
    ]


def _cells(notebook, *kinds):
    return [cell for cell in of_depth(notebook, LECTURE, DEEPER, LAB) if cell.cell_type in kinds]


def _known(notebook):
    return [source for source in sources(notebook) if source]


def chapters_list_a_source_alike(notebooks):
    """What two chapters list has the same authors and the same links in both, and one link has one title.

    notebooks: by the name of the chapter.
    """
    problems, by_key, by_link = [], {}, {}
    for chapter, notebook in notebooks.items():
        for source in _known(notebook):
            first, other = by_key.setdefault(source.key, (chapter, source))
            if (other.authors, other.links) != (source.authors, source.links):
                problems.append(f"list *{source.title}* with the same authors and links in {first} and {chapter}")
            for link in source.links:
                first, key = by_link.setdefault(link, (chapter, source.key))
                if key != source.key:
                    problems.append(f"list {link} with the same first author and title in {first} and {chapter}")
    return problems


RULES_OF_SOURCES = [
    every_item_of_the_list_is_a_source,
    every_citation_is_listed,
    every_source_is_cited,
]
