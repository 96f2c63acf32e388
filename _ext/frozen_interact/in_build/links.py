"""Links in a text that lead to a frozen figure, or to a position of one.

`[rate 0.2](page.ipynb#frozen-page-show:rate=0.2)`: myst-parser knows the headings of a page and
would warn of any other place.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

PREFIX = "frozen-"


class LinksToFigures(SphinxPostTransform):
    """Turns them into plain links, before myst-parser looks for a heading."""

    default_priority = 5

    def run(self, **kwargs):
        """Replace each such link of the page."""
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link.get("reftype") != "myst":
                continue
            # To another page, or to a place of this one.
            page, place = "", link["reftarget"]
            if link["refdomain"] == "doc":
                page, place = link["reftarget"], link["reftargetid"] or ""
            if place.startswith(PREFIX) and (not page or page in self.env.all_docs):
                # (In a book of one page its documents have no address of their own.)
                address = page and self.app.builder.get_relative_uri(self.env.docname, page).partition("#")[0]
                link.replace_self(nodes.reference("", "", *link.children, refuri=f"{address}#{place}", internal=True))
