"""A zip of the whole site, to read without a network; the first page offers it."""

import re
import zipfile
from pathlib import Path

# Of no use in a folder: what search engines read, and what Sphinx keeps for itself.
LEFT_OUT = {"robots.txt", "sitemap.xml", ".buildinfo", "objects.inv", "404.html"}
# Without times, the same site makes the same file.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def name(app):
    """The name of the file, and of the folder in it."""
    return "-".join(re.findall(r"\w+", app.config.html_title.lower()))


def add_context(app, pagename, templatename, context, doctree):
    """Give the template of the first page the address of the file."""
    if pagename == app.config.root_doc:
        context["archive"] = f"{name(app)}.zip"


def write(app, exception):
    """Write the file into the root of the site, when everything else is there."""
    if exception or app.builder.name != "html":
        return
    site, archive = Path(app.outdir), Path(app.outdir) / f"{name(app)}.zip"
    files = sorted(path for path in site.rglob("*") if path.is_file() and path.name not in LEFT_OUT and path != archive)
    with zipfile.ZipFile(archive, "w") as made:
        for path in files:
            info = zipfile.ZipInfo(f"{name(app)}/{path.relative_to(site).as_posix()}", NO_TIME)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(info, without_offer(path, archive.name))


def without_offer(path, archive):
    """What a file of the site is in the zip: a page without the link to the zip."""
    if path.suffix != ".html":
        return path.read_bytes()
    offer = rf'\s*<a [^>]*href="[^"]*{re.escape(archive)}"[^>]*>.*?</a>'
    return re.sub(offer, "", path.read_text(encoding="utf-8")).encode("utf-8")


def setup(app):
    """Connect to Sphinx: last of all."""
    app.connect("html-page-context", add_context)
    app.connect("build-finished", write, priority=990)
