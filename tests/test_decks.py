"""The decks of the built site in a real browser: readable, complete, alive."""

import pytest

from _ext.decks.slides import slide_mark
from tests import deck_checks as checks
from tests.site_checks import barriers, complaints, foreign_requests, report
from tools.book import SITE, notebooks
from tools.running import read

NAMES = [path.stem for path in notebooks() if any(map(slide_mark, read(path).cells))]
every_deck = pytest.mark.parametrize("name", NAMES)


def test_each_notebook_with_marks_has_its_deck_and_pdf():
    """And no other has one."""
    names = {path.name for path in (SITE / "slides").glob("*")}
    assert names == {f"{name}.{kind}" for name in NAMES for kind in ("html", "pdf")}, "Run: make slides"


@every_deck
def test_every_slide_can_be_read_from_the_back_row(browser, name, record_property):
    """No overflow and no small text, at any position of a slider."""
    path = SITE / "slides" / f"{name}.html"
    with checks.open_deck(browser, path.as_uri()) as visit:
        problems = checks.unreadable(visit) + checks.small_surroundings(visit) + checks.notes_without_time(visit)
        count = visit.page.evaluate("Reveal.getTotalSlides()")
        record_property(f"slides of {name}", f"{count}, {path.stat().st_size / 1024:.0f} KB")
    report(problems + checks.too_large(path) + checks.faults_of_pdf(path.with_suffix(".pdf"), count))


@every_deck
def test_a_deck_is_alive_from_a_file(browser, name):
    """Sliders, keys, overview, theme, presenter's view."""
    with checks.open_deck(browser, (SITE / "slides" / f"{name}.html").as_uri()) as visit:
        problems = checks.dead_in_the_deck(visit) + checks.keys_that_fail(visit) + checks.overview_that_fails(visit)
        problems += checks.theme_that_stays(visit) + checks.notes_that_fail(visit)
        report(problems + complaints(visit) + foreign_requests(visit, SITE.as_uri() + "/"))


@every_deck
def test_a_deck_asks_nobody_over_http(browser, site, name):
    """All is in its one file, and the presenter's view has it too."""
    with checks.open_deck(browser, f"{site}slides/{name}.html") as visit:
        report(checks.notes_that_fail(visit) + complaints(visit) + foreign_requests(visit, site))


@every_deck
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_deck_shuts_nobody_out(browser, site, name, theme):
    """axe-core, on all slides at once, as they are printed."""
    with checks.open_deck(browser, f"{site}slides/{name}.html{checks.PRINTED}", theme=theme) as visit:
        report(barriers(visit))
