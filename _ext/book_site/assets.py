"""One style sheet and one script for all pages, without what no page uses.

The theme links a dozen files, 845 KB compressed, most of it an icon font that is there twice.
The lists below say what the pages need. It is joined and written to ``_static/site.css`` and
``_static/site.js``; the files it came from are taken off the site.
"""

import re
import shutil
from pathlib import Path

from sphinx.errors import ExtensionError

from . import math_font
from .styles import without_unused

HERE = Path(__file__).parent

# Files of Sphinx, the theme and the extensions, in the order in which they count.
STYLES = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "copybutton.css",
    "icons.css",
    "book.css",
)
SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "clipboard.min.js",
    "copybutton.js",
    "scripts/pydata-sphinx-theme.js",
    "scripts/sphinx-book-theme.js",
    "scrollable.js",
    "folds.js",
    "search-hits.js",
    "notes.js",
    "print.js",
)
# What the theme's script does and one of the book's own does in its place, word for word. On a long page
# it lays out the page once for each of its parts, at the start and whenever a slider has moved; see scrollable.js.
REPLACED = "e.tabIndex=e.scrollWidth>e.clientWidth||e.scrollHeight>e.clientHeight?0:-1"
# Only the search page loads these, by its own template. The first is Sphinx's, for its stemmer.
SEARCH = ("language_data.js", "search-index.js", "search.js")
# Only the page of the drill loads this one.
DRILL = ("drill.js",)
# On the site, but of no use to it.
UNUSED = (
    "scripts",
    "styles",
    "vendor",
    "locales",
    "images",
    # Sphinx's own search, which finds pages and not sections.
    "searchtools.js",
    "base-stemmer.js",
    "english-stemmer.js",
    "sphinx_highlight.js",
    "copybutton_funcs.js",
    "check-solid.svg",
    "copy-button.svg",
    "file.png",
    "minus.png",
    "plus.png",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
)
# Set on every page, for a version menu and a search while typing that the book does not have.
INLINE = "DOCUMENTATION_OPTIONS."


def is_taken_off(asset):
    """Say whether a file that a page would load is part of the joined ones, or of no use."""
    name = getattr(asset, "filename", None)
    if not name:  # since Sphinx 9 it is empty, and not None
        return (asset.attributes.get("body") or "").startswith(INLINE)
    path = Path(str(name).removeprefix("_static/"))
    return any(path.match(pattern) for pattern in STYLES + SCRIPTS + UNUSED)


def link_joined(app, pagename, templatename, context, doctree):
    """Take those files off a page's lists; the layout template links the joint ones."""
    for kind in ("css_files", "script_files"):
        context[kind] = [asset for asset in context[kind] if not is_taken_off(asset)]
    context["has_formulas"] = "<math" in context.get("body", "")


def _sources(static, patterns):
    """Return the files in ``_static`` that the patterns name. Each must be there."""
    found = []
    for pattern in patterns:
        matches = sorted(static.glob(pattern))
        if not matches:
            raise ExtensionError(
                f"book_site: the site has no _static/{pattern}. "
                "The theme or an extension has changed; mend the lists in _ext/book_site/assets.py."
            )
        found += matches
    return found


def _of_theme(script):
    """A script of the theme's without what is replaced; its notes to itself stay out of the reader's console."""
    return (
        "(() => {\nconst console = {...globalThis.console, log() {}, info() {}};\n"
        + script.replace(REPLACED, "0")
        + "\n})();"
    )


def join(app, exception):
    """Write the joint files and the font, and clear away what they were made of."""
    static = Path(app.outdir) / "_static"
    # Without new pages Sphinx copies nothing, and what the last build wrote still holds.
    if exception or app.builder.name != "html" or not (static / "pygments.css").exists():
        return
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(app.outdir).rglob("*.html"))]
    # A deck of slides stands alone.
    pages = [text for text in texts if "/site.css" in text]
    scripts = _sources(static, SCRIPTS)
    styles = _sources(static, STYLES)
    if not any(REPLACED in path.read_text(encoding="utf-8") for path in scripts):
        raise ExtensionError(
            "book_site: the theme's script no longer has the words of REPLACED. "
            "Look how it makes what scrolls reachable by keyboard; mend _ext/book_site/assets.py and static/scrollable.js."
        )

    # The semicolon: a file may end in a call without one, and the next begin with a bracket.
    script = ";\n".join(
        _of_theme(path.read_text(encoding="utf-8"))
        if path.parent.name == "scripts"
        else path.read_text(encoding="utf-8")
        for path in scripts
    )
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)
    (static / "site.js").write_text(script, encoding="utf-8")

    # (What the search page and the drill show is written by their own scripts.)
    texts = [*pages, script, *(path.read_text(encoding="utf-8") for path in _sources(static, SEARCH + DRILL))]
    style = "\n".join(path.read_text(encoding="utf-8") for path in styles)
    (static / "site.css").write_text(without_unused(style, texts), encoding="utf-8")
    math_font.write_style(static / "math.css", pages)

    for path in scripts + styles:
        path.unlink()
    for name in UNUSED:
        path = static / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def add_own_files(app):
    """Put this extension's own styles and scripts among the site's static files."""
    app.config.html_static_path.append(str(HERE / "static"))


def setup(app):
    """Connect to Sphinx: before files are copied, after each page's lists are made, at the end."""
    app.connect("builder-inited", add_own_files)
    app.connect("html-page-context", link_joined, priority=900)
    app.connect("build-finished", join, priority=900)
