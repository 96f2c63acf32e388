"""A small book that tests build with plain Sphinx: no Jupyter Book, no kernel."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

ROOT = Path(__file__).parents[3]

CONF = """
extensions = ["myst_nb", "sphinx_copybutton", "sphinx_book_theme", "book_site"]
html_theme = "sphinx_book_theme"
html_title = "A small book"
html_math_renderer = "mathml"
templates_path = [{templates!r}]
html_static_path = [{static!r}]
html_css_files = ["book.css"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
nb_execution_mode = "off"
"""
QUESTIONS = """
- {id: here-main, chapter: here, kind: main, wording: "What is here?"}
- {id: here-1, chapter: here, kind: follow-up, wording: "Why is it here?"}
- {id: there-main, chapter: there, kind: main, wording: "What is there?", note: "Damaged."}
"""
PAGES = {
    "index.md": "# Start\n\nThe first paragraph.\n\n"
    "```{toctree}\nchapters/here\n```\n\n```{question-list} questions.yml\n```\n",
    "chapters/here.md": "# What is here?\n\nA formula: $\\eta$.\n\n## Why is it here?\n\nBecause.\n",
}


def build(folder, monkeypatch, repository="", address="", **changed):
    """Build the small book, with files changed or left out (None); return the folder of the site and the warnings."""
    for name, value in {"GITHUB_REPOSITORY": repository, "BOOK_URL": address}.items():
        if value:
            monkeypatch.setenv(name, value)
        else:
            monkeypatch.delenv(name, raising=False)
    source = folder / "source"
    (source / "chapters").mkdir(parents=True, exist_ok=True)
    conf = CONF.format(templates=str(ROOT / "_templates"), static=str(ROOT / "_static"))
    files = {"conf.py": conf, "questions.yml": QUESTIONS, **PAGES, **changed}
    for name, text in files.items():
        if text is not None:
            (source / name).write_text(text, encoding="utf-8")
    with open(folder / "warnings", "w+", encoding="utf-8") as warnings, docutils_namespace():
        Sphinx(source, source, folder / "site", folder / "doctrees", "html", status=None, warning=warnings).build()
        warnings.seek(0)
        return folder / "site", warnings.read()


def built(folder, **changed):
    """The folder of the small book's site, whose build had nothing to warn of."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        site, warnings = build(folder, monkeypatch, **changed)
    assert not warnings, warnings
    return site


def claim(source, *tags):
    """A cell that is committed with the output True."""
    outputs = [new_output("execute_result", {"text/plain": "True"})]
    return new_code_cell(source, outputs=outputs, metadata={"tags": list(tags)} if tags else {})


def folded_book(*cells):
    """The files of a small book with a chapter that folds two sections and three checks."""
    long = "\n\n".join(["A paragraph of the lecture, of some length, which fills the page a little more. " * 5] * 12)
    cells = cells or (
        new_markdown_cell("# What is folded?\n\nSee [why it works](#deeper-why-it-works) and [the proof](#the-proof)."),
        new_markdown_cell(f"## The lecture\n\n{long}\n\nWe check this."),
        claim("shape = (3, 4)\nshape == (\n    3,\n    4,\n)", "check"),
        claim("import numpy as np\nbool(np.allclose(np.ones(3) * 2, 2.0, rtol=1e-3) and 'a long line' != 'of one line only')", "check"),
        new_markdown_cell("And this is to be remembered."),
        claim("abs(0.93 - 0.84 - 0.09) < 0.03"),
        new_markdown_cell("### Deeper: Why it works\n\n" + "word " * 400),
        claim("1 + 1 == 2", "check"),
        new_markdown_cell(f"#### The proof\n\n$\\eta$ is hidden here.\n\n{long}"),
        new_markdown_cell("### Deeper: Where it fails\n\nThe farthest word: zebra."),
        new_markdown_cell(f"## The end\n\nAll in view.\n\n{long}"),
    )
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return {
        "index.md": "# Start\n\n```{toctree}\nchapters/folded\nchapters/here\n```\n",
        "chapters/folded.ipynb": nbformat.writes(new_notebook(cells=list(cells), metadata=metadata)),
        "chapters/here.md": "# Here\n\n[The proof](folded.ipynb#the-proof) and [why](folded.ipynb#deeper-why-it-works)\n",
    }


QUIZ = """## Check yourself

Choose an answer, then open it.

**1.** What is $\\eta$, in `code`?

<details><summary>A letter</summary>Yes. It is Greek.</details>
<details><summary>A <code>number</code></summary>No. It stands for one.</details>

**2. Is this <em>bold</em>?**

<details><summary>No</summary>That is the mistake.</details>
<details><summary>It is</summary>Right: all of it.</details>
"""


def drill_book(second="# What is there?\n\n## The short answer\n\nMore.\n"):
    """The files of a small book with a drill: two chapters that ask the questions of `QUESTIONS`, one with a quiz."""
    here = [
        new_markdown_cell("# What is here?\n\n*A lecture.*"),
        new_markdown_cell("## The short answer\n\nA **drill**, and [a link](#why-is-it-here).\n\nIt has $\\eta$ in it."),
        new_markdown_cell("## The long answer\n\n**This is not asked by the follow-up at all.**"),
        new_markdown_cell(
            "## Why is it here?\n\n### A part\n\n**Predict:** it is. **It is here because we have put it here**, [as **said above**](#a-part). "
            "**what is $\\eta$ in `bold` makes a point of its own**, and one more comes. **The last of the points is this one here.**"
        ),
        new_markdown_cell("### Deeper: not asked\n\n**This is deeper than the answer should be here.**"),
        new_markdown_cell(QUIZ),
        new_markdown_cell("## In a nutshell\n\nThat."),
    ]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return {
        "index.md": "# Start\n\n```{toctree}\nchapters/here\nchapters/there\nchapters/drill\n```\n",
        "chapters/here.md": None,
        "chapters/here.ipynb": nbformat.writes(new_notebook(cells=here, metadata=metadata)),
        "chapters/there.ipynb": nbformat.writes(new_notebook(cells=[new_markdown_cell(second)], metadata=metadata)),
        "chapters/drill.md": "# Drill\n\nAnswer, then look.\n\n```{drill} ../questions.yml\n```\n",
    }
