"""The search page in a real browser: what it finds, how it shows it, and where it leads."""

import gzip
import json
import shutil

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests import site_checks as checks
from tests.test_pages import PAGES
from tests.site_checks import report
from tools.book import ROOT, SITE
from tools.serve import serving

INDEX = SITE / "_static" / "search-index.js"
# As it travels. Only the search page loads it.
WEIGHT_LIMIT = 340 * 1024

SIGMA = "<math><mi>σ</mi></math>"
TOY = {
    "pages": [
        {
            "name": "First",
            "url": "page.html",
            "sections": [
                ["What is a first page?", "", 0, "A page doesn’t end here.\nIt drops a word. It is dropping more."],
                ["Dropped units", "units", 0, "The unit \ue000\\sigma\ue001 is small. A vanishing gradient is smaller.\nlayer = keras.layers.BatchNormalization(x_train)"],
                ["Folded", "folded", 1, "A gradient is there.\nAnother one vanishes."],
            ],
        },
        {
            "name": "Second",
            "url": "other.html",
            "sections": [["Another page", "", 0, "Dropout is no form of it. The gradient vanishes here."]]
            + [[f"Section {number}", f"s{number}", 0, "A common word."] for number in range(12)],
        },
    ],
    "formulas": {"\\sigma": SIGMA},
}
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>First</title><link rel="icon" href="data:,">
<script defer src="search-hits.js"></script></head><body><article>
<section id="first"><h1>What is a first page?</h1><p>A page doesn’t end here. It drops a word.</p>
<section id="units"><h2>Dropped units</h2><p>A gradient.</p><div style="height: 3000px"></div>
<details><summary>More</summary><details><summary>Still more</summary><p id="deep">A gradient is DROPPED here, not in dropout.</p></details></details></section>
<section id="folded"><h2>Folded</h2><p>It is dropped.</p></section></section></article></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site's own search page, with an index of two small pages, and one of the pages."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copytree(SITE / "_static", folder / "_static")
    shutil.copy(SITE / "search.html", folder)
    shutil.copy(ROOT / "_ext" / "book_site" / "static" / "search-hits.js", folder)
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    text = json.dumps(TOY, ensure_ascii=False)
    (folder / "_static" / "search-index.js").write_text(f"const SEARCH_INDEX = {text};", encoding="utf-8")
    return folder


@pytest.fixture(params=["http", "file"], scope="module")
def base(request, folder):
    """The folder's address, from a server and from disk."""
    if request.param == "file":
        yield folder.as_uri() + "/"
    else:
        with serving(folder) as address:
            yield address


@pytest.fixture(scope="module")
def search(browser, folder):
    """Look for something; returns the headings of the results, in order."""
    with checks.Visit(browser, f"{folder.as_uri()}/search.html") as visit:
        field = visit.page.locator(".bd-search-container input")

        def look_for(question):
            field.fill(question)
            field.press("Enter")
            return visit.page.locator("#search-hits h3 a").all_text_contents()

        look_for.page = visit.page
        yield look_for
        assert not visit.complaints


@pytest.mark.parametrize(
    "question, titles",
    [
        # A heading first; all forms of a word, and no other word.
        ("drop", ["Dropped units", "What is a first page?"]),
        ("dropping", ["Dropped units", "What is a first page?"]),
        ("dropout", ["Another page"]),
        ("doesn't", ["What is a first page?"]),
        ("doesn’t", ["What is a first page?"]),
        # All words in one section; together in a sentence they come first.
        ("vanishing gradient", ["Dropped units", "Folded", "Another page"]),
        ('"vanishing gradient"', ["Dropped units"]),
        ("“gradient vanishes”", ["Another page"]),
        # A formula by its name, or by its command.
        ("sigma", ["Dropped units"]),
        ("\\sigma", ["Dropped units"]),
        # Words in code; the beginning of one.
        ("x_train", ["Dropped units"]),
        ("keras.layers", ["Dropped units"]),
        ("batchnorm", ["Dropped units"]),
        # Common words do not count beside others.
        ("the dropout", ["Another page"]),
        ("units gone", []),
        ("<b>", []),
        ("", []),
    ],
)
def test_what_is_found(search, question, titles):
    found = search(question)
    assert sorted(found) == sorted(titles)
    if question == "drop":
        assert found == titles


def test_a_result_shows_its_chapter_and_the_sentence_with_the_hit(search):
    search("vanishing gradient")
    groups = search.page.locator("#search-hits section")
    assert groups.locator("h2").all_text_contents() == ["First", "Second"]
    first, second = groups.nth(0).locator("li").all()
    assert first.locator("p").text_content() == "A vanishing gradient is smaller."
    assert first.locator("mark").all_text_contents() == ["vanishing", "gradient"]
    assert first.locator(".search-deeper").count() == 0
    assert second.locator(".search-deeper").text_content() == "Deeper"
    expect(search.page.get_by_role("status")).to_have_text("Found in 3 sections of 2 pages.")


def test_a_formula_is_drawn_and_marked(search):
    search("sigma")
    assert search.page.locator("#search-hits mark math").count() == 1


def test_a_common_word_does_not_fill_the_page(search):
    assert len(search("common")) == 5
    search.page.get_by_text("7 more in Second").press("Enter")
    expect(search.page.locator("#search-hits h3")).to_have_count(12)


