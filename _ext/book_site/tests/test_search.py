"""The index of the search page, made by a small book that has only this part of the extension."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

CONF = """
extensions = ["myst_nb", "book_site.search"]
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "off"
exclude_patterns = ["jupyter_execute"]
"""
INDEX = "# Start\n\nA first\nparagraph.\n\n```{toctree}\nsecond\nfirst\n```\n"
SECOND = """# Second

The unit $\\sigma(x)$ *doesn't* \\
end, says `x_train`.

$$
\\mathrm{softmax}(z)
$$

- one
- two <b>bold</b> words

<details><summary>An option</summary>Right, it <em>is</em> so.</details>

| a | b |
|---|---|
| 1 | $\\beta$ |

## Deeper: A $\\sigma$ in a title

Down.

### Below it

Further down.

## Up again

Up.
"""
FIGURE = (
    '<figure class="frozen-interact"><legend>Control</legend><svg><text>tick</text></svg>'
    '<pre>At rate 0.5.</pre><script type="application/json">{"lines": ["dark"]}</script></figure>'
)
CELLS = [
    new_markdown_cell("# First"),
    new_code_cell(
        "import keras  # once\nmodel = keras.Model()\nmodel = keras.Model()\nkeras.Model\n\nmodel",
        outputs=[new_output("execute_result", {"text/html": FIGURE, "text/plain": "<Figure, frozen>"})],
    ),
    new_code_cell("axes.plot(x)", metadata={"tags": ["hide-input"]}, outputs=[new_output("stream", text="printed\n")]),
]


def build(folder):
    with docutils_namespace():
        Sphinx(folder, folder, folder / "site", folder / "doctrees", "html", status=None, warningiserror=True).build()
    text = (folder / "site" / "_static" / "search-index.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("const SEARCH_INDEX = ").removesuffix(";\n"))


@pytest.fixture
def book(tmp_path):
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.md").write_text(INDEX)
    (tmp_path / "second.md").write_text(SECOND)
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    nbformat.write(new_notebook(cells=CELLS, metadata=metadata), tmp_path / "first.ipynb")
    return tmp_path


def test_each_section_of_each_page_is_there_in_the_books_order(book):
    index = build(book)
    assert [(page["name"], page["url"]) for page in index["pages"]] == [
        ("Index", "index.html"), ("Second", "second.html"), ("First", "first.html"),
    ]  # fmt: skip
    sigma = "\ue000\\sigma\ue001"
    assert [section[:3] for section in index["pages"][1]["sections"]] == [
        ["Second", "", 0],
        [f"A {sigma} in a title", "deeper-a-sigma-in-a-title", 1],
        ["Below it", "below-it", 1],
        ["Up again", "up-again", 0],
    ]


def test_the_text_has_a_line_for_each_paragraph_and_formulas_as_tex(book):
    index = build(book)
    texts = [section[3].splitlines() for section in index["pages"][1]["sections"]]
    assert texts == [
        [
            "The unit \ue000\\sigma(x)\ue001 doesn’t end, says x_train.",
            "\ue000\\mathrm{softmax}(z)\ue001",
            "one",
            "two bold words",
            "An option",
            "Right, it is so.",
            "a · b",
            "1 · \ue000\\beta\ue001",
        ],
        ["Down."],
        ["Further down."],
        ["Up."],
    ]
    assert index["pages"][0]["sections"][0][3] == "A first paragraph."
    assert set(index["formulas"]) == {"\\sigma", "\\sigma(x)", "\\mathrm{softmax}(z)", "\\beta"}
    assert index["formulas"]["\\sigma"].startswith("<math") and "σ" in index["formulas"]["\\sigma"]


def test_code_stands_once_drawing_code_never_and_outputs_as_the_page_shows_them(book):
    (section,) = build(book)["pages"][2]["sections"]
    assert section[3].splitlines() == ["import keras  # once", "model = keras.Model()", "Control", "At rate 0.5.", "printed"]


def test_a_page_that_is_built_again_alone_takes_no_other_off_the_index(book):
    build(book)
    (book / "second.md").write_text(SECOND + "\nOne more word.\n")
    index = build(book)
    assert len(index["pages"]) == 3 and "One more word." in index["pages"][1]["sections"][-1][3]
    (book / "second.md").unlink()
    (book / "index.md").write_text(INDEX.replace("second\n", ""))
    assert [page["name"] for page in build(book)["pages"]] == ["Index", "First"]
