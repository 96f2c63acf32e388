"""``claims.json``: every claim of the book with the sentence that it tests, its code, its seeds and its link."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import nbformat

from .claims import comparison, is_claim
from .depths import is_check
from .glossary import MARK
from .pages import in_order, short_name

SEED = re.compile(r"^SEED = (\d+)$", re.MULTILINE)
# Where a chapter says for which seeds its claims hold.
MARGINS = re.compile(r"\w+ margins were set on .*?(?= The numbers in the text|$)", re.MULTILINE)
MARKED = re.compile(rf"{MARK.pattern}|\*\*")


def anchor(cell):
    """The id of a claim on its page: it stays while the cell does."""
    return f"claim-{cell.id}"


def claims(notebook, page):
    """The claims of a notebook, in order. page: the address of its page."""
    found, sentence = [], ""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            sentence = last_words(cell.source) or sentence
        elif is_claim(cell):
            found.append({
                "id": anchor(cell),
                "kind": "check" if is_check(cell) else "finding",
                "sentence": sentence,
                "comparison": comparison(cell),
                "code": cell.source,
                "cell": number,
                "link": f"{page}#{anchor(cell)}",
            })
    return found


def last_words(markdown):
    """The last paragraph of some Markdown, in one line: what stands before a claim is what it tests."""
    paragraphs = [part for part in re.split(r"\n\s*\n", markdown.strip()) if not part.startswith(("$$", "#"))]
    return MARKED.sub("", " ".join(paragraphs[-1].split())) if paragraphs else ""


def margins(notebook):
    """What a notebook says of the seeds for which its claims hold; None where it says nothing."""
    found = MARGINS.search("\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"))
    return found[0].replace("`", "") if found else None


def chapter(app, docname):
    """What the file says of a chapter; None where it claims nothing."""
    notebook = nbformat.read(app.env.doc2path(docname), as_version=4)
    page = urljoin(app.config.html_baseurl or "", app.builder.get_target_uri(docname))
    found = claims(notebook, page)
    if not found:
        return None
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    seed = SEED.search(code)
    return {
        "chapter": short_name(app.env, docname),
        "question": app.env.titles[docname].astext(),
        "link": page,
        "seed": int(seed[1]) if seed else None,
        "seeds": margins(notebook),
        "claims": found,
    }


def write(app, exception):
    """Write the file into the root of the site."""
    if exception or app.builder.name != "html":
        return
    pages = [docname for docname in in_order(app.env) if Path(app.env.doc2path(docname)).suffix == ".ipynb"]
    chapters = [found for found in (chapter(app, docname) for docname in pages) if found]
    text = json.dumps({"book": app.config.html_title, "chapters": chapters}, ensure_ascii=False, indent=1)
    (Path(app.outdir) / "claims.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def setup(app):
    """Connect to Sphinx."""
    app.connect("build-finished", write)
