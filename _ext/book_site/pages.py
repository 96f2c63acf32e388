"""What each page says about itself: its short name, its description for search engines, its links."""

from docutils import nodes

# Search engines and link previews cut a description at about this length.
DESCRIPTION_LENGTH = 160


def short_name(env, docname):
    """Return a chapter's name in few words, where its title is a whole question.

    It is the title that `_toc.yml` gives the chapter, as the sidebar shows it; else the file's name.
    """
    pages = getattr(env, "external_site_map", {})
    title = pages[docname].title if docname in pages else None
    return title or docname.rpartition("/")[2].replace("-", " ").capitalize()


def in_order(env):
    """Return the pages of the book: the first, those of its table of contents, and any others."""
    first = env.config.root_doc
    names = [first, *env.toctree_includes.get(first, []), *sorted(env.found_docs)]
    return [name for name in dict.fromkeys(names) if name in env.found_docs]


def link_to(app, docname, name, anchor=""):
    """Return a link from one page to another by its short name: the titles are whole questions."""
    address = app.builder.get_relative_uri(docname, name) + anchor
    return nodes.reference("", short_name(app.env, name), internal=True, refuri=address)


def table(head, rows, **attributes):
    """Return a table. head: the names of its columns. A row has for each of them what may stand in a cell: words, a node of a line, or a list of blocks."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += [nodes.thead("", _row(head)), nodes.tbody("", *map(_row, rows))]
    return nodes.table("", group, **attributes)


def _row(cells):
    return nodes.row("", *[nodes.entry("", *_blocks(cell)) for cell in cells])


def _blocks(cell):
    if isinstance(cell, list):
        return cell
    return [nodes.paragraph("", "", nodes.inline("", cell) if isinstance(cell, str) else cell)]


def description(doctree):
    """Return the first paragraph of a page in one line, cut at a word."""
    paragraph = next(doctree.findall(nodes.paragraph), None)
    text = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    if len(text) > DESCRIPTION_LENGTH:
        text = text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
    return text


def page_links(header_buttons):
    """Return the theme's buttons that are plain links, groups taken apart.

    The theme hides links in drop-down menus that need a script of 80 KB. The book shows the few
    that it has.
    """
    links = []
    for button in header_buttons:
        if button["type"] == "group":
            links += page_links(button["buttons"])
        elif button["type"] == "link":
            links.append(button)
    return links


def add_context(app, pagename, templatename, context, doctree):
    """Give the templates what they show beyond the theme's own context."""
    context["description"] = description(doctree) if doctree is not None else ""
    # The source of a page is worth a download only where it runs.
    runs = context.get("page_source_suffix") == ".ipynb"
    context["page_links"] = [
        link
        for link in page_links(context["header_buttons"])
        if runs or link.get("label") == "source-file-button"
    ]


def setup(app):
    """Connect to Sphinx, after the theme has made its buttons."""
    app.connect("html-page-context", add_context, priority=600)
