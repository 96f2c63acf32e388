"""The pages for teachers: every objective is assessed, the minutes add up, the plans are whole, and a guide in a real browser."""

import re
from collections import Counter

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx_external_toc.parsing import parse_toc_yaml

from book_site.answers import wording_id
from teaching import chapter as parts
from teaching import guide, hours
from teaching.tests.small_course import build, course
from tests import site_checks as checks
from tests.site_checks import report
from tools.book import ROOT, SITE, chapters
from tools.course import generators
from tools.course.checks import read_checks
from tools.course.quiz import questions
from tools.running import read
from tools.serve import serving

NAMES = [path.stem for path in chapters()]
TOLD = {name: yaml.safe_load(path.read_text(encoding="utf-8")) for name in NAMES if (path := ROOT / f"data/teaching/{name}.yml").exists()}
every_told_chapter = pytest.mark.parametrize("name", TOLD)
# Courses that go through the whole book.
WHOLE = ["semester", "quarter", "block"]
PLANS = yaml.safe_load((ROOT / "data/plans.yml").read_text(encoding="utf-8"))
QUIZ_ID = wording_id("here", "What is `one` more?").removeprefix("here-")


def notebook(name):
    """A chapter, as it is committed."""
    return read(ROOT / "chapters" / f"{name}.ipynb")


def test_every_chapter_has_a_guide():
    """A page of the book, and its data."""
    pages = parse_toc_yaml(ROOT / "_toc.yml")
    assert [name for name in NAMES if f"teach/{name}" not in pages] == []
    assert {*NAMES} == TOLD.keys()


@every_told_chapter
def test_every_objective_is_assessed(name):
    """By a question, an exercise or an exam's question at least, each of which is there."""
    told, found = TOLD[name]["assessed"], notebook(name)
    assert [objective.verbs for objective in parts.objectives(found)] == list(told)
    there = {
        "quiz": {question.id.removeprefix(f"{name}-") for question in questions(found, name)},
        "exercises": {exercise.title for exercise in guide.lab.exercises(found)},
        "exam": generators.generators(name).keys(),
    }
    for verbs, by in told.items():
        assert any(by.values()), verbs
        assert {kind: set(named) - there[kind] for kind, named in by.items() if set(named) - there[kind]} == {}, verbs


@every_told_chapter
def test_every_wrong_option_is_refuted_somewhere(name):
    """Each question of *Check yourself* names a section of its chapter."""
    assert TOLD[name]["quiz"].keys() == {item.id for item in parts.items(notebook(name), name)}


@every_told_chapter
def test_what_is_told_of_some_is_told_of_all(name):
    """Where a file says what to expect, or where labs get stuck, it leaves none out."""
    told, found = TOLD[name], notebook(name)
    if "expected" in told:
        assert told["expected"].keys() == {prediction.heading for prediction in parts.predictions(found)}
    if "exercises" in told:
        assert told["exercises"].keys() == {exercise.title for exercise in guide.lab.exercises(found)}


@every_told_chapter
def test_a_sample_answer_says_its_points(name):
    """Of as many as its rubric has; the good one has nearly all of them, the poor one few."""
    for task in TOLD[name].get("open", []):
        most = sum(task["rubric"].values())
        good, poor = (re.search(r"\*(\d+) of (\d+) points", task[kind]) for kind in ("good", "poor"))
        assert int(good[2]) == int(poor[2]) == most and int(good[1]) >= 0.8 * most and int(poor[1]) <= 0.4 * most, task["title"]
        if "middling" in task:
            middling = re.search(r"\*(\d+) of (\d+) points", task["middling"])
            assert int(middling[2]) == most and int(poor[1]) < int(middling[1]) < int(good[1]), task["title"]


