"""The editions and the question bank in the programs of course platforms, in an environment of their own.

nbgrader releases the teacher's edition, grades what students hand in, and exports the grades. Programs
that others wrote read the question bank back. `make test-course` builds the environment.
"""

import csv
import io
import json
import os
import re
import subprocess
import zipfile
from html import unescape
from xml.etree import ElementTree

import nbformat
import pytest

from tools.book import ROOT, chapters, short_title
from tools.course import bank, editions, exam, generators, quiz
from tools.course.checks import NO_ANSWER, NOT_RIGHT, RIGHT, read_checks
from tools.course.editions import STUDENT, TEACHER
from tools.course.markup import escaped, html, in_parentheses
from tools.course.tests.hard import hard_chapter
from tools.course.tests.test_editions import HALF, chapter
from tools.running import read

PYTHON = ROOT / ".venv-course" / "bin" / "python"
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
EXTRA = {"original_answer_ids", "assessment_question_identifierref"}
QTI12 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


def run(folder, *words):
    """Run a module of the environment in a folder and return what it prints."""
    environment = {**os.environ, "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}"}  # nbgrader calls alembic
    done = subprocess.run([PYTHON, *words], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def released(folder, assignment, name, text):
    """The notebook that nbgrader releases of a teacher's edition."""
    source = folder / "source" / assignment
    source.mkdir(parents=True)
    (source / name).write_text(text, encoding="utf-8")
    run(folder, "-m", "nbgrader", "generate_assignment", assignment, "--create")
    return nbformat.read(folder / "release" / assignment / name, as_version=4)


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_nbgrader_releases_the_student_edition(path, tmp_path):
    """Cell by cell what we give a student; only an answer waits in nbgrader's words."""
    made = editions.both(read(path), read_checks(path.stem))
    found = released(tmp_path, "week", path.name, made[TEACHER])
    ours = nbformat.reads(made[STUDENT], as_version=4)
    assert len(found.cells) == len(ours.cells)
    for cell, our in zip(found.cells, ours.cells):
        if our.metadata.get("nbgrader", {}).get("solution"):
            head = "\n".join(line for line in our.source.splitlines() if line.startswith("# "))
            assert cell.source == f"{head}\n{STUB}"
        else:
            assert cell.source.replace(editions.INTRODUCTIONS[TEACHER], editions.INTRODUCTIONS[STUDENT]) == our.source


ANSWERS = {
    "right": ("half = lambda x: 0.5 * x", 2.0, f"{RIGHT}."),
    "wrong": ("half = lambda x: 2 * x", 0.0, f"{NOT_RIGHT}: that is the double."),
    "untouched": (STUB, 0.0, NO_ANSWER),
    "raises": ("def half(x):\n    return x / nothing", 0.0, NOT_RIGHT),
}


def test_nbgrader_grades_what_students_hand_in(tmp_path):
    """From the teacher's edition to the table of grades; each student finds the sentence in the graded notebook."""
    made = editions.both(chapter(), {"half": HALF})
    notebook = released(tmp_path, "week", "toy.ipynb", made[TEACHER])
    for student, (answer, *_) in ANSWERS.items():
        handed_in = tmp_path / "submitted" / student / "week"
        handed_in.mkdir(parents=True)
        copy = nbformat.from_dict(notebook)
        (cell,) = [cell for cell in copy.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "half-answer"]
        cell.source = cell.source.replace(STUB, answer)
        nbformat.write(copy, handed_in / "toy.ipynb")
    run(tmp_path, "-m", "nbgrader", "autograde", "week", "--create")
    run(tmp_path, "-m", "nbgrader", "generate_feedback", "week")
    run(tmp_path, "-m", "nbgrader", "export", "--to=grades.csv")
    with open(tmp_path / "grades.csv", encoding="utf-8") as file:
        grades = {row["student_id"]: (float(row["raw_score"]), float(row["max_score"])) for row in csv.DictReader(file)}
    assert grades == {student: (points, 3.0) for student, (_, points, _) in ANSWERS.items()}
    for student, (*_, said) in ANSWERS.items():
        graded = nbformat.read(tmp_path / "autograded" / student / "week" / "toy.ipynb", as_version=4)
        (cell,) = [cell for cell in graded.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "half-check"]
        assert cell.outputs[0].data["text/markdown"].startswith(said)
        assert (tmp_path / "feedback" / student / "week" / "toy.html").exists()


BANKS = {path.stem: (short_title(path), quiz.questions(read(path), path.stem)) for path in chapters()} | {
    "hard": ("Hard & more", quiz.questions(hard_chapter(), "hard")),
    "exam": exam.exam(7, generators.chapters()),
}


@pytest.fixture(scope="module", params=BANKS)
def found(request, tmp_path_factory):
    """The questions of a chapter or an exam, the folder of its bank, and what the readers found there."""
    title, questions = BANKS[request.param]
    folder = tmp_path_factory.mktemp("bank")
    bank.write(folder, {request.param: (title, questions)})
    read_back = json.loads(run(folder, ROOT / "tests" / "course_platforms.py", folder / request.param))
    return questions, folder / request.param, read_back


def expected(questions, text, right, wrong):
    """What a reader is to find: texts as `text` writes them, and its sign of a right or a wrong option."""
    return [
        [text(question.stem), [
            [text(option.text), text(option.feedback), right if option.is_right else wrong] for option in question.options
        ]]
        for question in questions
    ]


def test_moodle_xml_is_read_back(found):
    """Every text with formulas in TeX, and 100 percent for one option. The reader turns HTML's entities into characters."""
    questions, _, read_back = found
    assert read_back["moodle"] == expected(questions, lambda element: unescape(html(element, in_parentheses)), 100.0, 0.0)


def test_gift_is_read_back(found):
    """The same, where its backslashes are taken away."""
    questions, _, read_back = found
    shown = [
        [without_backslashes(stem), [[without_backslashes(text), without_backslashes(feedback), percent] for text, feedback, percent in options]]
        for stem, options in read_back["gift"]
    ]
    assert shown == expected(questions, lambda element: html(element, in_parentheses), 100, 0)


def without_backslashes(text):
    """A text of GIFT as it is shown."""
    return re.sub(r"\\(.)", r"\1", text).strip()


def test_plain_text_is_read_back(found):
    """By text2qti, as Markdown."""
    questions, _, read_back = found
    assert read_back["text2qti"]["read"] == expected(questions, escaped, True, False)


def shape(element):
    """The tags and attributes of an item, without values, and without what Canvas adds on its own export."""
    return [element.tag, sorted(element.keys()), [
        shape(child) for child in element if child.findtext(f"{QTI12}fieldlabel") not in EXTRA
    ]]


def test_qti_12_is_what_text2qti_writes(found):
    """Item by item the same elements, and the same option scores."""
    questions, folder, read_back = found
    with zipfile.ZipFile(folder / "canvas-qti-1.2.zip") as archive:
        ours = ElementTree.parse(io.BytesIO(archive.read(f"{folder.name}/{folder.name}.xml")))
    ours, theirs = [list(tree.iter(f"{QTI12}item")) for tree in (ours, ElementTree.fromstring(read_back["text2qti"]["written"]))]
    assert [shape(item) for item in ours] == [shape(item) for item in theirs]
    for item, other, question in zip(ours, theirs, questions):
        for one in (item, other):
            labels = [label.get("ident") for label in one.iter(f"{QTI12}response_label")]
            (scored,) = [rule for rule in one.iter(f"{QTI12}respcondition") if rule.find(f"{QTI12}setvar") is not None]
            right = labels.index(scored.findtext(f"{QTI12}conditionvar/{QTI12}varequal"))
            assert question.options[right].is_right
        texts = [material.text for material in item.iter(f"{QTI12}mattext")]
        said = [question.stem, *[option.text for option in question.options], *[option.feedback for option in question.options]]
        assert texts == [html(element, in_parentheses) for element in said]


def test_qti_21_is_read_and_answered(found):
    """pyslet runs each item: the right option scores 1, the others 0, and each shows its own feedback."""
    questions, _, read_back = found
    words = [
        [inner(stem), [[inner(text), inner(feedback), score] for text, feedback, score in options]]
        for stem, options in read_back["qti21"]
    ]
    assert words == expected(questions, no_formulas, 1.0, 0.0)


def inner(xml):
    """The words of an element as pyslet writes it."""
    return " ".join("".join(ElementTree.fromstring(xml).itertext()).split())


def no_formulas(element):
    """The words of a text, without its formulas and marks: pyslet is given none."""
    return inner(f"<p>{html(element, lambda tex: '')}</p>")
