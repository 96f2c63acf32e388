"""The seconds that a chapter announces, beside those that the build measured.

Machines differ, so no number of seconds is right or wrong by itself. But a machine that needs
three times what one chapter announces needs about three times for the others too: what counts is
a chapter's share of its announcement beside the median of all.
"""

import re
from statistics import median

from bs4 import BeautifulSoup

ANNOUNCED = re.compile(r"(\d+) seconds to run on two CPU cores")
FACTOR = 2


def announced_seconds(notebook):
    """What the line under the title announces; None where it announces nothing."""
    found = ANNOUNCED.search(notebook.cells[0].source)
    return int(found[1]) if found else None


def measured_seconds(page):
    """The column *Run (s)* of the page of run times, by chapter."""
    for table in BeautifulSoup(page, "html.parser").select(".run-times"):
        head, *rows = table.select("tr")
        columns = [cell.get_text(strip=True) for cell in head.select("th")]
        if "Run (s)" in columns:
            return {
                row.a["href"].partition(".html")[0].rpartition("/")[2]: float(
                    row.select("td")[columns.index("Run (s)")].get_text()
                )
                for row in rows
            }
    raise ValueError("no table of run times has the column Run (s)")


def misjudged(announced, measured):
    """The chapters whose announcement is off by more than a factor of two, each with what to announce here."""
    factors = {name: measured[name] / announced[name] for name in announced}
    usual = median(factors.values())
    return {
        name: round(measured[name] / usual)
        for name, factor in factors.items()
        if not usual / FACTOR <= factor <= usual * FACTOR
    }
