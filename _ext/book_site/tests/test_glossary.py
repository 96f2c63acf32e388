"""Terms: how a definition is read, the glossary, and the notes beside the words of a chapter in a browser."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell, new_notebook
from playwright.sync_api import expect

from book_site.tests.small_book import build, built
from tests.site_checks import DESKTOP, PHONE, Visit, barriers_in_both_themes, report, sideways_scroll


def chapter(*cells):
    """A chapter of Markdown cells."""
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return nbformat.writes(new_notebook(cells=list(map(new_markdown_cell, cells)), metadata=metadata))


TOY = chapter(
    "# What is a toy?\n\nA squeaker, above all.",
    "## The short answer\n\nToys squeak. **A <dfn>squeaker</dfn> turns $x$ into `air`**, *loudly* (see [here](#more)). So it goes.",
    "A unit may put out 0 for ever. It is called **<dfn title=\"dead toy\">dead</dfn>**, and squeakers are not:\n\n$$\nx = 0\n$$",
    "## More\n\nSqueakers, a dead toy, a dead toy again, `squeaker`, anti-squeaker. " + "Filling words. " * 300,
    "## The end\n\nThe last squeaker of all.",
)
OTHER = chapter("# Others\n\n## Words\n\nA dead toy. One <dfn>Adam</dfn> moves. It has *two* means. Not Madam, not adam: Adam.")
BOOK = {
    "index.md": "# Start\n\n```{toctree}\nchapters/toy\nchapters/other\nchapters/terms\nchapters/here\n```\n",
    "chapters/toy.ipynb": TOY,
    "chapters/other.ipynb": OTHER,
    "chapters/terms.md": "---\nnosearch: true\n---\n# Terms\n\n```{glossary-of-the-book}\n```\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built(tmp_path_factory.mktemp("book"), **BOOK)


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words(tag):
    return " ".join(tag.get_text().split())


def test_the_glossary_has_each_term_in_the_words_of_its_chapter(site):
    """The sentence around the mark, with the one that it points back to, the one that goes on, and its formula."""
    page = soup(site / "chapters/terms.html")
    told = {words(dt): [words(part) for part in dt.find_next("dd").find_all("p")] for dt in page.select(".glossary > dt")}
    assert told == {
        "Adam": ["One Adam moves. It has two means.", "In Other: Words"],
        "dead toy": ["A unit may put out 0 for ever. It is called dead, and squeakers are not:", "In Toy: The short answer"],
        "squeaker": ["A squeaker turns x into air, loudly (see here).", "In Toy: The short answer"],
    }
    assert page.select_one("#term-dead-toy").find_next("dd").select_one(".math-block math")
    assert page.select_one("#term-squeaker").find_next("dd").select_one("code, em")
    assert [link.get_text() for link in page.select(".letters a")] == ["A", "D", "S"]
    for link in page.select(".cited-in a[href*='#']"):
        name, _, place = link["href"].partition("#")
        assert soup(site / "chapters" / name).find("dfn", id=place)


def test_the_first_use_in_each_part_leads_to_the_glossary(site):
    """Not in the paragraph that defines it, in code or in another word; the definition leads there too."""
    page = soup(site / "chapters/toy.html")
    used = [(link.find_parent("section")["id"], link.get_text()) for link in page.select("a.term")]
    assert used == [("more", "Squeakers"), ("more", "dead toy"), ("the-end", "squeaker")]
    glossary = soup(site / "chapters/terms.html")
    for link in page.select("a.term, a.defined"):
        assert glossary.find("dt", id=link["href"].partition("#")[2])
    assert [words(term) for term in page.select("dfn#term-squeaker, dfn#term-dead-toy")] == ["squeaker", "dead"]
    assert [words(link) for link in soup(site / "chapters/other.html").select("a.term")] == ["dead toy"]


def test_a_link_is_described_by_its_definition(site):
    page = soup(site / "chapters/toy.html")
    for link in page.select("a.term"):
        assert words(page.find(id=link["aria-describedby"]))
    assert len(page.select(".notes[hidden] > div")) == 2
    assert not soup(site / "chapters/here.html").select(".notes, a.term")


def test_a_changed_definition_changes_the_notes_of_all_pages(tmp_path, monkeypatch):
    build(tmp_path, monkeypatch, **BOOK)
    built, _ = build(tmp_path, monkeypatch, **BOOK | {"chapters/toy.ipynb": TOY.replace("for ever", "at last")})
    assert "at last" in words(soup(built / "chapters/other.html").select_one(".notes"))


def test_without_a_glossary_a_page_has_no_link_to_one(tmp_path, monkeypatch):
    """That is what `make page` builds."""
    index = "# Start\n\n```{toctree}\nchapters/toy\nchapters/other\nchapters/here\n```\n"
    built, warnings = build(tmp_path, monkeypatch, **{name: text for name, text in BOOK.items() if "terms" not in name} | {"index.md": index})
    assert warnings == ""
    page = soup(built / "chapters/toy.html")
    assert page.find("dfn", id="term-squeaker") and not page.select("a.term, a.defined, .notes")


@pytest.mark.parametrize("text, said", [
    ("A <dfn>toy is open.\n\nHere it ends</dfn>.", "close the tag <dfn>"),
    ("A <dfn>toy</dfn>. Another <dfn>toy</dfn>.", "the term 'toy' is defined twice"),
])
def test_a_mark_that_cannot_be_read_is_a_warning(tmp_path, monkeypatch, text, said):
    _, warnings = build(tmp_path, monkeypatch, **BOOK | {"chapters/other.ipynb": chapter(f"# Others\n\n## Words\n\n{text}")})
    assert said in warnings and "chapters/other" in warnings


@pytest.fixture(scope="module")
def browser():
    from tools import browser as installed_browser

    with installed_browser.started() as chromium:
        yield chromium


NOTE = ".note"
DEFINITION = "A squeaker turns"


@pytest.fixture
def address(site):
    return (site / "chapters/toy.html").as_uri()


def test_a_pointer_that_rests_opens_the_note_and_escape_closes_it(browser, address):
    """It stays while the pointer is on the note, and goes when the pointer has left."""
    with Visit(browser, address) as visit:
        note, link = visit.page.locator(NOTE), visit.page.locator("a.term").first
        link.hover()
        expect(note).to_be_visible()
        expect(note).to_contain_text(DEFINITION)
        note.hover()
        visit.page.wait_for_timeout(400)
        expect(note).to_be_visible()
        visit.page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        visit.page.mouse.move(0, 0)
        link.hover()
        expect(note).to_be_visible()
        visit.page.mouse.move(0, 0)
        expect(note).to_be_hidden()


def test_the_keyboard_opens_the_note_and_enter_follows_the_link(browser, address):
    with Visit(browser, address) as visit:
        note, link = visit.page.locator(NOTE), visit.page.locator("a.term").first
        link.focus()
        expect(note).to_be_visible()
        visit.page.keyboard.press("Tab")
        expect(note).to_contain_text("It is called dead")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/terms.html#term-dead-toy")


def test_the_first_tap_opens_the_note_and_the_second_follows_the_link(browser, address):
    with Visit(browser, address, viewport=PHONE, has_touch=True) as visit:
        note, link = visit.page.locator(NOTE), visit.page.locator("a.term").last
        link.tap()
        expect(note).to_be_visible()
        box = note.bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= PHONE["width"]
        report(sideways_scroll(visit))
        visit.page.get_by_text("The last").tap(position={"x": 2, "y": 2})
        expect(note).to_be_hidden()
        link.tap()
        link.tap()
        visit.page.wait_for_url("**/terms.html#term-squeaker")


def test_an_open_note_shuts_nobody_out(browser, address):
    with Visit(browser, address, viewport=DESKTOP) as visit:
        visit.page.locator("a.term").first.focus()
        expect(visit.page.locator(NOTE)).to_be_visible()
        report(barriers_in_both_themes(visit))


def test_on_paper_there_is_no_note(browser, address):
    with Visit(browser, address) as visit:
        visit.page.locator("a.term").first.focus()
        visit.page.emulate_media(media="print")
        expect(visit.page.locator(NOTE)).to_be_hidden()
