"""The drill of a small book: what its page holds, and what it takes from the chapters."""

import gzip
import json

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from book_site import answers
from book_site.tests.small_book import build, built, drill_book


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site of the small book."""
    return built(tmp_path_factory.mktemp("book"), **drill_book())


def page(site, name="chapters/drill.html"):
    """A page of the site."""
    return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")


def card(site, name):
    """A card by its id."""
    return page(site).find(id=f"drill-{name}")


def test_every_question_is_a_card_with_an_id_that_stays(site):
    """The ids of the question bank, then for the quiz those that its wording gives; a pile for each chapter that is written."""
    quiz_ids = [answers.wording_id("here", words) for words in ("What is $\\eta$, in `code`?", "Is this bold?")]
    assert [found["id"] for found in page(site).select(".drill-card")] == [
        f"drill-{name}" for name in ["here-main", "here-1", *quiz_ids, "there-main"]
    ]
    assert [found["data-pile"] for found in page(site).select(".drill-pile")] == ["here", "there"]
    assert [found.text for found in page(site).select(".drill-pile > h2")] == ["Here", "There"]


def test_a_main_question_has_the_short_answer(site):
    """With its formulas, and without its links, which lead elsewhere on another page."""
    found = card(site, "here-main")
    assert found.h3.text == "What is here?"
    assert found.select_one(".drill-answer > p").text == "A drill, and a link." and found.select(".drill-answer math")
    assert [link["href"] for link in found.select("a")] == ["here.html"]


def test_a_follow_up_has_what_its_answer_holds_in_bold(site):
    """Not what is too short for a point, and nothing deeper."""
    points = [point.text.strip() for point in card(site, "here-1").select("li")]
    assert points[0] == "It is here because we have put it here" and points[1].startswith("What is") and len(points) == 3
    assert card(site, "here-1").a["href"] == "here.html#why-is-it-here"


def test_a_quiz_card_has_the_chapter_s_options(site):
    """As they stand there, with their feedback."""
    first, second = page(site).select(".drill-quiz")
    assert [option.summary.text for option in first.select("details")] == ["A letter", "A number"]
    assert first.h3.math and first.h3.code.text == "code" and second.h3.em.text == "bold"
    assert second.a["href"] == "here.html#check-yourself"


def test_only_the_drill_loads_its_script(site):
    """And a small one."""
    assert "drill.js" in str(page(site).head) and "drill.js" not in str(page(site, "chapters/here.html"))
    assert len(gzip.compress((site / "_static" / "drill.js").read_bytes(), 9)) <= 4 * 1024


def test_search_finds_an_answer_where_it_is_given(site):
    """Not on the drill, which repeats it."""
    index = (site / "_static" / "search-index.js").read_text(encoding="utf-8")
    data = json.loads(index[index.index("{") : index.rindex("}") + 1])
    texts = {entry["url"]: json.dumps(entry["sections"]) for entry in data["pages"]}
    assert "put it here" in texts["chapters/here.html"] and "put it here" not in texts["chapters/drill.html"]
    assert "Answer, then look" in texts["chapters/drill.html"]


def test_a_chapter_that_changed_changes_its_cards(tmp_path, monkeypatch):
    """In a build that reads only what is new."""
    build(tmp_path, monkeypatch, **drill_book())
    site, warnings = build(tmp_path, monkeypatch, **drill_book("# What is there?\n\n## The short answer\n\nOther words.\n"))
    assert warnings == "" and "Other words." in card(site, "there-main").text


def notebook(*sources):
    """A notebook of Markdown cells."""
    return new_notebook(cells=[new_markdown_cell(source) for source in sources])


def test_an_answer_without_an_argument_in_bold_is_its_first_paragraph():
    """But not a remark on how the question was read."""
    found = notebook("## Why?\n\n(It reached us damaged.)\n\n### A part\n\n| a | **table of four words here** |\n|---|---|\n\nA **word** is [said](#there).\n\nMore.")
    assert answers.points(found, "Why?") == ["A **word** is said."]


def test_an_answer_takes_a_minute():
    """What goes beyond is left to the chapter."""
    found = answers.points(notebook("## Why?\n\n" + "\n\n".join(f"**{'word ' * 39}{number}**." for number in range(9))), "Why?")
    assert sum(len(point.split()) for point in found) <= answers.WORDS_OF_AN_ANSWER and len(found) == 3


def test_a_list_of_bold_heads_is_an_answer():
    """However short they are; what is bold later in an item is a word like any other."""
    text = "- **Less work**: the **patches** only.\n1. **Any size**.\n\n**A word**, and **what follows here makes the twenty words that it takes to have an argument in bold**."
    assert answers.points(notebook(f"## Why?\n\n{text}"), "Why?")[:2] == ["Less work", "Any size"]


def test_a_question_that_is_not_asked_is_an_error():
    """So that a heading that changed is seen."""
    with pytest.raises(KeyError):
        answers.points(notebook("## Why?\n\nSo."), "How?")


def test_code_is_no_text():
    """A comment in a code cell is no heading."""
    found = new_notebook(cells=[new_markdown_cell("## Why?\n\nSo."), new_code_cell("## How?\n\n# **bold words that are code**")])
    assert list(answers.sections(found)) == ["Why?"]
