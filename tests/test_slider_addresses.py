"""A slider's position in the page's address: written, read, copied, and what becomes of a wrong one."""

import pytest
from frozen_interact.in_kernel.capture import Frame
from frozen_interact.in_kernel.controls import Control
from frozen_interact.in_kernel.freeze import Frozen
from frozen_interact.in_kernel.page import frozen_html
from playwright.sync_api import expect

from tests import site_checks as checks
from tests.page_of_figures import write_page
from tests.test_sliders import every_page_with_sliders
from tools.serve import serving

RATE = Control("rate", "rate", "range", (0.0, 0.5, 0.8), ("0%", "50%", "80%"), 1)
KIND = Control("kind", "kind", "select", (1, 2), ("1 to 1", "a, b & ü"), 0)
FLAG = Control("flag", "flag", "checkbox", (False, True), ("off", "on"), 1)
RULE = Control("rule", "rule", "radio", ("x", "y"), ("x", "y"), 0)

# In the address bar of Chromium; spaces are plus signs, as in a query.
MOVED = "frozen-show:rate=0.8,kind=a%2C+b+%26+%C3%BC"


def figure(identifier, *controls):
    """A frozen figure whose frames say their number."""
    count, start = 1, 0
    for control in controls:
        count, start = count * len(control.values), start * len(control.values) + control.start
    frames = tuple(Frame((("stdout", f"frame {number}"),)) for number in range(count))
    return frozen_html(Frozen(controls, frames, start), identifier)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page with two figures, one of them in folds, and a section between them."""
    folder = tmp_path_factory.mktemp("page")
    tall = '<div style="height: 3000px"></div>'
    return write_page(
        folder / "page.html",
        f"{figure('frozen-show', RATE, KIND)}{tall}<h2 id=section>Section</h2>{tall}"
        f"<details><summary>More</summary><details><summary>Still more</summary>"
        f"{figure('frozen-other', FLAG, RULE)}</details></details>{tall}",
    )


@pytest.fixture(params=["http", "file"])
def address(request, page):
    """The page's address, from a server and from disk."""
    if request.param == "file":
        yield page.as_uri()
    else:
        with serving(page.parent) as base:
            yield f"{base}page.html"


def shown(where, identifier):
    """The number of the frame that a figure shows."""
    return int(where.locator(f"#{identifier} .frozen-stage span").text_content().split()[-1])


def in_view(where, selector):
    """Whether an element begins in the upper half of the window."""
    return where.locator(selector).evaluate("e => e.getBoundingClientRect().top >= -1 && e.getBoundingClientRect().top < innerHeight / 2")


def test_a_moved_slider_is_in_the_address_and_comes_back(browser, address):
    with checks.Visit(browser, address) as visit:
        page = visit.page
        length = page.evaluate("history.length")
        page.get_by_label("rate").press("End")
        page.get_by_label("kind").select_option(index=1)
        expect(page).to_have_url(f"{address}#{MOVED}")
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        page.get_by_label("flag").click()
        # The one that moved last comes first.
        expect(page).to_have_url(f"{address}#frozen-other:flag=off,rule=x&{MOVED}")
        assert page.evaluate("history.length") == length
        opened = page.url
        frames = shown(page, "frozen-show"), shown(page, "frozen-other")
        page.get_by_label("flag").click()
        expect(page).to_have_url(f"{address}#{MOVED}")
        page.get_by_label("kind").select_option(index=0)
        page.get_by_label("rate").press("ArrowLeft")
        expect(page).to_have_url(address)
        assert not visit.complaints
    with checks.Visit(browser, opened) as visit:
        page = visit.page
        assert (shown(page, "frozen-show"), shown(page, "frozen-other")) == frames == (5, 0)
        assert page.get_by_label("rate").get_attribute("aria-valuetext") == "80%"
        assert page.locator("output").text_content() == "80%"
        assert in_view(page, "#frozen-other"), "its folds are open, and it is in view"
        assert not visit.complaints


@pytest.mark.parametrize(
    "fragment, frame",
    [
        ("frozen-show", 2),
        ("frozen-show:rate=0", 0),
        ("frozen-show:kind=1+to+1,rate=0.8", 4),
        ("frozen-show:rate=0.8,kind=gone", 4),
        ("frozen-show:rate=0.65,kind=a%2C%20b%20%26%20%C3%BC", 3),
        ("frozen-gone:rate=0&frozen-show:rate=0.8", 4),
        ("frozen-show:rate=0.65", 2),
        ("frozen-show:gone=1", 2),
        ("frozen-show:::=,,=&&%E0%A4%A", 2),
        ("frozen-show:rate=%E0%A4%A,constructor=1,__proto__=0", 2),
        ("section", 2),
        ("%E0%A4%A:&=<b>", 2),
    ],
)
def test_what_is_valid_is_shown_and_the_rest_ignored(browser, page, fragment, frame):
    with checks.Visit(browser, f"{page.as_uri()}#{fragment}") as visit:
        assert shown(visit.page, "frozen-show") == frame
        if "section" in fragment:
            assert in_view(visit.page, "#section")
        assert not visit.complaints


