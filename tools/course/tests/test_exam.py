"""An exam: paper, key and imports of the same questions, and a sentence for a command line that cannot be read."""

import re
import zipfile

import pytest
from bs4 import BeautifulSoup

from tools.course import bank, exam, generators, sheet
from tools.course.sample import sample

CHAPTERS = ["dropout", "components"]
KNOWN = "backpropagation, batch-normalization, components"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An exam with its PDFs."""
    folder = tmp_path_factory.mktemp("exam") / "seed-7"
    exam.write(folder, 7, CHAPTERS)
    exam.print_sheets(folder)
    return folder


def soup(path):
    """A page that was written."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_paper_and_key_agree(folder):
    """The paper asks each question and tells no answer; the key names the letter of the right option."""
    paper, key = soup(folder / "paper.html"), soup(folder / "key.html")
    _, questions = exam.exam(7, CHAPTERS)
    assert len(paper.select(".questions > li")) == len(questions) == sum(len(generators.generators(name)) for name in CHAPTERS)
    assert not re.search(r"No: this|Yes\.|Key", paper.text)
    letters = ["ABCDE"[[option.is_right for option in question.options].index(True)] for question in questions]
    assert [item.text for item in key.select(".key li > strong")] == letters
    assert len(key.select("h1")) == 1


def test_paper_and_key_are_printed(folder):
    """As tagged PDF of several pages."""
    for name in exam.SHEETS:
        printed = (folder / f"{name}.pdf").read_bytes()
        assert printed.startswith(b"%PDF") and b"/StructTreeRoot" in printed and b"/Count" in printed


def test_the_imports_are_there(folder):
    """All that a course platform reads, with the same questions."""
    assert {path.name for path in folder.iterdir()} == {*bank.IMPORTS, "paper.html", "key.html", "paper.pdf", "key.pdf"}
    _, questions = exam.exam(7, CHAPTERS)
    with zipfile.ZipFile(folder / "qti-2.1.zip") as archive:
        assert {f"{question.id}.xml" for question in questions} < set(archive.namelist())
    assert [question.number for question in questions] == list(range(1, len(questions) + 1))


def test_another_seed_is_the_same_exam_with_other_numbers(folder, tmp_path):
    """And the same seed gives the same bytes."""
    exam.write(tmp_path / "seed-7", 7, CHAPTERS)
    exam.write(tmp_path / "seed-8", 8, CHAPTERS)
    for name in [*bank.IMPORTS, "paper.html", "key.html"]:
        assert (tmp_path / "seed-7" / name).read_bytes() == (folder / name).read_bytes() != (tmp_path / "seed-8" / name).read_bytes()
    shapes = [[len(item.select("li")) for item in soup(tmp_path / seed / "paper.html").select(".questions > li")] for seed in ("seed-7", "seed-8")]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("line, said", [
    ("", "Give the exam a seed, a whole number"), ("--seed --chapters dropout", "Give the exam a seed"),
    ("--seed 1 2 --chapters dropout", "Give the exam a seed"), ("--seed -3 --chapters dropout", "Give the exam a seed"),
    ("--seed 7 --chapters dropout --questions 999", "Ask for 1 to [0-9]+ questions"), ("--seed 7 --chapters dropout --questions few", "Ask for 1 to"),
    ("--seed seven --chapters dropout", "Give the exam a seed"), ("--seed 7 --chapters", f"Say which chapters.* There are: {KNOWN}"),
    ("--seed 7 --chapters dropout dropuot", f"No generators are there for dropuot. There are: {KNOWN}"),
])
def test_a_line_that_cannot_be_read_ends_in_a_sentence(line, said):
    """What is missing, and what there is."""
    with pytest.raises(SystemExit, match=said):
        exam.asked_for(line.split())


def test_a_line_that_can_be_read():
    """A chapter that is named twice is asked once."""
    assert exam.asked_for("--seed 07 --chapters dropout components dropout --questions".split()) == (7, CHAPTERS, None)


def test_fewer_questions_are_shared_out():
    """Evenly among the chapters and over each one's list, of the same kinds for every seed."""
    assert exam.asked_for("--seed 7 --chapters dropout components --questions 5".split()) == (7, CHAPTERS, 5)
    _, whole = exam.exam(7, CHAPTERS)
    _, some = exam.exam(7, CHAPTERS, 5)
    _, others = exam.exam(8, CHAPTERS, 5)
    assert exam.shares(CHAPTERS, 5) == [3, 2] and exam.shares(CHAPTERS, 10**6) == exam.shares(CHAPTERS)
    kinds, others = ([question.id.rpartition("-")[0] for question in found] for found in (some, others))
    assert kinds == others and len(set(kinds)) == 5
    assert {question.id for question in some} <= {question.id for question in whole}
    assert [question.number for question in some] == [1, 2, 3, 4, 5]


def test_one_question_can_be_shown_with_its_key():
    """As the exam of the same seed has it; a name that is no generator's is an error."""
    question, key = sample("dropout", "passed_on", 7)
    paper = sheet.paper("", generators.questions("dropout", 7))
    assert question.count("<li>") == 5 and question.partition("<li>")[2].partition("<ol")[0] in paper and "Yes." in key
    with pytest.raises(ValueError, match="has no generator 'nothing'"):
        sample("dropout", "nothing", 7)
