"""A scoreboard is made of a chapter's own table, words, claims and source."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from book_site.scoreboard import read_entries, tables
from book_site.tests.small_book import built, claim

TABLE = "| model | published | here |\n|---|---|---|\n| `toy` | 0.91 | 0.90 |"
ENTRY = "- {chapter: toy, table: table, data: Coins, budget: budget, spread: [claim, other], source: bubble-toys}\n"


def notebook():
    cells = {
        "title": new_markdown_cell(
            "# What is a toy?\n\nIts margins were set on `SEED` 0 to 4. The numbers in the text are those of `SEED = 0`.\n\n"
            "## The answer\n\nIt is one."
        ),
        "table": new_markdown_cell(f"### Deeper: the same toy\n\nSee here.\n\n{TABLE}\n\n**Close.**"),
        "claim": claim("bool(abs(toy - 0.90) < 0.03)"),
        "budget": new_markdown_cell("Bubble (1999) trained a <dfn>toy</dfn> for [nine passes](#deeper-the-same-toy), we for one."),
        "other": claim("1 < 2", "check"),
        "code": new_code_cell("toy = 0.9"),
        "reading": new_markdown_cell("## Further reading\n\n- Ann Bubble, *Toys*, 1999. First. <https://example.org/toys>"),
    }
    for name, cell in cells.items():
        cell.id = name
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return new_notebook(cells=list(cells.values()), metadata=metadata)


def book(entry=ENTRY):
    """The files of a book with a chapter and its scoreboard."""
    return {
        "board.yml": entry,
        "index.md": "# Start\n\n```{toctree}\nchapters/toy\nchapters/here\nchapters/board\n```\n",
        "chapters/toy.ipynb": nbformat.writes(notebook()),
        "chapters/board.md": "# Scoreboard\n\nAll.\n\n```{scoreboard} ../board.yml\n:cards: here\n```\n",
    }


def test_all_that_it_says_is_the_chapters(tmp_path):
    site = built(tmp_path, **book())
    page = BeautifulSoup((site / "chapters/board.html").read_text(encoding="utf-8"), "html.parser")
    assert page.article.find("h2").text.startswith("Toy: The same toy")
    assert [[cell.text for cell in row.select("th, td")] for row in page.select("article tr")] == [["model", "published", "here"], ["toy", "0.91", "0.90"]]
    assert "Close" not in page.article.text and "See here" not in page.article.text
    told = {term.text: term.find_next_sibling("dd") for term in page.select("dl.data-card > dt")}
    assert list(told) == ["Data", "Budget", "Spread", "Source"]
    assert told["Data"].a["href"] == "here.html#coins"
    assert told["Budget"].text.strip() == "Bubble (1999) trained a toy for nine passes, we for one." and told["Budget"].a["href"] == "toy.html#deeper-the-same-toy"
    assert [link["href"] for link in told["Spread"].select("a")] == ["toy.html#claim-claim", "toy.html#claim-other"]
    assert "abs(toy - 0.90) < 0.03" in told["Spread"].text and "Its margins were set on SEED 0 to 4." in told["Spread"].text
    assert told["Source"].text.startswith("Ann Bubble, Toys, 1999.") and told["Source"].a["href"] == "https://example.org/toys"


def test_a_cell_that_claims_nothing_is_no_spread(tmp_path):
    with pytest.raises(ValueError, match="the cell code of chapters/toy is no claim"):
        built(tmp_path, **book(ENTRY.replace("other", "code")))


def test_tables_beside_published_numbers_are_known(tmp_path):
    """An entry that lacks a field is found, too."""
    assert tables(notebook()) == ["table"]
    (tmp_path / "board.yml").write_text(ENTRY.replace("budget: budget, ", ""), encoding="utf-8")
    with pytest.raises(TypeError, match="budget"):
        read_entries(tmp_path / "board.yml")
