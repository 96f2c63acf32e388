"""What a site needs where it is hosted: a 404 page, a list of its pages, cards for link previews.

All but the 404 page need the site's address. It comes from the environment variable ``BOOK_URL``,
which the workflow that publishes sets, or from ``html_baseurl``; without one they are left out.
"""

import os
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont
from sphinx.errors import ExtensionError

# The format that search engines read: https://www.sitemaps.org/protocol.html
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"

BLUE = "#005b96"

NOT_FOUND = """<h1>There is no such page</h1>
<p>The link that led here is old or has a typing error. <a href="{home}">Go to the first page</a>.</p>"""


def site_address(config):
    """Return the site's address with a slash at its end, or an empty string where it is not known.

    Raises ExtensionError for an address that is not one of the web.
    """
    address = os.environ.get("BOOK_URL") or config.html_baseurl
    if not address:
        return ""
    if urlsplit(address).scheme not in ("http", "https"):
        raise ExtensionError(f"The site's address is {address!r}. It has to start with https://")
    return address.rstrip("/") + "/"


def draw_mark(folder):
    """Draw the book's mark, the one of its browser tab, for the corner of a card; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(mark)
    draw.rounded_rectangle((0, 0, 255, 255), 56, fill=BLUE)
    draw.text((128, 128), "?", fill="white", font=ImageFont.load_default(200), anchor="mm")
    mark.save(folder / "mark.png")
    return str(folder / "mark.png")


def settle(app, config):
    """Give the address to Sphinx and to the extensions that need it."""
    address = site_address(config)
    config.html_baseurl = address
    config.ogp_site_url = address
    config.ogp_enable_meta_description = False  # our own layout describes each page
    config.ogp_site_name = config.html_title
    if address:
        config.ogp_social_cards = {"image_mini": draw_mark(Path(app.doctreedir)), "line_color": BLUE}
    # A 404 page is shown in place of a page in any folder, so its links begin at the host.
    folder = urlsplit(address).path or "/"
    config.notfound_urls_prefix = folder
    body = NOT_FOUND.format(home=f"{folder}{config.root_doc}.html")
    config.notfound_context = {"title": "No such page", "body": body}


def list_pages(app, exception):
    """Write ``sitemap.xml`` with every page of the book, and ``robots.txt`` that names it.

    (The extension sphinx-sitemap lists only the pages that a build has written anew.)
    """
    address = app.config.html_baseurl
    if exception or not address or app.builder.name != "html":
        return
    pages = ElementTree.Element("urlset", xmlns=SITEMAP)
    for name in sorted(app.env.found_docs):
        page = ElementTree.SubElement(pages, "url")
        ElementTree.SubElement(page, "loc").text = urljoin(address, app.builder.get_target_uri(name))
    folder = Path(app.outdir)
    ElementTree.ElementTree(pages).write(folder / "sitemap.xml", encoding="utf-8", xml_declaration=True)
    (folder / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n")


def list_no_pages(app, pagename, templatename, context, doctree):
    """Let the 404 page of a site of one page be built: the theme needs text where the extension gives None."""
    if pagename == app.config.notfound_pagename:
        toctree = context["toctree"]
        context["toctree"] = lambda **options: toctree(**options) or ""


def setup(app):
    """Connect to Sphinx. Previews are made only for a site whose address is known."""
    app.setup_extension("notfound.extension")
    if site_address(app.config):
        app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", settle, priority=400)
    app.connect("html-page-context", list_no_pages, priority=450)  # after the extension, before the theme
    app.connect("build-finished", list_pages)
