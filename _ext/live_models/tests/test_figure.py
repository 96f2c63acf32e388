"""A live figure in use: from a folder, by mouse, by touch, by keyboard, and with bad input."""

import gzip
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest

from live_models import figure
from live_models.tests import demo
from tools import browser as installed_browser

LARGEST_BEFORE = 3 * 1024
LARGEST_AFTER = 150 * 1024
SEVEN = [(0.2, 0.15), (0.8, 0.15), (0.45, 0.9)]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A page with a figure, in a folder."""
    return demo.write(tmp_path_factory.mktemp("figure"), *demo.quick_model())


@pytest.fixture(scope="module")
def chromium():
    with installed_browser.started() as chromium:
        yield chromium


@pytest.fixture
def page(chromium, written):
    """The page, opened from its folder; an error in it fails the test."""
    errors = []
    page = chromium.new_page(has_touch=True)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(written.as_uri())
    yield page
    page.close()
    assert not errors


def press(page):
    page.get_by_role("button", name="Draw your own digit").click()
    page.locator(".live-field").wait_for()


def click(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def at(page, x, y):
    """A point of the field on the screen."""
    box = page.locator(".live-field").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def draw(page, points):
    page.mouse.move(*at(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*at(page, *point), steps=5)
    page.mouse.up()
    # The answer comes with the next frame.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def words(page, part):
    """The sentence of the figure, once it holds this part."""
    page.wait_for_function("(part) => document.querySelector('.live-words').textContent.includes(part)", arg=part)
    return page.inner_text(".live-words")


def counts(page):
    return [int(text or 0) for text in page.locator(".live-count").all_inner_texts()]


def seen(page):
    """The ink that the model was given."""
    shares = page.locator(".live-seen rect").evaluate_all(
        "(pixels) => pixels.map((pixel) => +pixel.getAttribute('fill-opacity'))")
    return np.reshape(shares, (8, 8))


def test_weight(written, record_property):
    """A few hundred bytes before the press, and little after it."""
    folder = written.parent
    held = figure.html("digits", "masks", "Draw your own digit", figure.scripts_of("digits", "masks"))
    before = held + "".join((folder / name).read_text() for name in ("live-start.js", "live-models.css"))
    after = [gzip.compress((folder / name).read_bytes(), 9) for name in figure.scripts_of("digits", "masks")]
    record_property("live_models, before the press", f"{len(gzip.compress(before.encode(), 9)) / 1024:.1f} KB")
    record_property("live_models, after the press", f"{sum(map(len, after)) / 1024:.1f} KB")
    assert len(gzip.compress(before.encode(), 9)) <= LARGEST_BEFORE
    assert sum(map(len, after)) <= LARGEST_AFTER


def test_by_mouse(page):
    assert page.evaluate("typeof LiveModels") == "undefined"
    press(page)
    assert "field is empty" in words(page, "empty")
    draw(page, SEVEN)
    sentence = words(page, "With all units on")
    assert sum(counts(page)) == 100
    best = int(np.argmax(counts(page)))
    assert f"{counts(page)[best]} say {best}" in sentence
    before = counts(page)
    click(page, "Undo")
    words(page, "empty")
    click(page, "a 3")
    assert "say 3" in words(page, "say 3") and counts(page)[3] > 50
    click(page, "Clear")
    words(page, "empty")
    draw(page, SEVEN)
    words(page, "With all units on")
    assert counts(page) == before, "the same drawing has the same answer"
    click(page, "Other masks")
    page.wait_for_function(
        "(before) => [...document.querySelectorAll('.live-count')].map((count) => +count.textContent).join() !== before",
        arg=",".join(map(str, before)))


def test_by_keyboard_alone_and_heard(page):
    """The same picture as by mouse, and what is shown is said when the reader comes to rest."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.live-field')")
    for key in ["ArrowUp"] * 3 + [" "] + ["ArrowDown"] * 6:
        page.keyboard.press(key)
    page.wait_for_function("document.querySelector('.live-said').textContent.includes('Row 8, column 5, pen down.')")
    heard = page.text_content(".live-said")
    assert "With all units on, the model says" in heard and words(page, "With") in heard
    for key in [" ", "u"]:
        page.keyboard.press(key)
    words(page, "empty")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Undo", "the field lets go of Tab"


def test_by_touch(page):
    press(page)
    touch = page.context.new_cdp_session(page)
    page.locator(".live-field").scroll_into_view_if_needed()
    for kind, point in [("touchStart", SEVEN[0]), *[("touchMove", point) for point in SEVEN[1:]], ("touchEnd", None)]:
        x, y = at(page, *point) if point else (0, 0)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}] if point else []})
    words(page, "With all units on")
    assert sum(counts(page)) == 100


def test_a_drawing_is_centered_and_scaled(page):
    """Small in a corner or large in the middle: the model sees nearly the same."""
    press(page)
    draw(page, SEVEN)
    words(page, "With all units on")
    large = seen(page)
    click(page, "Clear")
    words(page, "empty")
    draw(page, [(0.55 + 0.4 * x, 0.5 + 0.4 * y) for x, y in SEVEN])
    words(page, "With all units on")
    small = seen(page)
    assert np.abs(large - small).mean() < 0.05 and np.corrcoef(large.ravel(), small.ravel())[0, 1] > 0.95
    for picture in (large, small):
        assert picture[0].max() > 0.4 and picture[-1].max() > 0.4, "it fills the field from top to bottom"
        assert not picture[:, [0, 7]].any(), "it is 5 of 8 columns wide, as the digits are"


def test_bad_drawings(page):
    press(page)
    x, y = at(page, 0.5, 0.5)
    page.mouse.click(x, y)
    assert "That is a dot" in words(page, "dot")
    assert counts(page) == [0] * 10
    click(page, "Clear")
    draw(page, [(column / 20, 0.02 + 0.96 * (column % 2)) for column in range(21)])
    assert "almost full" in words(page, "full")
    click(page, "Clear")
    words(page, "empty")


def test_a_press_during_the_load_and_a_lost_file(page, written):
    lost = written.parent / "live-digits.js"
    text = lost.read_text()
    lost.unlink()
    try:
        page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('.live-start').click()")
        page.wait_for_function("document.querySelector('.live-said').textContent.includes('could not be loaded')")
        assert page.locator(".live-field").count() == 0
    finally:
        lost.write_text(text)
    page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('.live-start').click()")
    page.locator(".live-field").wait_for()
    assert page.locator(".live-field").count() == 1


def test_on_a_phone_and_in_the_dark(page):
    page.set_viewport_size({"width": 390, "height": 800})
    press(page)
    click(page, "a 7")
    words(page, "With all units on")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ink = "getComputedStyle(document.querySelector('.live-field')).fill"
    light = page.evaluate(ink)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(ink) != light
    small = page.locator(".live-model button").evaluate_all(
        "(buttons) => buttons.filter((button) => button.getBoundingClientRect().height < 44).length")
    assert small == 0, "every button is large enough for a finger"


def test_without_javascript_nothing_is_dead(chromium, written):
    page = chromium.new_page(java_script_enabled=False)
    page.goto(written.as_uri())
    assert not page.locator(".live-model").is_visible()
    page.close()