@pytest.mark.parametrize(
    "question, words",
    [
        ("nowhere", "The book does not have “nowhere”."),
        ("nowhere gradient never", "The book does not have “nowhere” and “never”."),
        ("common gradient", "No section has all of these words. Try fewer of them."),
    ],
)
def test_where_nothing_is_found_the_reader_is_told_what_to_try(search, question, words):
    assert search(question) == []
    expect(search.page.get_by_role("status")).to_contain_text(words)


def test_results_come_while_the_reader_types_and_are_in_the_address(browser, base):
    with checks.Visit(browser, f"{base}search.html?q=dropout") as visit:
        expect(visit.page.locator("#search-hits h3")).to_have_text(["Another page"])
        field = visit.page.locator(".bd-search-container input")
        expect(field).to_be_focused()
        field.press_sequentially("s units")
        expect(visit.page.get_by_role("status")).to_contain_text("No section")
        field.fill("units")
        expect(visit.page).to_have_url(f"{base}search.html?q=units")
        field.press("Tab")
        visit.page.locator("#search-hits a").first.focus()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(f"{base}page.html**")
        visit.page.wait_for_load_state()
        expect(visit.page).to_have_url(f"{base}page.html#units")
        assert not visit.complaints


def marked(page):
    """The words that the page marks."""
    return page.evaluate("[...CSS.highlights.get('search-hit') ?? []].map(String)")


def test_the_page_marks_the_words_in_the_section_and_opens_what_holds_them(browser, base):
    with checks.Visit(browser, f"{base}page.html?highlight=gone&highlight=Dropped#units") as visit:
        # The heading's comes first, and it is in view: nothing moves.
        assert marked(visit.page) == ["Dropped", "DROPPED"]
        assert visit.page.evaluate("scrollY") < 400
        expect(visit.page).to_have_url(f"{base}page.html#units")
    with checks.Visit(browser, f"{base}page.html?highlight=here#units") as visit:
        assert marked(visit.page) == ["here"]
        expect(visit.page.locator("#deep")).to_be_in_viewport()
        visit.page.keyboard.press("Escape")
        assert marked(visit.page) == []
    with checks.Visit(browser, f"{base}page.html?highlight=doesn’t+end&highlight=(x") as visit:
        assert marked(visit.page) == ["doesn’t end"]
        assert not visit.complaints


@pytest.mark.parametrize("viewport", [checks.DESKTOP, checks.PHONE], ids=["desktop", "phone"])
def test_results_shut_nobody_out(browser, site, viewport):
    with checks.Visit(browser, f"{site}search.html?q=gradient", viewport=viewport) as visit:
        assert visit.page.locator("#search-hits li").count() > 5
        report(checks.sideways_scroll(visit) + checks.barriers_in_both_themes(visit) + checks.complaints(visit))


def index():
    """The index of the built site."""
    return json.loads(INDEX.read_text(encoding="utf-8").partition("=")[2].strip().rstrip(";"))


def source(page):
    """The source of a page that is written in Markdown; of any other, nothing."""
    path = ROOT / page.replace(".html", ".md")
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_the_index_has_every_page_and_is_light(record_property):
    """Not the search itself, and no page that only repeats what stands in others."""
    repeats = {page for page in PAGES if "nosearch: true" in source(page)}
    assert repeats and {page["url"] for page in index()["pages"]} == {*PAGES} - repeats - {"search.html"}
    weight = len(gzip.compress(INDEX.read_bytes()))
    record_property("weight of the search index", f"{weight / 1024:.0f} KB gzipped")
    assert weight <= WEIGHT_LIMIT


def test_every_section_of_the_index_is_on_its_page():
    for page in index()["pages"]:
        places = {tag["id"] for tag in BeautifulSoup((SITE / page["url"]).read_text(encoding="utf-8"), "html.parser").find_all("section", id=True)}
        anchors = {anchor for _, anchor, _, _ in page["sections"]}
        # The page's own title stands for the whole.
        assert anchors - {""} <= places and len(places - anchors) == 1, page["url"]


def test_a_result_leads_to_its_section(browser):
    """From disk, and by way of the search of the sidebar."""
    page = next(page for page in index()["pages"] if len(page["sections"]) > 20)
    title, anchor, _, _ = next(section for section in page["sections"] if section[0] == "The short answer")
    with checks.Visit(browser, (SITE / page["url"]).as_uri()) as visit:
        visit.page.get_by_role("button", name="Search").first.click()
        field = visit.page.get_by_role("dialog").get_by_role("searchbox")
        field.fill(f'"{title}"')
        field.press("Enter")
        expect(visit.page).to_have_url((SITE / "search.html").as_uri() + "?q=%22The+short+answer%22")
        visit.page.wait_for_load_state()
        visit.page.locator(f"#search-hits a[href*='{page['url']}'][href$='#{anchor}']").click()
        visit.page.wait_for_load_state()
        expect(visit.page).to_have_url(f"{(SITE / page['url']).as_uri()}#{anchor}")
        expect(visit.page.locator(f"#{anchor} h2").first).to_be_in_viewport()
        assert not visit.complaints
