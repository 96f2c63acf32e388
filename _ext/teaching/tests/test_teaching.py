"""The guides and the plan of a small book: what they hold, and what they say when a name leads nowhere."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell

from book_site.answers import wording_id
from decks import slides
from teaching import guide, lecture
from teaching.tests.small_course import TEACHING, build, chapter, course, notebook, slide

# Data whose names lead nowhere.
ASTRAY = """
assessed:
  add, say: {quiz: [deadbeef], exercises: [four], exam: [less]}
  multiply: {quiz: [QUIZ_ID]}
quiz: {QUIZ_ID: A product, cafecafe: One}
wait: [One, Nowhere, "A sum, in two lines"]
expected: {One: nothing.}
exercises:
  five: {chatbot: nothing., stuck: nothing.}
"""
QUIZ_ID = wording_id("here", "What is `one` more?").removeprefix("here-")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site of the small book."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        built, warnings = build(tmp_path_factory.mktemp("book"), monkeypatch, course(QUIZ_ID))
    assert warnings == ""
    return built


def page(site, name="teach/here.html"):
    """A page of the site."""
    return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")


def part(site, anchor, name="teach/here.html"):
    """A section of a page by its id."""
    return page(site, name).find(id=anchor)


def words(node):
    """The text of a part of a page in one line."""
    return " ".join(node.get_text().split())


def rows(table):
    """The rows of a table below its head, each a list of texts."""
    return [[words(cell) for cell in row.select("td")] for row in table.select("tbody tr")]


def test_each_objective_says_where_it_is_assessed(site):
    """In the chapter's words, with a link to each; an objective of which nothing is told stands alone."""
    first, second = part(site, "what-students-will-be-able-to-do").select("li")
    assert words(first) == (
        "add one, and say why Assessed by: Check yourself, question 1; exercise 1; exam, “What is one more”"
    )
    assert [link["href"] for link in first.select("a")] == [
        "../chapters/here.html#check-yourself", "../chapters/here.html#exercise-1-three-and-more",
    ]
    assert words(second) == "see"


def test_the_minutes_are_those_of_the_deck(site):
    """Section by section, and in all; a deck rounds each slide to a second."""
    seconds = [int(slide["data-timing"]) for slide in page(site, "slides/here.html").select("section[data-timing]")]
    lesson, minute = part(site, "the-lecture-minute-by-minute"), 0
    for begins, _, minutes, numbers, _ in rows(lesson.table):
        begins = int(begins.split(":")[0]) + int(begins.split(":")[1]) / 60
        first, last = (numbers.split(" to ") * 2)[:2]
        shown = sum(seconds[int(first) - 1 : int(last)]) / 60
        assert abs(float(minutes) - shown) < 0.1 and abs(begins - minute) < 0.1
        minute += shown
    assert last == f"{len(seconds)}" and words(lesson.p).startswith(f"{len(seconds)} slides, {minute:.0f} minutes to give")


def test_the_table_says_where_the_room_predicts_and_what_can_wait(site):
    """What is deeper is no part of the lecture."""
    lesson = part(site, "the-lecture-minute-by-minute")
    notes = {title: note for _, title, _, _, note in rows(lesson.table)}
    assert notes == {
        "What is here?": "", "The short answer": "", "One": "", "A sum, in NumPy": "the room predicts", "Can wait": "can wait",
        "A sum, in two lines": "the room predicts, can be cut",
        "Why is it here?": "", "In a nutshell": "",
    }
    assert "What can wait gives back 1 minute, and what can be cut 1 minute more" in words(lesson) and "Go home." in words(lesson)


def test_the_deck_tells_what_the_guide_expects(site):
    """In the notes of the slide that asks."""
    asked = [words(notes) for notes in page(site, "slides/here.html").select("aside.notes") if "Read the question" in notes.get_text()]
    assert len(asked) == 2 and asked[0].endswith("go on.Expect: that it is three.") and "Expect" not in asked[1]


