"""The browser and the site of the tests, and the measurements they report at the end."""

import pytest

from _ext.book_site.collector import collect_rarely
from tools import browser as installed_browser
from tools.book import SITE
from tools.serve import serving

# As in a build: the workers spent a fifth of their time looking for garbage.
collect_rarely()


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
