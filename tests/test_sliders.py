"""The sliders of the built site in a real browser: none is lost, and each moves."""

from statistics import quantiles

import pytest

from tests import site_checks as checks
from tests.reading import is_slider
from tests.site_checks import report
from tools.book import ROOT, SITE, notebooks
from tools.running import read
from _ext.book_site.depths import deeper_sections

PAGES_WITH_SLIDERS = [
    path.relative_to(ROOT).with_suffix(".html").as_posix()
    for path in notebooks()
    if any(map(is_slider, read(path).cells))
]
every_page_with_sliders = pytest.mark.parametrize("name", PAGES_WITH_SLIDERS)


@every_page_with_sliders
@pytest.mark.parametrize(
    "viewport, place", [(checks.DESKTOP, "http"), (checks.PHONE, "file")], ids=["desktop, http", "phone, file"]
)
def test_every_slider_moves(browser, site, name, viewport, place, record_property):
    """By keyboard, from end to end: picture, text and value change, and nothing jumps. With a server, and without."""
    base = site if place == "http" else SITE.as_uri() + "/"
    with checks.Visit(browser, base + name, viewport=viewport) as visit:
        visit.page.evaluate(checks.MEASURE_STEPS)
        problems = checks.dead_sliders(visit.page)
        times = visit.page.evaluate("stepTimes")
        if len(times) > 1:
            slowest = quantiles(times, n=20)[-1]
            record_property(
                f"slider steps of {name} at {viewport['width']} px",
                f"{slowest:.1f} ms at the 95th percentile of {len(times)} steps, from drawing to painted",
            )
        report(problems + checks.complaints(visit))


@every_page_with_sliders
def test_every_slider_moves_in_a_sandboxed_frame(browser, site, name, tmp_path):
    """As a learning platform shows it: scripts run, storage and origin are out of reach."""
    frame = tmp_path / "frame.html"
    frame.write_text(f'<iframe sandbox="allow-scripts" src="{site}{name}" width="1200" height="700"></iframe>')
    with checks.Visit(browser, frame.as_uri()) as visit:
        report(checks.dead_sliders(visit.page.frames[1]) + checks.complaints(visit))


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_page_has_all_of_its_notebook_and_needs_no_script(browser, site, path):
    """A cell with a control is a frozen figure, which shows its start with JavaScript off; and no deeper section is folded then."""
    name, notebook = path.relative_to(ROOT).with_suffix(".html").as_posix(), read(path)
    with checks.Visit(browser, site + name, java_script_enabled=False) as visit:
        assert visit.page.locator(checks.FIGURES).count() == sum(map(is_slider, notebook.cells))
        assert visit.page.locator(checks.FOLDS).count() == len(deeper_sections(notebook))
        report(checks.missing_first_frames(visit) + checks.folded_without_script(visit))
