"""Frames that a page loads in parts, in a browser and from a folder."""

import re

import pytest
from frozen_interact.contract import in_page
from frozen_interact.in_build.parts import in_parts
from frozen_interact.in_kernel.capture import Frame
from frozen_interact.in_kernel.controls import Control
from frozen_interact.in_kernel.freeze import Frozen
from frozen_interact.in_kernel.page import frozen_html
from playwright.sync_api import expect

from tests import site_checks as checks
from tests.page_of_figures import write_page

ROW = Control("row", "row", "range", tuple(range(12)), tuple(map(str, range(12))), 0)
SIDE = Control("side", "side", "select", ("left", "right"), ("left", "right"), 0)
FRAMES = re.compile(r"(-frames\">)(.*)(</script>)", re.S)


@pytest.fixture
def folder(tmp_path):
    """A page whose figure has 24 frames in parts of about four."""
    frames = tuple(Frame((("stdout", f"frame {number} {chr(97 + number) * 1000}"),)) for number in range(24))
    figure = frozen_html(Frozen((ROW, SIDE), frames, 0), "frozen-show")
    data, scripts = in_parts(FRAMES.search(figure)[2], 5000)
    assert 4 < len(scripts) < 12
    for number, script in enumerate(scripts):
        (tmp_path / f"show-{number}.js").write_text(script, encoding="utf-8")
    data = in_page(data | {"place": "show-"})
    write_page(tmp_path / "page.html", FRAMES.sub(lambda match: match[1] + data + match[3], figure))
    return tmp_path


def says(page, words):
    expect(page.locator(".frozen-stage")).to_contain_text(words)


def test_each_position_shows_its_frame_and_parts_come_when_they_are_near(browser, folder):
    with checks.Visit(browser, (folder / "page.html").as_uri()) as visit:
        page, loaded = visit.page, "document.querySelectorAll('head script').length"
        assert page.evaluate(loaded) == 0
        for row in range(12):
            for side in (0, 1):
                page.get_by_label("row").fill(str(row))
                page.get_by_label("side").select_option(index=side)
                says(page, f"frame {2 * row + side} {chr(97 + 2 * row + side) * 1000}")
            if row == 1:
                assert page.evaluate(loaded) < 3, "the rest is not near"
        assert not checks.complaints(visit)


def test_a_link_to_a_position_loads_its_part(browser, folder):
    with checks.Visit(browser, (folder / "page.html").as_uri() + "#frozen-show:row=9,side=right") as visit:
        says(visit.page, "frame 19")


def test_a_lost_part_is_told_and_asked_for_again(browser, folder):
    """The last frame stands in the last part."""
    last = max(folder.glob("show-*.js"), key=lambda path: int(path.stem[5:]))
    script = last.read_text(encoding="utf-8")
    last.unlink()
    with checks.Visit(browser, (folder / "page.html").as_uri()) as visit:
        visit.page.get_by_label("side").select_option("right")
        row = visit.page.get_by_label("row")
        row.fill("11")
        says(visit.page, "This position could not be loaded.")
        row.fill("0")
        says(visit.page, "frame 1 ")
        last.write_text(script, encoding="utf-8")
        row.fill("11")
        says(visit.page, "frame 23 ")
