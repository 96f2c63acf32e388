"""What is folded on a page, as it stands in the HTML; tests/test_folds.py opens it in a browser."""

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from book_site.claims import comparison
from book_site.tests.small_book import build, built, claim, folded_book


def page(folder):
    return BeautifulSoup((folder / "chapters/folded.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def folded(tmp_path_factory):
    """The chapter of the small book, and the folder of its site."""
    site = built(tmp_path_factory.mktemp("book"), **folded_book())
    return page(site), site


def test_a_deeper_section_is_a_fold_with_its_heading_and_its_minutes(folded):
    """400 words and a formula's section of 12 paragraphs; the check between them takes no time."""
    first, second = folded[0].select("section > details.deeper")
    assert first.parent["id"] == "deeper-why-it-works"
    assert first.has_attr("open"), "without a script it stands open"
    assert first.select_one("summary > h3").contents[0] == "Deeper: Why it works"
    assert first.select_one("summary > .fold-minutes").text == "7 min"
    assert second.select_one("summary > .fold-minutes").text == "1 min", "none takes no time at all"
    assert first.select_one("section#the-proof > h4")
    assert not first.find(id="deeper-where-it-fails") and not second.find(id="the-end")


def test_what_is_beside_the_page_knows_the_sections(folded):
    """Folds are made after the contents."""
    assert [link.text for link in folded[0].select(".page-toc .toc-h3 > a")] == ["Deeper: Why it works", "Deeper: Where it fails"]


def test_a_check_is_folded_to_its_comparison_and_a_finding_is_not(folded):
    """The whole cell stands behind the line."""
    checks = folded[0].select("details.check")
    assert [check.select_one("summary > code").text for check in checks][::2] == ["shape == (3, 4,)", "1 + 1 == 2"]
    for check in checks:
        assert not check.has_attr("open")
        assert check.select_one("div.cell div.cell_input") and "True" in check.select_one("div.cell_output").text
    (finding,) = folded[0].select("div.finding")
    assert "abs" in finding.text and not finding.find_parent("details")


def test_only_a_page_with_folds_has_what_folds(folded):
    """The button, and the script before the first paint."""
    other = (folded[1] / "chapters/here.html").read_text(encoding="utf-8")
    assert "fold-all" in str(folded[0]) and "MutationObserver" in str(folded[0])
    assert "fold-all" not in other and "MutationObserver" not in other


def test_a_claim_that_is_not_one_is_not_folded(tmp_path, monkeypatch):
    """The tag alone makes no check: what is not True must be seen."""
    false = new_code_cell("1 > 2", outputs=[new_output("execute_result", {"text/plain": "False"})], metadata={"tags": ["check"]})
    built, _ = build(tmp_path, monkeypatch, **folded_book(new_markdown_cell("# A page"), false))
    assert not page(built).select("details.check, .finding")


@pytest.mark.parametrize("cells", [
    ["Words first.\n\n### Deeper: Late"],
    ["## Exercises", "### Deeper: Late"],
])
def test_a_deeper_section_that_cannot_be_folded_is_a_warning(tmp_path, monkeypatch, cells):
    """With the page, the heading and what to do."""
    cells = [new_markdown_cell(text) for text in ["# A page", "## A question", *cells]]
    _, warnings = build(tmp_path, monkeypatch, **folded_book(*cells) | {"chapters/here.md": "# Here\n"})
    assert warnings.count("WARNING") == 1
    assert "chapters/folded.ipynb: WARNING: a deeper section begins with a cell that" in warnings
    assert "Of these 1 headings 0 do: `### Deeper: Late`" in warnings


@pytest.mark.parametrize("source, shown", [
    ("a = 1\na < 2  # it is", "a < 2"),
    ("bool(\n    abs(a - b) < 0.1\n)", "abs(a - b) < 0.1"),
    ("all(\n    x > 0\n    for x in xs\n)", "all(x > 0 for x in xs)"),
    ("%pip list\na == 'b'", "a == 'b'"),
])
def test_a_comparison_stands_in_one_line(source, shown):
    """Without what surrounds it."""
    assert comparison(claim(source)) == shown
