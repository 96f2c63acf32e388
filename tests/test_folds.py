"""What is folded, in a real browser: on a small book, and on every chapter that has deeper sections."""

import re

import pytest
from playwright.sync_api import expect

from book_site.tests.small_book import built, folded_book
from tests import site_checks as checks
from tests.site_checks import report
from tools.book import ROOT, SITE, chapters
from tools.running import read
from tools.serve import serving
from _ext.book_site.depths import deeper_sections

FOLD, FOLDED = checks.FOLDS, f"{checks.FOLDS}:not([open])"
SUMMARY = f"{FOLD} > summary"

# The page of the small book, and those of the chapters that have deeper sections.
TOY = "chapters/folded.html"
PAGES = [TOY] + [
    path.relative_to(ROOT).with_suffix(".html").as_posix() for path in chapters() if deeper_sections(read(path))
]
every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """The folder of the small book's site."""
    return built(tmp_path_factory.mktemp("book"), **folded_book())


@pytest.fixture(scope="module")
def served(toy):
    """The address of the small book."""
    with serving(toy) as address:
        yield address


@pytest.fixture
def address(request, served):
    """The address of a page over http."""
    return lambda name: (served if name == TOY else request.getfixturevalue("site")) + name


@pytest.fixture(params=["http", "file"])
def addresses(request, address, toy):
    """The address of a page, over http and from a folder."""
    if request.param == "http":
        return address
    return lambda name: ((toy if name == TOY else SITE) / name).as_uri()


def ids(page):
    """The ids of the deeper sections."""
    return page.locator(FOLD).evaluate_all("folds => folds.map(fold => fold.parentElement.id)")


def last_place(page):
    """The id of the deepest heading that is inside of a deeper section, or of a section."""
    inside = page.locator(f"{FOLD} section").evaluate_all("sections => sections.map(section => section.id)")
    return (inside or ids(page))[-1]


def expect_in_view(page, place):
    """A place has come into view, and what holds it is open."""
    target = page.locator(f'[id="{place}"]')
    expect(target.locator(":is(h2, h3, h4, h5)").first).to_be_in_viewport()
    assert not target.locator("xpath=ancestor-or-self::*[self::details and not(@open)]").count()
    expect(target.locator(f":scope > {FOLDED}")).to_have_count(0)


@every_page
def test_deeper_sections_come_folded_and_open_by_key_and_by_button(browser, address, name):
    """In this order, on one visit."""
    with checks.Visit(browser, address(name)) as visit:
        are_folded_with_their_minutes(visit.page)
        open_and_fold_by_key(visit.page)
        open_and_fold_by_button(visit.page)
        report(checks.complaints(visit))


def are_folded_with_their_minutes(page):
    """Their headings stay headings, and name the minutes beside them."""
    count = page.locator(FOLD).count()
    assert count
    expect(page.locator(FOLDED)).to_have_count(count)
    expect(page.get_by_role("heading", level=3, name=re.compile("^Deeper: "))).to_have_count(count)
    for text in page.locator(".fold-minutes").all_inner_texts():
        assert re.fullmatch(r"\d+ min", text)


def open_and_fold_by_key(page):
    """Enter and Space on the line that stays in view, which the Tab key reaches."""
    fold, summary = page.locator(FOLD).first, page.locator(SUMMARY).first
    for key, is_open in (("Enter", True), ("Space", False)):
        summary.press(key)
        assert fold.evaluate("fold => fold.open") is is_open
    assert summary.evaluate("summary => document.activeElement === summary && summary.tabIndex === 0")


def open_and_fold_by_button(page):
    """It says what it will do."""
    folded, button = page.locator(FOLDED), page.locator(".fold-all")
    count = folded.count()
    page.get_by_role("button", name="Open all").click()
    expect(folded).to_have_count(0)
    expect(button).to_have_text("Fold all")
    button.press("Enter")
    expect(folded).to_have_count(count)
    expect(button).to_have_text("Open all")


@every_page
def test_no_section_is_painted_open_first(browser, address, name):
    """Whenever the browser may paint while the page arrives, each deeper section is folded."""
    watch = """
      window.seen = false;
      // Runs after what the page does when a part of it arrives, and before the browser may paint.
      const look = () => queueMicrotask(() => { seen ||= !!document.querySelector("details.deeper[open]"); });
      new MutationObserver(look).observe(document, {childList: true, subtree: true});
    """
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(watch)
    page.goto(address(name))
    assert page.evaluate("seen") is False
    context.close()


@every_page
def test_an_address_and_a_link_open_what_they_name(browser, addresses, toy, name):
    """On load: a place inside of a section, and a section itself. And a link that the reader follows to the place."""
    text = ((toy if name == TOY else SITE) / name).read_text(encoding="utf-8")
    section = re.search('<section id="(deeper-[^"]*)"', text)[1]
    with checks.Visit(browser, f"{addresses(name)}#{section}") as visit:
        page, place = visit.page, last_place(visit.page)
        expect_in_view(page, section)
        expect(page.locator(f"{FOLD}[open]")).to_have_count(1)
        follow_twice(page, place)
        page.goto("about:blank")  # from which every address is loaded anew
        page.goto(f"{addresses(name)}#{place}")
        expect_in_view(page, place)
        expect(page.locator(f"{FOLD}[open]")).to_have_count(1)