def test_a_prediction_has_what_to_expect_and_what_the_cell_shows(site):
    """The paragraph after the code where it is no *What you should see*; the links of the chapter lead there."""
    first, _, second = part(site, "predictions-and-what-the-cells-show").select("li")
    assert words(first).startswith("Predict: how much is one and two? Expect: that it is three. What the cell shows: three, as")
    assert [link["href"] for link in first.select("a")] == ["../chapters/here.html#one", "../chapters/here.html#a-sum-in-numpy"]
    assert words(second) == "Predict: how much is one more? What the cell shows: It is two. In More of it, deeper"


def test_misconceptions_are_what_fails_and_what_is_wrong(site):
    """With a link to the section that refutes each, and to its claim."""
    told = part(site, "misconceptions")
    assert [row[0] for row in rows(told.table)] == ["“one is two”"]
    assert "1 of the chapter's 2 statements: the rest holds as it stands." in words(told).replace("’", "'")
    assert words(told).count("That is two more") == 1 and "It is." not in words(told)
    section, claim = told.select("p a")[-2:]
    assert section["href"].endswith("#a-sum-in-numpy") and claim.text == "three == 3"
    assert page(site, "chapters/here.html").find(id=claim["href"].partition("#")[2])


def test_the_lab_has_the_sentences_of_the_checks(site):
    told = part(site, "the-lab")
    assert words(told.ul).startswith("Exercise 1 ★★: three, and more? (2 points, about 25 minutes) With a chatbot at hand: tells little. To a student who is stuck: count.")
    assert [words(item) for item in told.select("ul ul li")] == ["… is too small. Count again.", "Too much"]


def test_an_open_question_has_its_rubric_and_two_answers(site):
    told = part(site, "why-one")
    assert rows(told.table) == [["It is said", "2"], ["It is clear: quite", "1"]]
    assert "4 minutes to grade" in words(told) and "3 points" in words(told)
    assert "A good answer: Because." in words(told) and "A poor answer: It is not." in words(told)
    assert words(part(site, "to-discuss").ul) == "Is one enough?"


def test_a_chapter_of_which_nothing_is_told_has_a_guide(site):
    """Made from what there is."""
    told = page(site, "teach/there.html")
    assert [words(head).rstrip("#") for head in told.select("section > h2")] == ["What students will be able to do", "The lecture, minute by minute"]
    assert "This chapter has no slides yet." in words(told)


