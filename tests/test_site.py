"""The built site in a real browser: sliders, weight, access, and nothing from elsewhere."""

import threading
from statistics import quantiles

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

from tests import site_checks as checks
from tests.reading import is_slider
from tools.book import ROOT, SITE, notebooks
from tools.running import read
from tools.serve import server

# The pages of `_toc.yml`, and the one that Sphinx adds.
NAMES = [*parse_toc_yaml(ROOT / "_toc.yml"), "search"]
PAGES = [f"{name.removesuffix('.md').removesuffix('.ipynb')}.html" for name in NAMES]
PAGES_WITH_SLIDERS = [
    path.relative_to(ROOT).with_suffix(".html").as_posix()
    for path in notebooks()
    if any(map(is_slider, read(path).cells))
]
every_page = pytest.mark.parametrize("name", PAGES)
every_page_with_sliders = pytest.mark.parametrize("name", PAGES_WITH_SLIDERS)


@pytest.fixture(scope="module")
def site():
    """The address of the site, served gzipped from this machine."""
    assert (SITE / "index.html").exists(), "There is no site to test. Run: make book"
    serving = server()
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}/"
    serving.shutdown()
    serving.server_close()


def report(problems):
    """Fail with one problem a line."""
    assert not problems, "\n" + "\n".join(problems)


def test_every_link_leads_somewhere():
    """All links inside the site, with the places they name on a page."""
    report(checks.broken_links(SITE, ["index.html", *PAGES]))


@every_page
def test_a_page_is_light_and_asks_nobody_else(browser, site, name, record_property):
    """Requests, console and weight of a page over http."""
    with checks.Visit(browser, site + name) as visit:
        too_heavy = checks.too_heavy(visit)
        record_property(f"weight of {name}", f"{visit.bytes / 1024:.0f} KB gzipped")
        record_property(f"largest paint of {name}", f"{visit.page.evaluate(checks.LARGEST_PAINT):.0f} ms")
        report(checks.foreign_requests(visit, site) + checks.complaints(visit) + too_heavy)


@every_page
def test_a_page_works_from_a_file(browser, name):
    """The same page without a server."""
    with checks.Visit(browser, (SITE / name).as_uri()) as visit:
        report(checks.foreign_requests(visit, SITE.as_uri() + "/") + checks.complaints(visit))


@every_page
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_shuts_nobody_out(browser, site, name, theme):
    """axe-core, in light and in dark."""
    with checks.Visit(browser, site + name, theme=theme) as visit:
        report(checks.barriers(visit))


@every_page
def test_a_page_fits_a_phone(browser, site, name):
    """No sideways scrolling at 390 px."""
    with checks.Visit(browser, site + name, viewport=checks.PHONE) as visit:
        report(checks.sideways_scroll(visit))


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_every_slider_of_a_notebook_is_on_its_page(browser, site, path):
    """A cell with a control becomes a frozen figure; none is lost."""
    name = path.relative_to(ROOT).with_suffix(".html").as_posix()
    wanted = sum(map(is_slider, read(path).cells))
    with checks.Visit(browser, site + name) as visit:
        assert visit.page.locator(checks.FIGURES).count() == wanted


@every_page_with_sliders
@pytest.mark.parametrize("viewport", [checks.DESKTOP, checks.PHONE], ids=["desktop", "phone"])
def test_every_slider_moves(browser, site, name, viewport, record_property):
    """By keyboard, from end to end: picture, text and value change, and nothing jumps."""
    with checks.Visit(browser, site + name, viewport=viewport) as visit:
        visit.page.evaluate(checks.MEASURE_STEPS)
        problems = checks.dead_sliders(visit.page)
        times = visit.page.evaluate("stepTimes")
        if len(times) > 1:
            slowest = quantiles(times, n=20)[-1]
            record_property(
                f"slider steps of {name} at {viewport['width']} px",
                f"{slowest:.1f} ms at the 95th percentile of {len(times)} steps, from drawing to painted",
            )
        report(problems + checks.outputs_that_stay(visit.page) + checks.complaints(visit))


@every_page_with_sliders
def test_every_slider_moves_from_a_file(browser, name):
    """The same without a server."""
    with checks.Visit(browser, (SITE / name).as_uri()) as visit:
        report(checks.dead_sliders(visit.page) + checks.complaints(visit))


@every_page_with_sliders
def test_every_slider_moves_in_a_sandboxed_frame(browser, site, name, tmp_path):
    """As a learning platform shows it: scripts run, storage and origin are out of reach."""
    frame = tmp_path / "frame.html"
    frame.write_text(f'<iframe sandbox="allow-scripts" src="{site}{name}" width="1200" height="700"></iframe>')
    with checks.Visit(browser, frame.as_uri()) as visit:
        report(checks.dead_sliders(visit.page.frames[1]) + checks.complaints(visit))


@every_page_with_sliders
def test_the_first_frames_need_no_script(browser, site, name):
    """With JavaScript off each slider shows its start."""
    with checks.Visit(browser, site + name, java_script_enabled=False) as visit:
        assert visit.page.locator(checks.FIGURES).count()
        report(checks.missing_first_frames(visit))
