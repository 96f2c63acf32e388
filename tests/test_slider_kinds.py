"""Controls that are more than one native one, in a browser: intervals, several of a list, play, and those that move each other."""

import re
from dataclasses import replace

import pytest
from frozen_interact.in_kernel.capture import Frame
from frozen_interact.in_kernel.controls import Control, interval
from frozen_interact.in_kernel.freeze import Frozen
from frozen_interact.in_kernel.graph import Ways
from frozen_interact.in_kernel.page import frozen_html
from playwright.sync_api import expect

from tests import site_checks as checks
from tests.page_of_figures import write_page

SPAN = interval(Control("span", "span", "interval", (), (), 0, ("0", "1", "2", "3")), (0, 1, 2, 3), (1, 2))
TAGS = Control("tags", "tags", "several", ((), ("x",), ("y",), ("x", "y")), ("none", "x", "y", "x, y"), 2, ("x", "y"))
STEP = Control("step", "step", "range", (0, 1, 2), ("0", "1", "2"), 1, interval=1500)
KIND = Control("kind", "kind", "radio", ("warm", "cold"), ("warm", "cold"), 0)
ITEM = Control("item", "item", "select", ("tea", "soup"), ("tea", "soup"), 0)
SIZE = Control("size", "size", "range", (0, 1), ("0", "1"), 1)
# Cold has other items, and one size.
WAYS = Ways(
    labels=(("warm", "cold"), ("tea", "soup"), ("0", "1"), ("ice", "milk", "juice"), ("0",)),
    words=(("warm", "cold"), ("tea", "soup"), ("0", "1"), ("ice", "milk", "juice"), ("0",)),
    states=(
        ((0, 0), (1, 0), (2, 1)),
        ((0, 0), (1, 1), (2, 1)),
        ((0, 1), (3, 0), (4, 0)),
        ((0, 1), (3, 1), (4, 0)),
        ((0, 1), (3, 2), (4, 0)),
        ((0, 0), (1, 0), (2, 0)),
    ),
    moves=(
        ((0, 2), (0, 1), (5, 0)),
        ((1, 2), (0, 1), (5, 1)),
        ((0, 2), (2, 3, 4), (2,)),
        ((0, 3), (2, 3, 4), (3,)),
        ((0, 4), (2, 3, 4), (4,)),
        ((5, 2), (5, 1), (5, 0)),
    ),
)


def figure(identifier, *controls, count, start, **more):
    """A frozen figure whose frames say their number."""
    frames = tuple(Frame((("stdout", f"frame {number}"),)) for number in range(count))
    return frozen_html(Frozen(controls, frames, start, **more), identifier)


@pytest.fixture
def page(browser, tmp_path):
    figures = [
        figure("frozen-span", SPAN, count=10, start=SPAN.start),
        figure("frozen-tags", TAGS, count=4, start=2),
        figure("frozen-step", STEP, count=3, start=1, first=Frame((("stdout", "frame of before"),))),
        figure("frozen-ways", KIND, ITEM, SIZE, count=6, start=0, ways=WAYS),
        figure("frozen-alone", replace(SIZE, name="one"), replace(SIZE, name="two"), count=4, start=1, one_at_a_time=True),
        tables("frozen-tables"),
    ]
    file = write_page(tmp_path / "page.html", "".join(figures))
    with checks.Visit(browser, file.as_uri()) as visit:
        yield visit.page
        assert not checks.complaints(visit)


def tables(identifier):
    """A figure whose frames are tables, and print nothing."""
    frames = tuple(Frame((("html", f"<table><tr><td>table {number}</td></tr></table>"),)) for number in range(2))
    return frozen_html(Frozen((SIZE,), frames, 1), identifier)


def shows(page, identifier, words):
    expect(page.locator(f"#{identifier} .frozen-stage span")).to_have_text(f"frame {words}")


def test_a_frame_without_words_is_heard_too(page):
    page.locator("#frozen-tables").get_by_label("size").fill("0")
    expect(page.locator("#frozen-tables .frozen-live td")).to_have_text("table 0")


def test_the_ends_of_an_interval_do_not_cross(page):
    low, high = page.locator("#frozen-span").get_by_label("from"), page.locator("#frozen-span").get_by_label("to", exact=True)
    for end, key, pair in ((high, "End", (1, 3)), (low, "Home", (0, 3)), (low, "End", (3, 3)), (high, "Home", (3, 3))):
        end.press(key)
        shows(page, "frozen-span", SPAN.values.index(pair))
        assert (low.input_value(), high.input_value()) == tuple(map(str, pair))
    assert low.get_attribute("aria-valuetext") == "3"
    expect(page).to_have_url(re.compile(re.escape("#frozen-span:span=3+%E2%80%93+3") + "$"))
    page.reload()
    shows(page, "frozen-span", SPAN.values.index((3, 3)))


def test_several_options_may_be_chosen(page):
    for label, number in (("x", 3), ("y", 1), ("x", 0)):
        page.locator("#frozen-tags").get_by_label(label, exact=True).click()
        shows(page, "frozen-tags", number)


def test_play_goes_to_the_end_and_begins_anew(page):
    shows(page, "frozen-step", "of before")
    button = page.locator("#frozen-step .frozen-play")
    button.click()
    shows(page, "frozen-step", 2)
    expect(button).to_have_accessible_name("Play")
    button.click()
    shows(page, "frozen-step", 0)
    expect(button).to_have_accessible_name("Pause")
    button.click()
    expect(button).to_have_accessible_name("Play")


def test_controls_that_move_each_other_are_followed(page):
    figure = page.locator("#frozen-ways")
    figure.get_by_label("item").select_option("soup")
    shows(page, "frozen-ways", 1)
    figure.get_by_label("cold").click()
    shows(page, "frozen-ways", 2)
    expect(figure.get_by_label("item").locator("option")).to_have_text(["ice", "milk", "juice"])
    assert figure.get_by_label("size").get_attribute("max") == "0"
    figure.get_by_label("item").select_option("juice")
    shows(page, "frozen-ways", 4)
    expect(page).to_have_url(re.compile(re.escape("#frozen-ways:kind=cold,item=juice,size=0") + "$"))
    page.reload()
    shows(page, "frozen-ways", 4)
    expect(figure.get_by_label("item")).to_have_value("juice")
    figure.get_by_label("warm").click()
    shows(page, "frozen-ways", 0)
    assert figure.get_by_label("size").input_value() == "1"


def test_one_at_a_time_the_others_go_back(page):
    one, two = page.locator("#frozen-alone input").all()
    one.press("Home")
    shows(page, "frozen-alone", 0)
    two.press("Home")
    shows(page, "frozen-alone", 2)
    assert one.input_value() == "1"


def test_the_checks_of_the_site_move_every_kind(page):
    """So that a chapter may have any of them; but where one control gives another a single option, they find it dead."""
    page.locator("#frozen-ways").evaluate("figure => figure.remove()")
    checks.report(checks.dead_sliders(page))
    deaf = "all => all.forEach(figure => figure.addEventListener('input', event => event.stopPropagation(), true))"
    page.locator("#frozen-span, #frozen-tags").evaluate_all(deaf)
    assert {problem.split(":")[0] for problem in checks.dead_sliders(page)} == {"slider 1", "slider 2"}