def test_every_link_of_the_pages_leads_to_a_place(site):
    for name in ("here", "there", "all"):
        for link in page(site, f"teach/{name}.html").select("article a[href*='html']"):
            file, _, anchor = link["href"].partition("#")
            target = site / "teach" / file
            assert target.exists() and (not anchor or BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser").find(id=anchor)), link


def test_a_plan_links_chapters_slides_exercises_and_questions(site):
    first, second = rows(page(site, "teach/all.html").select_one("table.course-plan"))
    assert first[:5] == ["Monday", "Here: short answer", first[2], "Here 1: 25 minutes", "A page"]
    assert re.fullmatch(r"Here, \d+ minutes to give There, without slides yet", first[2])
    assert first[5] == "What is here? Why is it here?" and second == ["Tuesday", "", "An exam", "Rest", "", ""]
    links = [link["href"] for link in page(site, "teach/all.html").select("table.course-plan a")]
    assert "../slides/here.html" in links and "../chapters/here.html#exercise-1-three-and-more" in links


def test_what_needs_what_is_what_the_chapters_say(site):
    assert rows(page(site, "teach/all.html").table) == [["Here", "names none", "There"], ["There", "Here", "none"]]


def test_what_a_plan_leaves_out_and_needs_has_a_bridge(site):
    """With who needs it. A plan that leaves nothing out says nothing."""
    plan, late = page(site, "teach/all.html").select("table.course-plan")
    assert words(late.find_parent("section")).endswith("What its chapters need and the plan leaves out: Here, for There. Say what one is.")
    assert "leaves out" not in words(plan.find_parent("section").find("p", recursive=False) or plan)


def test_the_site_shows_what_an_exam_holds(site):
    """By chapter, and one question with its key."""
    told = part(site, "exam", "teach/all.html")
    assert rows(told.table) == [
        ["Here", "1", "3", "What is one more"], ["There", "none yet", "", "The questions of Check yourself, for any platform: make course"],
    ]
    assert words(told.select_one(".exam-question")) == "here more 7?" and words(told.select_one(".exam-key")) == "Yes."


def test_a_name_that_leads_nowhere_is_a_warning(tmp_path, monkeypatch):
    """In the data of a chapter and in a plan; each is named."""
    files = course(QUIZ_ID)
    plans = files["data/plans.yml"].replace("[1]", "[9]").replace("here-1", "here-7").replace("bridges: {here", "bridges: {there")
    _, warnings = build(tmp_path, monkeypatch, files | {"data/teaching/here.yml": ASTRAY.replace("QUIZ_ID", QUIZ_ID), "data/plans.yml": plans})
    for said in (
        "add, say: no question of Check yourself has the id 'deadbeef'", "add, say: no exercise has the title 'four'",
        "add, say: data/generators has no 'less'", "add, say: say where it is assessed", "the chapter has no objective 'multiply'",
        "chapters/here has no heading 'A product'", "no question of Check yourself has the id 'cafecafe'",
        "no prediction stands under 'One'", "no exercise has the title 'five'",
        "'One' cannot wait: it answers a question of Check yourself; what stays uses a name or a term that it makes, in 'A sum, in `NumPy`'",
        "'A sum, in two lines' cannot wait: it asks or finds, so it can at most be cut", "no section of the lecture is called 'Nowhere'", "here has no exercise 9", "data/questions.yml has no question 'here-7'",
        "chapters/here is left out and needed, or has a bridge", "chapters/there is left out and needed, or has a bridge",
    ):
        assert said in warnings


def test_the_guide_follows_chapter_and_data_in_the_next_build(tmp_path, monkeypatch):
    """What the chapter shows; and a section that now answers the quiz can no longer wait."""
    build(tmp_path, monkeypatch, course(QUIZ_ID))
    told = TEACHING.replace("QUIZ_ID: A sum, in `NumPy`", "QUIZ_ID: Can wait").replace("QUIZ_ID", QUIZ_ID)
    changed = {"chapters/here.ipynb": chapter("**four**, or so"), "data/teaching/here.yml": told}
    built, warnings = build(tmp_path, monkeypatch, course(QUIZ_ID, **changed))
    assert "What the cell shows: four, or so" in words(page(built))
    assert "'Can wait' cannot wait" in warnings and len(warnings.splitlines()) == 1


@pytest.mark.parametrize("source, needed", [
    ("two = 2", False), ("one = 1", True), ("def add(number):\n    return number + hidden\nhidden = 2", True), ("import numpy as np", True),
])
def test_a_section_is_needed_when_the_lecture_uses_what_it_makes(source, needed):
    """Also through a function that is called later; not when only a deeper section uses it."""
    later = new_code_cell("np.zeros(1), one, add(one)" if needed else "three = 3")
    made = nbformat.reads(notebook(
        slide("# What?"), slide("## The long answer\n\n### First\n\n**Words.**"), new_code_cell(source), slide("### Second\n\n**Words.**"), later,
        new_markdown_cell("### Deeper: more"), new_code_cell("two"),
    ), as_version=4)
    found = {stop.title: stop for stop in lecture.stops(made, slides.read(made)[0])}
    assert found["First"].needed_by == ({"Second"} if needed else set()) and not found["Second"].needed_by
    assert lecture.can_wait(found["First"], [], []) != needed and not lecture.can_wait(found["First"], ["First"], [])
    assert lecture.can_wait(found["First"], [], ["First", "Second"])


@pytest.mark.parametrize("said, needed", [("Two levers.", True), ("It is level.", False), ("A lever-arm", True)])
def test_a_section_is_needed_when_the_lecture_says_a_term_of_it(said, needed):
    """What is summed up does not count."""
    made = nbformat.reads(notebook(
        slide("# What?"), slide("## The long answer\n\n### First\n\n**A <dfn>lever</dfn> it is.**"),
        slide(f"### Second\n\n**{said}**"), slide("## In a nutshell\n\n**A lever.**"),
    ), as_version=4)
    assert lecture.stops(made, slides.read(made)[0])[1].needed_by == ({"Second"} if needed else set())


def test_a_sentence_of_a_check_is_read_without_running_it():
    assert guide.said("if a:\n    return f'{a:g} is {b}'\nfor c in a:\n    return 'no ' 'more'\nreturn") == ["… is …", "No more"]
