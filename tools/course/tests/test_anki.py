"""Anki's text import: read back as Anki reads it, with ids that stay and formulas that it shows."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell

from _ext.book_site.questions import read_questions
from tools.book import ROOT, chapters, short_title
from tools.course import anki, quiz
from tools.course.tests.hard import hard_chapter
from tools.running import read

ASKED = [
    {"id": "hard-main", "kind": "main", "wording": "What is < & >?"},
    {"id": "hard-1", "kind": "follow-up", "wording": "Why?"},
]


def notebook():
    """The chapter whose questions are hard, with two answers."""
    made = hard_chapter()
    made.cells.insert(1, new_markdown_cell(
        "## The short answer\n\nIt is **$a < b$** in `x\ty`, [said](#there) \"so\".\n\nAnd\nmore."
        "\n\n## Why?\n\n**Because it has to be, as all of us have seen it**, and **for $\\frac{1}{2}$ it is no other than we said here**."
    ))
    return made


def rows(text):
    """The fields of each card, as a reader of tab-separated text finds them below Anki's lines."""
    lines = text.splitlines(keepends=True)
    head = [line for line in lines if line.startswith("#")]
    assert lines[: len(head)] == head
    return list(csv.reader(io.StringIO("".join(lines[len(head) :])), delimiter="\t"))


def cards():
    """The cards of the hard chapter."""
    return rows(anki.write("Hard & more", "hard", notebook(), ASKED, quiz.questions(notebook(), "hard")))


def test_every_question_is_a_card():
    """Its id, what is asked, what is answered, and the chapter as its tag."""
    found = cards()
    assert [len(card) for card in found] == [4] * 4 and {card[3] for card in found} == {"hard"}
    assert [card[0].removeprefix(f"{anki.OURS}-") for card in found] == [
        "hard-main", "hard-1", *(question.id for question in quiz.questions(notebook(), "hard"))
    ]


def test_texts_are_html_with_formulas_that_anki_shows():
    """Between its own parentheses; signs of HTML are escaped, and links, which lead nowhere in Anki, are gone."""
    main, follow_up, first, second = cards()
    assert main[1] == "What is &lt; &amp; &gt;?"
    assert main[2] == r'<p>It is <strong>\(a &lt; b\)</strong> in <code>x y</code>, said "so".</p><p>And more.</p>'
    assert len(BeautifulSoup(follow_up[2], "html.parser").select("li")) == 2 and r"\(\frac{1}{2}\)" in follow_up[2]
    assert r"\(\frac{r}{1 - r} h^2\)" in first[1] and "Is \"this\" one" in second[1]


def test_a_quiz_card_asks_with_its_options_and_answers_with_reasons():
    """The right option first, then what each is told."""
    second = cards()[3]
    front, back = [BeautifulSoup(part, "html.parser") for part in second[1:3]]
    assert [option.text for option in front.select("li")] == ["Yes, it is", "a_b * c_d"]
    assert back.b.text == "a_b * c_d" and "That is the mistake" in back.text and len(back.select("li")) == 2


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_the_cards_of_the_book_are_whole(path):
    """One for each question, with ids of their own, and nothing left of Markdown."""
    asked, choices = read_questions(ROOT / "data" / "questions.yml")[path.stem], quiz.questions(read(path), path.stem)
    found = rows(anki.write(short_title(path), path.stem, read(path), asked, choices))
    assert len({card[0] for card in found}) == len(found) == len(asked) + len(choices)
    for card in found:
        assert all(card) and len(card) == 4
        words = BeautifulSoup(re.sub(r"<code>.*?</code>", "", "".join(card[1:3])), "html.parser").text
        assert not re.search(r"\*\*|\]\(|\$", words), words
