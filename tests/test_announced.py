"""The seconds under a chapter's title are those that its run takes, on whatever machine."""

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from tests.announced import announced_seconds, measured_seconds, misjudged
from tools.book import SITE, chapters, short_name
from tools.running import read

PAGE = SITE / "chapters" / "run-times.html"


def test_the_announced_seconds_are_those_of_the_run():
    """Each chapter announces seconds, the build measured all, and none is far off the others."""
    assert PAGE.exists(), "There is no site to test. Run: make book"
    announced = {path.stem: announced_seconds(read(path)) for path in chapters()}
    silent = [name for name, seconds in announced.items() if seconds is None]
    assert not silent, f"announce the seconds to run in the line under the title of: {silent}"
    measured = measured_seconds(PAGE.read_text(encoding="utf-8"))
    assert announced.keys() <= measured.keys(), f"{short_name(PAGE)} is older than _toc.yml. Run: make book"
    problems = [
        f"{name} announces {announced[name]} seconds and took {measured[name]:.0f} in the build; beside the other "
        f"chapters that would be {seconds}: announce what it takes alone on two idle cores. If the machine had other "
        "work while this chapter ran, run make clean and make book again"
        for name, seconds in misjudged(announced, measured).items()
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("line, seconds", [
    ("*Lecture: 45 minutes to read, 80 with everything; 50 seconds to run on two CPU cores. Know ...*", 50),
    ("*Know before you start: nothing.*", None),
])
def test_what_is_announced_is_read(line, seconds):
    assert announced_seconds(new_notebook(cells=[new_markdown_cell(f"# Title\n\n{line}")])) == seconds


def test_what_was_measured_is_read():
    """From the table as the build writes it."""
    row = '<tr><td><a href="{}.html">A</a></td><td>9</td><td>{}</td></tr>'
    head = "<tr><th>Chapter</th><th>Frames</th><th>Run (s)</th></tr>"
    page = (
        '<table class="run-times"><tr><th>Chapter</th><th>Sliders</th></tr></table>'
        f'<table class="run-times">{head}{row.format("toy", 65)}{row.format("../chapters/other", 70)}</table>'
    )
    assert measured_seconds(page) == {"toy": 65, "other": 70}


def test_a_wrong_announcement_is_noticed_on_any_machine():
    """A slow machine is slow for all; one chapter that takes three times its share is found."""
    announced = {"a": 50, "b": 40, "c": 60, "d": 90}
    for speed in (0.5, 1, 8):
        right = {name: speed * seconds for name, seconds in announced.items()}
        assert misjudged(announced, right) == {}
        assert misjudged(announced, right | {"b": speed * 120}).keys() == {"b"}
        assert misjudged(announced, right | {"b": speed * 15}).keys() == {"b"}