def test_another_address_applies_while_the_page_is_open(browser, page):
    with checks.Visit(browser, page.as_uri()) as visit:
        visit.page.evaluate("location.hash = 'section'")
        visit.page.wait_for_function("scrollY > 1000")
        visit.page.evaluate("location.hash = 'frozen-show:rate=0.8'")
        visit.page.wait_for_function("scrollY < 1000")
        assert shown(visit.page, "frozen-show") == 4
        visit.page.evaluate("location.hash = 'frozen-show:kind=a,rate=0'")
        expect(visit.page.locator("#frozen-show .frozen-stage span")).to_have_text("frame 0")
        # Another slider that was moved joins the new address.
        visit.page.evaluate("location.hash = 'frozen-other:rule=y'")
        expect(visit.page).to_have_url(
            f"{page.as_uri()}#frozen-other:flag=on,rule=y&frozen-show:rate=0,kind=1+to+1"
        )


def test_the_same_link_leads_there_again(browser, page):
    link = "frozen-show:rate=0.8,kind=1+to+1"
    with checks.Visit(browser, page.as_uri()) as visit:
        visit.page.evaluate("link => document.body.insertAdjacentHTML('beforeend', `<a href='#${link}'>There</a>`)", link)
        for _ in range(2):
            visit.page.evaluate("scrollTo(0, 5000)")
            visit.page.get_by_text("There").click()
            visit.page.wait_for_function("scrollY < 1000")
            expect(visit.page).to_have_url(f"{page.as_uri()}#{link}")
        assert shown(visit.page, "frozen-show") == 4


def test_the_link_of_a_position_is_copied(browser, address):
    with checks.Visit(browser, address, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        page.get_by_label("rate").press("End")
        button = page.locator("#frozen-show").get_by_role("button", name="Copy link to this position")
        button.press("Enter")
        expect(button).to_have_text("Link copied")
        # Of this figure alone, and whole: its other control may once start elsewhere.
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == f"{address}#frozen-show:rate=0.8,kind=1+to+1"
        expect(button).to_have_text("Copy link")
        # The position's own announcement, due after the key, has not come over it.
        assert page.locator("#frozen-show .frozen-live").text_content() == "Link copied"


def test_where_the_clipboard_is_out_of_reach_the_link_is_shown(browser, page):
    with checks.Visit(browser, page.as_uri()) as visit:
        visit.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        visit.page.locator("#frozen-show").get_by_role("button").click()
        field = visit.page.get_by_label("Link to this position", exact=True)
        expect(field).to_be_focused()
        assert field.input_value() == f"{page.as_uri()}#frozen-show:rate=0.5,kind=1+to+1"
        assert visit.page.evaluate("getSelection().toString()") == field.input_value()
        visit.page.keyboard.press("Tab")
        expect(field).to_have_count(0)


def test_without_the_script_there_is_no_link_to_copy(browser, page):
    with checks.Visit(browser, page.as_uri(), java_script_enabled=False) as visit:
        assert not visit.page.locator("#frozen-show .frozen-link").is_visible()


@pytest.mark.parametrize("source", ["src", "srcdoc"])
def test_in_a_sandboxed_frame_sliders_move(browser, page, tmp_path, source):
    """Where the frame has no address of its own, none is offered."""
    content = page.as_uri() if source == "src" else page.read_text(encoding="utf-8").replace("&", "&amp;").replace('"', "&quot;")
    (tmp_path / "frame.html").write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Frame</title>'
        f'<iframe sandbox="allow-scripts" {source}="{content}" width="900" height="600"></iframe></html>',
        encoding="utf-8",
    )
    with checks.Visit(browser, (tmp_path / "frame.html").as_uri()) as visit:
        frame = visit.page.frames[1]
        frame.get_by_label("rate").press("End")
        expect(frame.locator("#frozen-show .frozen-stage span")).to_have_text("frame 4")
        expect(frame.locator("#frozen-show .frozen-live")).to_have_text("frame 4")
        assert frame.locator("#frozen-show .frozen-link").is_visible() == (source == "src")
        assert not visit.complaints


@every_page_with_sliders
def test_every_figure_of_the_site_comes_back(browser, site, name):
    """All sliders of a page are moved to their ends; a second visit shows the same."""
    with checks.Visit(browser, site + name) as visit:
        figures = visit.page.locator(checks.FIGURES)
        moved = visit.page.evaluate(
            """() => [...document.querySelectorAll("figure.frozen-interact")].map(figure => {
              const control = figure.querySelector("[data-control]");
              const radios = control.querySelectorAll("input");
              if (control.type == "range") control.value = control.value == control.max ? 0 : control.max;
              else if (control.type == "checkbox") control.checked ^= 1;
              else if (control.options) control.selectedIndex = control.selectedIndex ? 0 : 1;
              else [...radios].find(radio => !radio.checked).checked = true;
              control.dispatchEvent(new Event("input", {bubbles: true}));
              return figure.id;
            })"""
        )
        visit.page.wait_for_function("ids => ids.every(id => location.hash.includes(`${id}:`))", arg=moved)
        visit.page.evaluate(checks.UNFOLD)  # what is folded has no text to compare
        address, states = visit.page.url, [one.evaluate(checks.STATE) for one in figures.all()]
    with checks.Visit(browser, address) as visit:
        visit.page.evaluate(checks.UNFOLD)
        assert [one.evaluate(checks.STATE) for one in visit.page.locator(checks.FIGURES).all()] == states
        checks.report(checks.complaints(visit))
