"""The accessibility report names tests that exist, for every criterion; and tests of criteria that have no other."""

import ast
import re

import pytest
from bs4 import BeautifulSoup, SoupStrainer

from tests import site_checks as checks
from tests.site_checks import report
from tests.test_pages import PAGES
from tools.book import ROOT, SITE

# WCAG 2.1 and 2.2, levels A and AA.
CRITERIA = """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12
1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4
2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.1 4.1.2 4.1.3
""".split()
PROVEN = {"Supports", "Partly evaluated", "Not applicable"}
UNPROVEN = {"Does not support", "Not evaluated"}
ROW = re.compile(r"^\| (?P<id>\d+\.\d+\.\d+) [^|]+\| (?P<site>[^|]+) \| (?P<decks>[^|]+) \| (?P<pdfs>[^|]+) \| (?P<remarks>[^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`((?:tests|_ext)/[\w/]+\.py)::(\w+)`")
TODO = "To do:"

TEXT_SPACING = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""
NARROW = {"width": 320, "height": 640}
FOCUSED = "() => document.activeElement === document.body ? null : (document.activeElement.dataset.met ? 'again' : (document.activeElement.dataset.met = 'once'))"


def problems_of(text):
    """What is wrong with a report: criteria, levels, tests that are not there, remedies that are missing."""
    rows = [match.groupdict() for match in ROW.finditer(text)]
    found = [row["id"] for row in rows]
    problems = [f"{criterion} stands {found.count(criterion)} times" for criterion in CRITERIA if found.count(criterion) != 1]
    for row in rows:
        levels = {row["site"], row["decks"], row["pdfs"]}
        problems += [f"{row['id']}: there is no level {level!r}" for level in levels - PROVEN - UNPROVEN]
        tests = TEST.findall(row["remarks"])
        problems += [f"{row['id']}: there is no test {name} in {file}" for file, name in tests if name not in functions(file)]
        if levels & PROVEN and not tests:
            problems.append(f"{row['id']}: name the test that proves {sorted(levels & PROVEN)}")
        if levels & UNPROVEN and TODO not in row["remarks"]:
            problems.append(f"{row['id']}: say what is meant to be done, after `{TODO}`")
    return problems


def functions(file):
    """The names of the functions of a file; none where there is no such file."""
    path = ROOT / file
    if not path.exists():
        return set()
    return {node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)}


def the_report():
    """The text of the report."""
    return (ROOT / "ACCESSIBILITY.md").read_text(encoding="utf-8")


def test_the_report_claims_nothing_that_is_not_tested():
    report(problems_of(the_report()))


@pytest.mark.parametrize("old, new, said", [
    ("| 2.4.1 ", "| 2.4.99 ", "2.4.1 stands 0 times"),
    ("::test_a_page_shuts_nobody_out`", "::test_that_is_gone`", "there is no test test_that_is_gone"),
    (f"{TODO} ", "Later ", "say what is meant to be done"),
    ("| Supports |", "| Great |", "there is no level 'Great'"),
])
def test_a_report_that_claims_too_much_is_found(old, new, said):
    text = the_report()
    assert old in text
    assert said in "\n".join(problems_of(text.replace(old, new)))


def test_a_level_without_a_test_is_found():
    text = re.sub(r"^(\| 2\.4\.1 .*\| )[^|]+ \|$", r"\1Surely. |", the_report(), flags=re.MULTILINE)
    assert any("2.4.1: name the test" in problem for problem in problems_of(text))


def test_nothing_plays_moves_or_asks_for_data():
    """No page and no deck has sound, film, foreign content, a refresh, or a field for the reader's own data."""
    files = [SITE / name for name in PAGES] + sorted((SITE / "slides").glob("*.html"))
    wrong = "audio, video, iframe, object, embed, marquee, meta[http-equiv=refresh], [autocomplete]:not([autocomplete=off]), textarea"
    # A tree of these alone is made in half of the time.
    these = SoupStrainer("audio video iframe object embed marquee meta form input select textarea".split())
    report([
        f"{path.name}: {tag.name}"
        for path in files
        for tag in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser", parse_only=these).select(wrong)
    ])


def test_every_page_and_deck_says_that_it_is_english():
    files = [SITE / name for name in PAGES] + sorted((SITE / "slides").glob("*.html"))
    begins = {path.name: path.read_text(encoding="utf-8").partition(">")[2].partition(">")[0] for path in files}
    report([f"{name} begins with {start!r}" for name, start in begins.items() if ' lang="en"' not in start])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reflows_and_bears_the_readers_spacing(browser, site, name):
    """Nothing scrolls sideways on a phone, folded or open, nor at 320 px, which is 400 % of 1280, nor with the spacing of WCAG 1.4.12."""
    with checks.Visit(browser, site + name, viewport=checks.PHONE) as visit:
        problems = checks.sideways_scroll(visit)
        visit.page.evaluate(checks.UNFOLD)
        problems += [f"open, {problem}" for problem in checks.sideways_scroll(visit)]
        visit.page.set_viewport_size(NARROW)
        problems += [f"at 320 px {problem}" for problem in checks.sideways_scroll(visit)]
        visit.page.add_style_tag(content=TEXT_SPACING)
        visit.page.set_viewport_size(checks.PHONE)
        report(problems + [f"with wider spacing {problem}" for problem in checks.sideways_scroll(visit)])


@pytest.mark.parametrize("name", ["chapters/dropout.html", "chapters/glossary.html"])
def test_the_keyboard_leads_through_the_page_and_out_of_it(browser, site, name):
    """Tab goes from one place to the next, meets none twice, and leaves the page at its end."""
    with checks.Visit(browser, site + name) as visit:
        visit.page.keyboard.press("Tab")
        states = []
        while (state := visit.page.evaluate(FOCUSED)) == "once":
            states.append(state)
            visit.page.keyboard.press("Tab")
        assert len(states) > 30 and state is None
