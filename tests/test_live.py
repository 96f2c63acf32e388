"""The live figures of the site, in a real browser: what they weigh, how soon they answer, and that they answer as Keras does."""

import gzip
import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from sklearn.datasets import load_digits

from _ext.live_models.pack import unpack
from tests import site_checks as checks
from tests.site_checks import report
from tools.book import SITE

FILES = SITE / "_live"
# The page of each figure, its file, and what its weights are compared on: rows of numbers that its model takes.
FIGURES = [("chapters/dropout.html", "dropout", load_digits().data.astype("float32") / 16)]
every_figure = pytest.mark.parametrize(("page", "name", "inputs"), FIGURES, ids=[name for _, name, _ in FIGURES])

LARGEST_BEFORE, LARGEST_AFTER = 3 * 1024, 150 * 1024


def zipped(*texts):
    return len(gzip.compress("".join(texts).encode(), 9, mtime=0))


def of_file(name):
    """The model of a file, as a page gets it."""
    text = (FILES / f"live-{name}.js").read_text(encoding="utf-8")
    return json.loads(text.partition("] = ")[2].rstrip().rstrip(";"))


def press(visit):
    visit.page.locator(".live-model .live-start").click()
    visit.page.locator(".live-field").wait_for()


def test_every_figure_is_tested():
    """A file of a model without a test is one that nobody has compared."""
    files = {path.stem.removeprefix("live-") for path in FILES.glob("live-*.js")} - {"models", "draw", "training"}
    assert files == {name for _, name, _ in FIGURES}


@every_figure
def test_it_weighs_little_before_the_press_and_after(page, name, inputs, record_property):
    html = (SITE / page).read_text(encoding="utf-8")
    held = re.search(r'<figure class="live-model".*?</figure>', html, re.S)[0]
    before = zipped(held, *((SITE / "_static" / file).read_text() for file in ("live-start.js", "live-models.css")))
    scripts = re.search(r'data-live-scripts="([^"]*)"', held)[1].split()
    after = zipped(*((SITE / page).parent.joinpath(script).read_text() for script in scripts))
    record_property(f"live figure {name}, gzipped before and after the press", f"{before} and {after} bytes")
    assert before <= LARGEST_BEFORE and after <= LARGEST_AFTER


@every_figure
@pytest.mark.parametrize("place", ["http", "file"])
def test_it_answers_from_a_server_and_from_a_folder(browser, site, page, name, inputs, place):
    base = site if place == "http" else SITE.as_uri() + "/"
    with checks.Visit(browser, base + page) as visit:
        press(visit)
        visit.page.get_by_role("button", name="a clear one").click()
        expect(visit.page.locator(".live-words")).to_contain_text("The masks agree")
        visit.page.get_by_role("button", name="a torn one").click()
        expect(visit.page.locator(".live-words")).to_contain_text(re.compile("masks are torn|Most masks"))
        report(checks.complaints(visit) + checks.foreign_requests(visit, base))


@every_figure
def test_it_shuts_nobody_out(browser, site, page, name, inputs):
    """In the dark and on a phone, pressed, with a drawing by keyboard."""
    with checks.Visit(browser, site + page, theme="dark", viewport=checks.PHONE) as visit:
        press(visit)
        visit.page.locator(".live-field").focus()
        for key in (" ", *["ArrowDown"] * 4, *["ArrowLeft"] * 2, " "):
            visit.page.keyboard.press(key)
        expect(visit.page.locator(".live-words")).to_contain_text("of 100 passes")
        report(checks.sideways_scroll(visit) + checks.barriers(visit, unfold=False))


@every_figure
def test_it_answers_as_keras_does(browser, site, page, name, inputs, record_property):
    """A net of dense layers with the file's weights, computed with NumPy in double precision, beside the page."""
    model = of_file(name)
    arrays, x = unpack(model["weights"], model["data"]), np.asarray(inputs, float)
    for step in model["steps"]:
        if step["kind"] == "Dense":
            x = x @ arrays[step["weights"]["kernel"]].astype(float) + arrays[step["weights"]["bias"]]
            x = np.maximum(x, 0) if step.get("activation", ["linear"])[0] == "relu" else x
    with checks.Visit(browser, site + page) as visit:
        press(visit)
        found = visit.page.evaluate(
            """([name, shape, numbers]) => {
                 const model = LiveModels.load(liveModelFiles[name]);
                 return [...model.predict(LiveModels.tensor(shape, numbers)).data];
               }""",
            [name, list(np.shape(inputs)), np.ravel(inputs).tolist()],
        )
    found = np.reshape(found, x.shape)
    largest = float(np.abs(found - x).max() / np.abs(x).max())
    record_property(f"live figure {name}: largest difference from Keras's formula, of the largest answer", f"{largest:.1e}")
    assert largest < 1e-5 and (found.argmax(1) == x.argmax(1)).all()