@pytest.mark.parametrize("name", generators.chapters())
def test_generators_are_found_without_running_them(name):
    """The names that a guide reads from a file are those that the exam draws from."""
    found = guide.generators((generators.FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    assert list(found) == list(generators.generators(name)) and all(found.values())


@every_told_chapter
def test_the_sentences_of_the_checks_are_found_without_running_them(name):
    """None is made of nothing that a reader could be told."""
    for check in read_checks(name).values():
        sentences = guide.said(check.comparisons)
        assert len(sentences) >= 1 and all(len(sentence.replace("…", "").split()) >= 3 for sentence in sentences), check.exercise


@every_told_chapter
def test_the_minutes_of_guide_and_deck_add_up(name):
    """On the site: a section of the guide has the minutes of its slides, which a deck rounds to seconds."""
    deck, page = (
        BeautifulSoup((SITE / file).read_text(encoding="utf-8"), "html.parser") for file in (f"slides/{name}.html", f"teach/{name}.html")
    )
    seconds = [int(slide["data-timing"]) for slide in deck.select("section[data-timing]")]
    end, spared = 0, 0
    for row in page.select("table.lesson tbody tr"):
        _, _, minutes, numbers, note = (cell.get_text().strip() for cell in row.select("td"))
        first, last = [int(number) for number in (numbers.split(" to ") * 2)[:2]]
        assert first == end + 1
        end, spared = last, spared + float(minutes) * ("can wait" in note or "can be cut" in note)
        # Half a second for each slide, and half of the last digit.
        assert abs(float(minutes) - sum(seconds[first - 1 : last]) / 60) <= (last - first + 1) / 120 + 0.051, numbers
    assert end == len(seconds) and (spared >= 5 or "cut" not in TOLD[name])


@pytest.mark.parametrize("name", PLANS)
def test_a_course_answers_each_question_once(name):
    """All of the book in a whole course; never one that no unit reads or lectures on."""
    bank = {question["id"]: question["chapter"] for question in yaml.safe_load((ROOT / "data/questions.yml").read_text(encoding="utf-8"))}
    answered = Counter(identity for unit in PLANS[name]["units"] for identity in unit.get("answers", []))
    assert answered.keys() <= bank.keys() and set(answered.values()) == {1}
    assert name not in WHOLE or answered.keys() == bank.keys()
    for unit in PLANS[name]["units"]:
        assert {bank[identity] for identity in unit.get("answers", [])} <= {*unit.get("lecture", [])}, unit["when"]


@pytest.mark.parametrize("name", PLANS)
def test_a_lab_and_an_exam_fit_their_hour(name):
    """Exercises beside what a lab begins and ends with; questions in the minutes that the plan says."""
    for unit in PLANS[name]["units"]:
        if isinstance(unit.get("lab"), dict):
            found = [exercise for chapter, numbers in unit["lab"].items() for exercise in guide.lab.exercises(notebook(chapter)) if exercise.number in numbers]
            assert 50 <= hours.lab(found) <= hours.LAB - hours.BEGINS - hours.ENDS, unit["when"]
        for minutes, questions in re.findall(r"in (\d+) minutes: (\d+) questions", f"{unit.get('lecture')} {unit.get('lab')}"):
            assert int(questions) * hours.EXAM_QUESTION <= int(minutes) <= hours.LAB, unit["when"]


@pytest.mark.parametrize("name", ["semester", "quarter"])
def test_each_lab_is_due_once_and_later(name):
    units = PLANS[name]["units"]
    begun = [f"Lab of week {unit['when']}" for unit in units if isinstance(unit.get("lab"), dict)]
    due = [(number, unit["due"]) for number, unit in enumerate(units, 1) if unit.get("due", "").startswith("Lab of week")]
    assert [told for _, told in due] == begun and all(number > int(told.removeprefix("Lab of week ")) for number, told in due)


def test_the_page_and_the_minutes_of_the_guides_agree():
    """What *Teach this book* says of a lab and of an exam in words."""
    page = (ROOT / "teach/this-book.md").read_text(encoding="utf-8")
    words = {10: "ten", 3: "three"}
    one, two, three = (hours.EXERCISE[stars] for stars in (1, 2, 3))
    assert f"**A lab** has {hours.LAB} minutes. {words[hours.BEGINS].capitalize()} to begin" in page
    assert f"{hours.LAB - hours.BEGINS - hours.ENDS} for two or three exercises" in page and f"{words[hours.ENDS].capitalize()} to end" in page
    assert f"{one} minutes for one star, {two} for two and {three} for three" in page
    assert f"We plan {words[hours.EXAM_QUESTION]} minutes and a point for a question" in page


def test_the_semester_and_the_quarter_have_their_weeks():
    assert [len(PLANS[name]["units"]) for name in ("semester", "quarter", "block", "workshop", "guest")] == [14, 10, 10, 4, 1]


def test_the_citation_says_what_settings_and_license_say():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    book = cited["preferred-citation"]
    assert cited["title"] == book["title"] == settings["title"] and f"{book['year']}" in settings["copyright"]
    words = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert cited["license"] == ["CC-BY-4.0", "MIT"] and "CC BY 4.0" in words and "MIT License" in words
    assert cited["authors"] == book["authors"] == [{"name": f"the authors of {settings['title']}"}] and cited["authors"][0]["name"] in words


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of the small book."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        built, warnings = build(tmp_path_factory.mktemp("book"), monkeypatch, course(QUIZ_ID))
    assert warnings == ""
    with serving(built) as address:
        yield address


@pytest.mark.parametrize("name", ["here", "all"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_shuts_nobody_out(browser, served, name, theme):
    """axe-core on a guide and on a plan."""
    with checks.Visit(browser, f"{served}teach/{name}.html", theme=theme) as visit:
        report(checks.barriers(visit))


@pytest.mark.parametrize("name", ["here", "all"])
def test_it_fits_a_phone(browser, served, name):
    """Wide tables scroll by themselves."""
    with checks.Visit(browser, f"{served}teach/{name}.html", viewport=checks.PHONE) as visit:
        report(checks.sideways_scroll(visit) + checks.complaints(visit))


@pytest.mark.parametrize("name", ["here", "all"])
def test_on_paper_nothing_is_cut_off(browser, served, name):
    """No table is wider than the page, and nothing is folded."""
    with checks.Visit(browser, f"{served}teach/{name}.html", viewport={"width": 720, "height": 1000}) as visit:
        visit.page.emulate_media(media="print")
        cut = visit.page.evaluate("""() => [...document.querySelectorAll("article :is(table, p, li)")]
            .filter(part => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1 || part.scrollWidth > part.clientWidth + 1)
            .map(part => part.textContent.slice(0, 60))""")
        assert cut == [] and visit.page.locator("article details:not([open])").count() == 0
