"""The part that runs in Sphinx: reads the decks with the notebooks, and writes them before the pages.

A deck stands in `slides/NAME.html` of the site. Its PDF, `slides/NAME.pdf`, is made by the command
`decks_printer`, where there is one. It is removed when the deck has changed, and a page links it while it is there.
"""

import hashlib
import os
import shlex
import subprocess
from html import escape
from pathlib import Path

import nbformat
from sphinx.errors import ExtensionError
from sphinx.util import logging

from . import deck, slides

logger = logging.getLogger(__name__)
PACKAGE = Path(__file__).parent
FOLDER = "slides"


def register(app):
    """Connect to Sphinx's events; the order below is the order in which they come."""
    app.add_config_value("decks_style", "", "", [str])
    app.add_config_value("decks_printer", os.environ.get("DECKS_PRINTER", ""), "", [str])
    app.add_config_value("decks_fingerprint", "", "env", [str])
    # Who knows what a room may answer to the prediction of a section says it in Markdown. Given: page, and heading.
    app.add_event("decks-expected")
    app.connect("config-inited", settle)
    # After frozen_interact, which puts in what the notebook gives when it is run.
    app.connect("source-read", read, priority=700)
    app.connect("env-updated", write)
    app.connect("html-page-context", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def settle(app, config):
    """Let Sphinx read the notebooks again when this package is another than in the last build."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(PACKAGE.glob("*.py"))))
    config.decks_fingerprint = digest.hexdigest()[:16]


def read(app, docname, source):
    """Keep the slides of a notebook with the rest that Sphinx knows of its page."""
    if Path(app.env.doc2path(docname)).suffix != ".ipynb":
        return
    found, problems = slides.read(nbformat.reads(source[0], as_version=4))
    for problem in problems:
        logger.warning("%s", problem, location=docname, type="decks")
    if found:
        def expected(section):
            return app.emit_firstresult("decks-expected", docname, section) or ""

        app.env.metadata[docname]["deck"] = "\n".join(deck.sections(found, expected))


def write(app, env):
    """Write the decks that changed, have them printed, and return the pages whose links are no longer right."""
    if app.builder.name != "html":
        return []
    folder = Path(app.outdir) / FOLDER
    decks = {docname: data["deck"] for docname, data in env.metadata.items() if "deck" in data}
    names = {}
    for docname, sections in sorted(decks.items()):
        other = names.setdefault(_name(docname), docname)
        if other != docname:
            logger.warning("its slides and those of %s have one name: rename one of the two", other, location=docname, type="decks")
        _write(app, folder / f"{_name(docname)}.html", env.titles[docname].astext(), sections)
    for path in folder.glob("*"):
        if path.stem not in names:
            path.unlink()
    if app.config.decks_printer:
        _print(app.config.decks_printer, folder)
    return [docname for docname in env.found_docs if _is_outdated(app, docname)]


def _write(app, path, title, sections):
    options = app.config.html_theme_options
    styles = [
        (theme, options.get(f"pygments_{theme}_style", f"a11y-high-contrast-{theme}")) for theme in ("light", "dark")
    ]
    style = app.config.decks_style
    colors = deck.html_rules(Path(app.confdir, style).read_text(encoding="utf-8")) if style else ""
    title = escape(f"{title} · {app.config.html_title}")
    made, digest = deck.parts(sections, title, app.config.language, colors, styles)
    if path.exists() and digest in path.read_text(encoding="utf-8")[:1000]:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(deck.page(made, digest), encoding="utf-8")
    path.with_suffix(".pdf").unlink(missing_ok=True)


def _print(command, folder):
    """Have a command print the decks that have no PDF; it is given their paths."""
    missing = [path for path in sorted(folder.glob("*.html")) if not path.with_suffix(".pdf").exists()]
    if missing and subprocess.run([*shlex.split(command), *missing]).returncode:
        raise ExtensionError(f"the slides were not printed. The cause is above; the command was: {command}")


def _name(docname):
    return docname.rpartition("/")[2]


def links(app, docname):
    """The files that the page of a notebook links: its deck, and the deck as PDF where there is one."""
    name = _name(docname)
    found = {"Slides": f"{FOLDER}/{name}.html"} if "deck" in app.env.metadata[docname] else {}
    if found and (Path(app.outdir) / FOLDER / f"{name}.pdf").exists():
        found["PDF"] = f"{FOLDER}/{name}.pdf"
    return found


def _is_outdated(app, docname):
    """Whether a page that was written before links another set of files than there is now."""
    page = Path(app.builder.get_outfilename(docname))
    if not page.exists():
        return False
    text = page.read_text(encoding="utf-8")
    linked = {file for file in (f"{FOLDER}/{_name(docname)}.{kind}" for kind in ("html", "pdf")) if f'{file}"' in text}
    return linked != set(links(app, docname).values())


def link(app, pagename, templatename, context, doctree):
    """Give the page's template the addresses of deck and PDF, as `deck_links`."""
    context["deck_links"] = links(app, pagename) if pagename in app.env.found_docs else {}
