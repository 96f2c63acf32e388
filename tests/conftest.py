"""How the tests are shared out, their browser and site, and the measurements they report at the end."""

import pytest
from xdist.scheduler import LoadScopeScheduling

from _ext.book_site.collector import collect_rarely
from tools import browser as installed_browser
from tools.book import SITE
from tools.serve import serving

# As in a build: the workers spent a fifth of their time looking for garbage.
collect_rarely()


# Files that ask the same of every page, notebook or deck, and take long to do it.
SPREAD = {
    "in_colab", "test_decks", "test_folds", "test_jupyterlab", "test_live", "test_pages", "test_sliders",
    "with_course_platforms", "with_live_sliders",
}


class ByFile(LoadScopeScheduling):
    """Gives the tests of a file to one worker, which makes once what they share: a small book, a browser.

    Those of a file that is `SPREAD` are handed out one by one.
    """

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return nodeid if file.removeprefix("tests/").removesuffix(".py") in SPREAD else file


def pytest_xdist_make_scheduler(config, log):
    """Share the tests out."""
    return ByFile(config, log)


# One browser for each file of tests: Playwright's event loop must have ended when another
# test runs a kernel.
@pytest.fixture(scope="module")
def browser():
    """The system's Chromium or Chrome, or Playwright's own."""
    with installed_browser.started() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def site():
    """The address of the site, served gzipped from this machine."""
    assert (SITE / "index.html").exists(), "There is no site to test. Run: make book"
    with serving() as address:
        yield address


def pytest_terminal_summary(terminalreporter):
    """List what was measured: numbers to read, none of them decides a test."""
    lines = [
        f"{name}: {value}"
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        if report.when == "call"
        for name, value in report.user_properties
    ]
    if lines:
        terminalreporter.section("measured")
        for line in sorted(lines):
            terminalreporter.line(line)
