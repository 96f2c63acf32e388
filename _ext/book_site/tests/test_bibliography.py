"""Citations and the bibliography, on a small book; how a citation is read, on sentences."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell, new_notebook

from book_site.sources import citations, entry, unlisted
from book_site.tests.small_book import build, built

BUBBLE = "Ann Bubble, Bo Foam, *Why toys squeak*, Toys 7, 1999. The one to read. <https://example.org/bubble>"
DUCK = "Cy Duck and others, *Water*, NIPS 2001."
OTHER_DUCK = "Cy Duck, Di Pond, *Ducks*, ICML 2001."
ERIK = "Jan van Erik, *Toys in winter*, 2011."
KNOWN = [entry(item) for item in (BUBBLE, DUCK, OTHER_DUCK, ERIK)]


def chapter(*texts, reading):
    """A chapter whose first section has some cells."""
    listed = "\n".join(f"- {item}" for item in reading)
    cells = ["# A toy", "## Air", *texts, f"## Further reading\n\n{listed}"]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return nbformat.writes(new_notebook(cells=list(map(new_markdown_cell, cells)), metadata=metadata))


BOOK = {
    "index.md": "# Start\n\n```{toctree}\nchapters/toy\nchapters/pond\nchapters/list\nchapters/here\n```\n",
    "chapters/toy.ipynb": chapter(
        "Bubble and Foam (1999) squeak, and so say others (Duck et al., 2001; Bubble and Foam, 1999).",
        "### Deeper: *what* else\n\nVan Erik's toys of 2011 freeze. In `Bubble 1999` nothing is cited.",
        reading=[BUBBLE, DUCK, ERIK],
    ),
    "chapters/pond.ipynb": chapter("Nothing is said of Duck.", reading=[DUCK]),
    "chapters/list.md": "---\nnosearch: true\n---\n# List\n\n```{bibliography}\n```\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built(tmp_path_factory.mktemp("book"), **BOOK)


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_a_citation_leads_to_its_entry_on_the_page_and_is_described_by_it(site):
    page = soup(site / "chapters/toy.html")
    found = page.select("a.citation")
    assert [link.get_text() for link in found] == [
        "Bubble and Foam (1999)", "Duck et al., 2001", "Bubble and Foam, 1999", "Erik’s toys of 2011",
    ]
    for link in found:
        target = page.find(id=link["href"].removeprefix("#"))
        assert target.name == "li" and target["id"] == link["aria-describedby"]
    assert page.find(id="source-bubble-why-toys-squeak").get_text().startswith("Ann Bubble, Bo Foam, Why toys squeak")


def test_the_bibliography_has_every_source_once_and_says_where_it_is_cited(site):
    """By the first author; a section is named once, by its title; a chapter that only lists a source is named too."""
    page = soup(site / "chapters/list.html")
    entries = page.select("ul.bibliography > li")
    assert [item["id"] for item in entries] == [
        "source-bubble-why-toys-squeak", "source-duck-water", "source-erik-toys-in-winter",
    ]
    assert [item.select_one(".cited-in").get_text() for item in entries] == [
        "In Toy: Air", "In Toy: Air; Pond", "In Toy: what else",
    ]
    first = entries[0].select(".cited-in a")
    assert [link["href"] for link in first] == ["toy.html#source-bubble-why-toys-squeak", "toy.html#cite-1"]
    assert [link["href"].partition("#")[2] for link in page.select(".letters a")] == [item["id"] for item in entries]
    assert "3 sources." in page.get_text()


def test_every_link_of_the_bibliography_leads_to_a_place(site):
    page = soup(site / "chapters/list.html")
    for link in page.select(".cited-in a"):
        name, _, anchor = link["href"].partition("#")
        assert soup(site / "chapters" / name).find(id=anchor), link


def test_a_search_finds_the_chapters_and_not_the_list_of_their_sources(site):
    index = (site / "_static/search-index.js").read_text(encoding="utf-8")
    assert "chapters/toy.html" in index and "chapters/list.html" not in index


def test_the_list_follows_the_chapters_in_the_next_build(tmp_path, monkeypatch):
    build(tmp_path, monkeypatch, **BOOK)
    built, _ = build(tmp_path, monkeypatch, **BOOK | {"chapters/pond.ipynb": chapter("Quiet.", reading=[OTHER_DUCK])})
    page = soup(built / "chapters/list.html")
    assert page.find(id="source-duck-ducks").select_one(".cited-in").get_text() == "In Pond"
    assert page.find(id="source-duck-water").select_one(".cited-in").get_text() == "In Toy: Air"


@pytest.mark.parametrize("text, cited", [
    ("as Bubble and Foam (1999, page 3) say", ["Why toys squeak"]),
    ("Bubble's rule of 1999", ["Why toys squeak"]),
    ("(Duck et al., 2001)", ["Water"]),
    ("(Duck and Pond, 2001)", ["Ducks"]),
    ("Duck (2001, ICML) and Duck (2001, NIPS)", ["Ducks", "Water"]),
    ("(van Erik, 2011; Bubble and Foam, 1999)", ["Toys in winter", "Why toys squeak"]),
    ("Bubble was right. In 1999 nobody said so", []),
    ("Bubble (2001)", []),
])
def test_how_a_source_is_cited(text, cited):
    assert [source.title for _, _, source in citations(text, KNOWN)] == cited


@pytest.mark.parametrize("text, missing", [
    ("(Pond et al., 2001)", ["Pond et al., 2001"]),
    ("(Duck et al., 2001; Bubble, 2003)", ["Bubble, 2003"]),
    ("as Foam (1999) says", ["Foam (1999"]),
    ("Bubble and Foam (1999) had data until 1998, on (20) toys in June 1997", []),
])
def test_a_citation_of_what_is_not_listed_is_found(text, missing):
    assert unlisted(text, KNOWN) == missing
