"""The PDFs of a small book: tagged, with bookmarks and words for figures, nothing cut; and what is wrong is found."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pypdf import PdfReader

from _ext.book_site.tests.small_book import built, claim
from tools import browser, paper
from tools.paper_faults import tags

TITLE = "A small book"
NAMES = ["index", "chapters/toy", "chapters/here"]
QUESTION = "What is a very long question for, if a bookmark of it is to keep the blank where its line ends?"
FIGURES = ["kite", "boat", "tree"]
LONG = "\n\n".join(["A paragraph of some length, which fills the page a little more. " * 8] * 12)


def figure(name, width=500, height=300):
    """A cell with a figure as `frozen_interact` leaves it, taller than what a page has left after it."""
    drawn = (
        f'<figure class="frozen-interact" id="frozen-{name}"><svg role="img" aria-label="The {name} is drawn." width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}"/></svg>'
        f"<pre>The {name} is drawn.</pre></figure>"
    )
    return new_code_cell(f"draw({name!r})", outputs=[new_output("display_data", {"text/html": drawn})], metadata={"tags": ["hide-input"]})


def book():
    """The files of a book with a chapter that has something of all that can be folded, and three figures."""
    quiz = "## Check yourself\n\n<details><summary>An option</summary>Its feedback.</details>"
    cells = [
        new_markdown_cell(f"# {QUESTION}\n\nSee [why](here.md#why-is-it-here), [the end](#the-end) and <https://example.org>.\n\n{LONG}"),
        *map(figure, FIGURES),
        claim("1 + 1 == 2", "check"),
        new_markdown_cell("## The answer\n\nIt is so."),
        new_markdown_cell("### Deeper: A proof\n\nIt is proven."),
        new_markdown_cell(quiz),
        new_code_cell("solved = 1", metadata={"tags": ["hide-cell"]}),
        new_markdown_cell("## The end\n\nThat is all."),
    ]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return {
        "index.md": "# Start\n\nAll of it.\n\n```{toctree}\nchapters/toy\nchapters/here\n```\n",
        "chapters/toy.ipynb": nbformat.writes(new_notebook(cells=cells, metadata=metadata)),
    }


def printed(site, folder):
    """Print the book and its chapter into a folder; return it, and what is wrong with the files."""
    with browser.started() as chromium:
        return folder, paper.print_site(chromium, site, TITLE, NAMES, ["chapters/toy"], folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built(tmp_path_factory.mktemp("a book"), **book())


@pytest.fixture(scope="module")
def good(site, tmp_path_factory):
    """PDFs with nothing wrong."""
    return printed(site, tmp_path_factory.mktemp("pdf"))


def text(path):
    """What a PDF says, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def bookmarks(path):
    """The bookmarks of a PDF, those below another in a list of their own."""
    def titles(outline):
        return [titles(mark) if isinstance(mark, list) else mark.title for mark in outline]
    return titles(PdfReader(path).outline)


def targets(path):
    """Where the links of a PDF lead: addresses, and the names of places in it."""
    links = [link.get_object() for page in PdfReader(path).pages for link in page.get("/Annots", [])]
    return {str(link["/A"]["/URI"] if "/A" in link else link["/Dest"]) for link in links}


def test_nothing_is_wrong_with_the_pdfs(good):
    folder, problems = good
    assert not problems
    assert sorted(path.name for path in folder.iterdir()) == ["book.pdf", "toy.pdf"]
    words = [figure["/Alt"] for figure in tags(PdfReader(folder / "toy.pdf").trailer["/Root"]["/StructTreeRoot"], "/Figure")]
    assert words == [f"The {name} is drawn." for name in FIGURES]


def test_bookmarks_are_the_headings(good):
    folder, _ = good
    within = ["The answer", ["Deeper: A proof"], "Check yourself", "The end"]
    assert bookmarks(folder / "toy.pdf") == [QUESTION, ["Contents", *within]]
    assert bookmarks(folder / "book.pdf") == ["Start", QUESTION, within, "What is here?", ["Why is it here?"]]
    assert PdfReader(folder / "book.pdf").metadata.title == TITLE


def test_all_that_can_be_read_is_open_and_pages_have_numbers(good):
    folder, _ = good
    said = text(folder / "toy.pdf")
    for words in ("It is proven.", "Its feedback.", "solved = 1", "1 + 1 == 2", "The kite is drawn."):
        assert words in said, words
    assert "draw('kite')" not in said and "Show the code" not in said
    for number, page in enumerate(PdfReader(folder / "book.pdf").pages, start=1):
        assert page.extract_text().split()[0] == str(number)


def test_a_link_leads_to_the_place_in_the_file_or_nowhere_and_never_to_this_machine(good):
    folder, _ = good
    alone, whole = targets(folder / "toy.pdf"), targets(folder / "book.pdf")
    assert "https://example.org/" in alone & whole
    assert not any("file:" in target for target in alone | whole)
    assert any("why-is-it-here" in target for target in whole - alone) and any("the-end" in target for target in alone)


ADDRESS = "https://owner.example/book/"
FAULTS = [
    ("kite", 'height="300"', 'height="2000"', "a page ends within the figure 'The kite is drawn.'"),
    ("boat", 'width="500"', 'style="min-width: 3000px"', "too wide for the page: svg in chapters/toy:"),
    ("tree", 'aria-label="The tree is drawn."', "", "a figure has no words"),
]


def test_a_pdf_with_faults_is_found(site, tmp_path):
    """A figure that no page can hold, one that is too wide, one without words: in the chapter's file and in the book's.

    Here the site has an address, and a link from the chapter to another page leads there.
    """
    shutil.copytree(site, tmp_path / "site")
    page = tmp_path / "site" / "chapters" / "toy.html"
    text = page.read_text(encoding="utf-8")
    for name, old, new, _ in FAULTS:
        before, mark, after = text.partition(f'id="frozen-{name}"')
        assert old in after
        text = before + mark + after.replace(old, new, 1)
    page.write_text(text.replace("<head>", f'<head><link rel="canonical" href="{ADDRESS}chapters/toy.html">', 1), encoding="utf-8")
    _, problems = printed(tmp_path / "site", tmp_path / "pdf")
    for *_, said in FAULTS:
        assert [problem.partition(": ")[0] for problem in problems if said in problem] == ["toy.pdf", "book.pdf"]
    assert len(problems) == 2 * len(FAULTS)
    assert f"{ADDRESS}chapters/here.html#why-is-it-here" in targets(tmp_path / "pdf" / "toy.pdf")
