"""The pages of the built site in a real browser: weight, access, and nothing from elsewhere."""

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

from tests import site_checks as checks
from tests.site_checks import report
from tools.book import ROOT, SITE

# The pages of `_toc.yml`, and the one that Sphinx adds.
NAMES = [*parse_toc_yaml(ROOT / "_toc.yml"), "search"]
PAGES = [f"{name.removesuffix('.md').removesuffix('.ipynb')}.html" for name in NAMES]
every_page = pytest.mark.parametrize("name", PAGES)


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
