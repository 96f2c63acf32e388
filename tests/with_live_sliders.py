"""Every slider of the book, live and frozen, compared at every position: words, and pictures as a reader sees them.

Each notebook runs twice, so this is not among the tests of every change.
"""

import pytest
from frozen_interact.in_build.compare import compare

from tests.site_checks import report
from tools.book import notebooks


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_sliders_show_what_they_show_live(path, record_property):
    """At each position of each control."""
    count, differences = compare(path)
    record_property(f"positions of {path.stem}", count)
    report(list(map(str, differences)))
