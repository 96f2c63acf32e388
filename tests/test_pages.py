"""The pages of the built site in a real browser: weight, access, and nothing from elsewhere."""

import pytest
from playwright.sync_api import expect
from sphinx_external_toc.parsing import parse_toc_yaml

from tests import site_checks as checks
from tests.site_checks import report
from tools import paper
from tools.book import ROOT, SITE
from tools.serve import serving

# The pages of `_toc.yml`, and the one that Sphinx adds.
NAMES = [*parse_toc_yaml(ROOT / "_toc.yml"), "search"]
PAGES = [f"{name.removesuffix('.md').removesuffix('.ipynb')}.html" for name in NAMES]
every_page = pytest.mark.parametrize("name", PAGES)


def test_every_link_leads_somewhere():
    """All links inside the site, with the places they name on a page."""
    report(checks.broken_links(SITE, ["index.html", *PAGES]))


@pytest.fixture(scope="module")
def below(tmp_path_factory):
    """The address of the site in a folder of its host, as GitHub Pages has it."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "book").symlink_to(SITE)
    with serving(folder) as address:
        yield f"{address}book/"


@every_page
def test_a_page_is_light_and_asks_nobody_else(browser, below, name, record_property):
    """Requests, console and weight of a page over http. No link to a file begins at the host."""
    with checks.Visit(browser, below + name, fresh=True) as visit:
        too_heavy = checks.too_heavy(visit)
        record_property(f"weight of {name}", f"{visit.bytes / 1024:.0f} KB gzipped")
        record_property(f"largest paint of {name}", f"{visit.page.evaluate(checks.LARGEST_PAINT):.0f} ms")
        report(checks.foreign_requests(visit, below) + checks.complaints(visit) + too_heavy)


@every_page
def test_a_page_works_from_a_file(browser, name):
    """The same page without a server."""
    with checks.Visit(browser, (SITE / name).as_uri()) as visit:
        report(checks.foreign_requests(visit, SITE.as_uri() + "/") + checks.complaints(visit))


@every_page
def test_a_page_shuts_nobody_out(browser, site, name):
    """axe-core, in dark and in light."""
    with checks.Visit(browser, site + name, theme="dark") as visit:
        report(checks.barriers_in_both_themes(visit))


@pytest.mark.parametrize("name", PAGES[:-1])
def test_a_page_fits_a_sheet(browser, name):
    """What `make pdf` prints of it: nothing is wider than the paper. (Nobody prints the search.)"""
    page = paper.opened(browser, SITE, name.removesuffix(".html"))
    page.evaluate("([name, site]) => paper.prepare(name, site)", [name, paper.address(SITE)])
    problems = page.evaluate("() => paper.wide()")
    page.close()
    report(problems)


@pytest.mark.parametrize("lost", ["nowhere", "chapters/deep/nowhere.html"])
def test_a_lost_link_leads_to_a_page_of_the_book(browser, site, lost):
    """With the book's looks, and with a way back."""
    with checks.Visit(browser, site + lost) as visit:
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("There is no such page")
        # The browser tells of the page itself, twice; of nothing that the page loads.
        missing = "console.error: Failed to load resource: the server responded with a status of 404 (Not Found)"
        assert sorted(checks.complaints(visit)) == [f"404: {site}{lost}", missing]
        report(checks.foreign_requests(visit, site) + checks.barriers(visit))
        visit.page.get_by_role("link", name="Go to the first page").click()
        expect(visit.page).to_have_url(f"{site}chapters/welcome.html")
