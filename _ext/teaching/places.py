"""Links from a teacher's page into a chapter, which are made once all pages are read."""

from docutils import nodes
from sphinx.util import logging

from book_site.depths import DEEPER_TITLE
from book_site.questions import heading

logger = logging.getLogger(__name__)


class Place(nodes.General, nodes.TextElement):
    """A link to a chapter, to a heading of it, or to a cell below that; made once all pages are read."""


def place(docname, wording, words=None, address=""):
    """A link to the heading of a chapter with this wording, or to the chapter (None).

    words: what it shows in place of the heading. address: of a cell below the heading.
    """
    return Place("", words or wording, docname=docname, wording=wording, words=words, address=address)


def heading_of(exercise):
    """The heading of an exercise, as the chapter has it."""
    return f"Exercise {exercise.number} {'★' * exercise.stars}: {exercise.title}"


def linked(app, docname, found):
    """The link that stands in a place."""
    target, wording = found["docname"], found["wording"]
    entry = heading(app.env, target, wording) if wording else None
    if wording and entry is None:
        logger.warning("%s has no heading %r", target, wording, location=found, type="teaching")
        return nodes.inline("", wording)
    if found["words"]:
        words = [nodes.literal("", found["words"]) if found["address"] else nodes.Text(found["words"])]
    else:
        words = [part.deepcopy() for part in entry.children]
        if isinstance(words[0], nodes.Text):
            title = words[0].removeprefix(DEEPER_TITLE)
            words[0] = nodes.Text(title[:1].upper() + title[1:])
    address = found["address"] or (entry["anchorname"] if wording else "")
    return nodes.reference("", "", *words, internal=True, refuri=app.builder.get_relative_uri(docname, target) + address)


def resolve(app, doctree, docname):
    """Put the links in their places."""
    for found in list(doctree.findall(Place)):
        found.replace_self(linked(app, docname, found))


def setup(app):
    """Connect to Sphinx."""
    app.add_node(Place)
    app.connect("doctree-resolved", resolve)
