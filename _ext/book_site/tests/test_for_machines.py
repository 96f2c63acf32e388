"""What a build makes for programs and for a folder: claims.json, Markdown copies, llms.txt, the zip."""

import json
import zipfile

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from book_site.tests.small_book import build, built, claim
from tests.site_checks import broken_links

ADDRESS = "https://owner.github.io/book/"
ARCHIVE = "a-small-book"
SLIDER = (
    '<figure class="frozen-interact"><svg><text>drawn</text></svg>'
    '<pre class="frozen-stdout"><span>At rate 1 it stands &amp; waits.</span></pre></figure>'
)


def code(source, *outputs):
    """A cell that was run."""
    return new_code_cell(source, outputs=list(outputs), execution_count=1)


def notebook():
    """A chapter with something of everything that a copy has to write."""
    cells = [
        new_markdown_cell("# What is *here*?\n\nThe [terms](terms.md#a-part) of a <dfn>toy</dfn>, (Bubble, 1999)."),
        new_markdown_cell(
            "## Set-up\n\nA cell that prints `True` is a **claim**. Its margins were set on `SEED` 0 to 4. Two were set "
            "anew. The numbers in the text are those of `SEED = 0`."
        ),
        code("SEED = 0\nprint(2)", new_output("stream", text="2\n")),
        new_markdown_cell("## Part\n\nFirst words.\n\nThe **toy** gains $\\eta^2$ | 0.09:\n\n$$\n\\eta = 1\n$$"),
        claim("gain = 0.1\nbool(abs(gain - 0.09) < 0.03)"),
        claim("1 < 2", "check"),
        new_markdown_cell("| a | b |\n|---|---|\n| `x` | *y* |\n\n- one\n\n  more\n- two\n\n1. first"),
        code("interact(show)", new_output("display_data", {"text/html": SLIDER, "text/plain": "<interactive>"})),
        new_markdown_cell("<details><summary>An option</summary>Its feedback.</details>\n\nSee <https://example.org>."),
        new_markdown_cell("## Further reading\n\n- Ann Bubble, *Toys*, 1999. <https://example.org/toys>"),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return nbformat.writes(new_notebook(cells=cells, metadata=metadata))


BOOK = {
    "index.md": "# Start\n\nA book on toys.\n\n```{toctree}\nchapters/toy\nchapters/terms\nchapters/here\n```\n",
    "chapters/toy.ipynb": notebook(),
    "chapters/terms.md": "# Terms\n\nAll of them.\n\n## A part\n\n```{glossary-of-the-book}\n```\n\n```{bibliography}\n```\n",
}
COPY = """\
# What is *here*?

The [terms](terms.md#a-part) of a toy, (Bubble, 1999).

## Set-up

A cell that prints `True` is a **claim**. Its margins were set on `SEED` 0 to 4. Two were set anew. The numbers in \
the text are those of `SEED = 0`.

```python
SEED = 0
print(2)
```

```
2
```

## Part

First words.

The **toy** gains $\\eta^2$ | 0.09:

$$
\\eta = 1
$$

```python
gain = 0.1
bool(abs(gain - 0.09) < 0.03)
```

```
True
```

```python
1 < 2
```

```
True
```

| a | b |
| --- | --- |
| `x` | *y* |

- one

  more
- two

1. first

```python
interact(show)
```

> A slider, at its start: At rate 1 it stands & waits.

<details><summary>An option</summary>Its feedback.</details>

See <https://example.org>.

## Further reading

- Ann Bubble, *Toys*, 1999. <https://example.org/toys>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("book")


@pytest.fixture(scope="module")
def site(folder):
    return built(folder, **BOOK)


def test_a_copy_is_the_page_as_markdown(site):
    assert (site / "chapters/toy.md").read_text(encoding="utf-8") == COPY


def test_the_copy_of_a_list_is_filled(site):
    copy = (site / "chapters/terms.md").read_text(encoding="utf-8")
    assert "**toy**\n\nThe terms of a toy, (Bubble, 1999).\n\nIn [Toy](toy.md): [What is *here*?](toy.md#term-toy)" in copy
    assert "- Ann Bubble, *Toys*, 1999. <https://example.org/toys>\n\n  In [Toy](toy.md#source-bubble-toys)" in copy


def test_each_claim_has_its_sentence_its_seeds_and_a_link_to_its_cell(site):
    told = json.loads((site / "claims.json").read_text(encoding="utf-8"))
    (chapter,) = told["chapters"]
    assert chapter["chapter"] == "Toy" and chapter["question"] == "What is here?" and chapter["seed"] == 0
    assert chapter["seeds"] == "Its margins were set on SEED 0 to 4. Two were set anew."
    finding, check = chapter["claims"]
    assert finding == {
        "id": "claim-cell-4", "kind": "finding", "sentence": "The toy gains $\\eta^2$ | 0.09:",
        "comparison": "abs(gain - 0.09) < 0.03", "code": "gain = 0.1\nbool(abs(gain - 0.09) < 0.03)", "cell": 5,
        "link": "chapters/toy.html#claim-cell-4",
    }
    assert check["kind"] == "check" and check["sentence"] == finding["sentence"]
    page = BeautifulSoup((site / "chapters/toy.html").read_text(encoding="utf-8"), "html.parser")
    for made in (finding, check):
        assert made["comparison"] in page.find(id=made["id"]).get_text()
    assert page.find(id=check["id"]).find_parent("details", class_="check")


def test_llms_txt_lists_every_page_by_its_copy(site):
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# A small book\n\n> A book on toys.\n\n## Chapters\n\n- [Toy](chapters/toy.md): What is here?\n")
    assert "## Reference\n\n- [Terms](chapters/terms.md): All of them.\n- [Here](chapters/here.md): A formula: \\eta.\n" in text
    assert "[claims.json](claims.json)" in text


def test_a_site_with_an_address_names_it(tmp_path, monkeypatch):
    built, _ = build(tmp_path, monkeypatch, address=ADDRESS, **BOOK)
    assert f"]({ADDRESS}chapters/toy.md)" in (built / "llms.txt").read_text(encoding="utf-8")
    (chapter,) = json.loads((built / "claims.json").read_text(encoding="utf-8"))["chapters"]
    assert chapter["claims"][0]["link"] == f"{ADDRESS}chapters/toy.html#claim-cell-4"
    with zipfile.ZipFile(built / f"{ARCHIVE}.zip") as archive:
        assert not {"sitemap.xml", "robots.txt"} & {name.rpartition("/")[2] for name in archive.namelist()}


def test_the_zip_holds_a_site_that_needs_no_other_file(site, tmp_path):
    """The first page offers it; every link of every page in it leads to a file in it."""
    page = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.find("a", href=f"{ARCHIVE}.zip").has_attr("download")
    assert f"{ARCHIVE}.zip" not in (site / "chapters/toy.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(site / f"{ARCHIVE}.zip") as archive:
        archive.extractall(tmp_path)
    (unpacked,) = tmp_path.iterdir()
    pages = sorted(path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.html"))
    assert {"index.html", "chapters/toy.html", "search.html"} <= set(pages)
    assert broken_links(unpacked, pages) == []


def test_building_again_makes_the_same_files(site, folder, monkeypatch):
    names = [f"{ARCHIVE}.zip", "llms.txt", "claims.json", "chapters/toy.md", "chapters/terms.md"]
    before = [(site / name).read_bytes() for name in names]
    build(folder, monkeypatch, **BOOK)
    assert [(site / name).read_bytes() for name in names] == before