def follow_twice(page, place):
    """A link on the page opens what it names, also when it is followed again, after the reader has folded the section."""
    page.evaluate(
        "place => document.querySelector('.bd-article h1').insertAdjacentHTML('afterend', `<a class=test href='#${place}'>go</a>`)",
        place,
    )
    for _ in range(2):
        page.evaluate(f"document.querySelectorAll('{FOLD}').forEach(fold => fold.open = false)")
        page.evaluate("scrollTo(0, 0)")
        page.locator("a.test").click()
        expect_in_view(page, place)


def test_a_link_from_another_page_and_from_the_contents_opens(browser, served):
    """As a reader meets them."""
    with checks.Visit(browser, served + "chapters/here.html") as visit:
        page = visit.page
        page.get_by_role("link", name="The proof").click()
        expect_in_view(page, "the-proof")
        contents = page.locator(".page-toc a[href='#deeper-where-it-fails']")
        contents.evaluate("link => link.click()")  # the theme shows it where its part is read
        expect_in_view(page, "deeper-where-it-fails")


@pytest.mark.parametrize("garbage", ["#nowhere", "#%E0%A4%A", "#"])
def test_an_address_that_names_nothing_opens_nothing(browser, served, garbage):
    """And is no error."""
    with checks.Visit(browser, served + TOY + garbage) as visit:
        assert visit.page.locator(f"{FOLD}[open]").count() == 0
        report(checks.complaints(visit))


def test_without_a_script_all_is_open(browser, served):
    """A reader without JavaScript misses nothing. Of a chapter's page, `test_sliders.py` asks it."""
    with checks.Visit(browser, served + TOY, java_script_enabled=False) as visit:
        assert visit.page.locator(FOLD).count()
        report(checks.folded_without_script(visit))


def pages_printed(page):
    """The number of sheets that a page takes as PDF."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf()))


@every_page
def test_print_has_all_that_is_folded(browser, address, name):
    """Chromium prints as many sheets as of the page with all its sections open, and folds them again."""
    with checks.Visit(browser, address(name)) as visit:
        count = visit.page.locator(FOLDED).count()
        printed = pages_printed(visit.page)
        expect(visit.page.locator(FOLDED)).to_have_count(count)
        visit.page.locator(".fold-all").click()
        assert printed == pages_printed(visit.page)
    if name == TOY:
        assert printed > 4, "the lecture alone takes four"


@pytest.mark.parametrize("state", ["folded", "open"])
def test_folds_shut_nobody_out(browser, served, state):
    """axe-core in light and dark, folded and open. Of a chapter's page, `test_pages.py` asks the open one."""
    with checks.Visit(browser, served + TOY) as visit:
        report(checks.barriers_in_both_themes(visit, unfold=state == "open"))


def test_an_open_page_fits_a_phone(browser, served):
    """No sideways scrolling at 390 px, folded or open. Of a chapter's page, `test_accessibility.py` asks it."""
    with checks.Visit(browser, served + TOY, viewport=checks.PHONE) as visit:
        report(checks.sideways_scroll(visit))
        visit.page.evaluate(checks.UNFOLD)
        report(checks.sideways_scroll(visit))


def test_what_is_folded_can_be_found(browser, served):
    """The browser opens a fold where it finds a word in it: here by an address, which goes the way of find-in-page."""
    with checks.Visit(browser, f"{served}{TOY}#:~:text=zebra") as visit:
        expect(visit.page.get_by_text("zebra")).to_be_in_viewport()
        expect(visit.page.locator(f"{FOLD}[open]")).to_have_count(1)


def test_a_check_is_one_line_that_opens(browser, served):
    """A tick, the word and the comparison; behind it the code and its True. Checks stand close together."""
    for viewport in (checks.DESKTOP, checks.PHONE):
        with checks.Visit(browser, served + TOY, viewport=viewport) as visit:
            first, second = visit.page.locator("details.check").all()[:2]
            boxes = [check.bounding_box() for check in (first, second)]
            assert all(box["height"] < 32 for box in boxes)
            assert boxes[1]["y"] - boxes[0]["y"] < 36
            expect(first.locator("summary")).to_have_text("Checked shape == (3, 4,)")
            expect(first.locator("div.cell")).to_be_hidden()
            first.locator("summary").press("Enter")
            expect(first.locator(".cell_input")).to_contain_text("shape = (3, 4)")
            expect(first.locator(".cell_output")).to_contain_text("True")


def test_what_scrolls_can_be_reached_by_keyboard_once_it_is_shown(browser, served):
    """In a fold that opens, in a window that grows narrow or wide, and where a slider shows something else."""
    with checks.Visit(browser, served + TOY, viewport=checks.PHONE) as visit:
        page = visit.page
        code = page.locator("pre", has_text="a long line")
        expect(code).not_to_have_attribute("tabindex", "0")
        page.evaluate(checks.UNFOLD)
        expect(code).to_have_attribute("tabindex", "0")
        page.set_viewport_size({"width": 2000, "height": 800})
        expect(code).not_to_have_attribute("tabindex", "0")
        code.evaluate("code => { code.innerHTML = 'a long line'.repeat(100); }")
        expect(code).to_have_attribute("tabindex", "0")
