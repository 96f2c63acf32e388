"""The question bank: what is read from a chapter, and that code, formulas and ids survive each form."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tools.book import chapters, short_title
from tools.course import bank, gift, moodle, plain_text, qti12, qti21, quiz, sheet
from tools.course.__main__ import write
from tools.course.markup import from_html, html, in_parentheses, plain
from tools.course.tests.hard import QUIZ, hard_chapter
from tools.running import read

QUESTIONS = quiz.questions(hard_chapter(), "hard")


def test_questions_are_read():
    """Stems in Markdown, options in HTML, formulas in both; the right one by its feedback's first word."""
    first, second = QUESTIONS
    assert plain(first.stem) == r"What is $\frac{r}{1 - r} h^2$ at `rate={0.5}`, where *h* < 3 & r ~ 1?"
    assert plain(first.options[0].text) == "$h^{2}$: `h**2 # a square`"
    assert plain(second.stem) == 'Is "this" one *bold*?'
    assert [[option.is_right for option in question.options] for question in QUESTIONS] == [[True, False], [False, True]]


@pytest.mark.parametrize("old, new, kept", [
    ("**1.**", "**7.**", True), ("Choose an answer", "Pick one", True), ("cancels", "goes", True), ("What is", "How large is", False),
])
def test_an_id_stays_with_the_wording(old, new, kept):
    """Another number, other feedback or words before it leave it; another wording is another question."""
    changed = quiz.questions(hard_chapter(QUIZ.replace(old, new)), "hard")
    assert (changed[0].id == QUESTIONS[0].id) is kept
    assert re.fullmatch(r"hard-[0-9a-f]{8}", changed[0].id) and changed[1].id == QUESTIONS[1].id


@pytest.mark.parametrize("old, new, said", [
    ("Yes. $", "True. $", "question 1: begin the feedback of the one right option"),
    ("No. That", "Yes. That", "question 2: begin the feedback"),
    ("**1.**", "One:", "begin each question with its number"),
    ("<sup>−9", "<sup>−9<sup>", "close every tag"),
    ("<code>h", "<img src='x'/><code>h", "cannot show"),
])
def test_what_no_bank_could_show_is_said(old, new, said):
    """In words that say what to do."""
    with pytest.raises(ValueError, match=said):
        quiz.questions(hard_chapter(QUIZ.replace(old, new)), "hard")


def test_moodle_gets_escaped_html():
    """Read as XML and then as HTML, each text is what the chapter says; the id is Moodle's idnumber."""
    _, first, second = ElementTree.fromstring(moodle.write("Hard & more", "hard", QUESTIONS).encode())
    assert first.findtext("questiontext/text") == html(QUESTIONS[0].stem, in_parentheses)
    assert r"\(\frac{r}{1 - r} h^2\)" in first.findtext("questiontext/text")
    assert [answer.get("fraction") for answer in second.findall("answer")] == ["0", "100"]
    assert first.findtext("idnumber") == QUESTIONS[0].id and first.findtext("name/text").startswith("Hard & more 1: ")
    assert BeautifulSoup(first.findtext("answer/text"), "html.parser").code.text == "h**2 # a square"


def test_gift_escapes_what_it_reads():
    """Without the backslashes and the words between them, nothing special is left but what GIFT is to read."""
    text = gift.write("Hard", "hard", QUESTIONS).partition("\n\n")[2]
    assert r"\\(\\frac\{r\}\{1 - r\} h^2\\)" in text
    left = re.sub(r"//.*\n|\\.|[^\\~=#{}:]", "", text)
    assert left == "::::{=#~#}::::{~#=#}"


@pytest.mark.parametrize("form", [qti12.write, qti21.write], ids=["1.2", "2.1"])
def test_packages_are_whole(form):
    """Each file of a package is XML, named in its manifest, with an id of its own for everything."""
    with zipfile.ZipFile(io.BytesIO(form("Hard & more", "hard", QUESTIONS))) as archive:
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    named = {element.get("href") for element in trees["imsmanifest.xml"].iter() if element.get("href")}
    assert named == trees.keys() - {"imsmanifest.xml"}
    for tree in trees.values():
        named = [element for element in tree.iter() if element.get("ident") and not element.tag.endswith("response_lid")]
        ids = [element.get("ident") for element in named]
        assert len(ids) == len(set(ids))


def test_formulas_are_mathml_where_there_is_no_script():
    """In QTI 2.1 and on the sheet; MathML has its namespace where XML needs it."""
    with zipfile.ZipFile(io.BytesIO(qti21.write("Hard", "hard", QUESTIONS))) as archive:
        item = ElementTree.fromstring(archive.read(f"{QUESTIONS[0].id}.xml"))
    assert len(list(item.iter("{http://www.w3.org/1998/Math/MathML}mfrac"))) == 2
    assert len(BeautifulSoup(sheet.write("Hard", "hard", QUESTIONS), "html.parser").select("mfrac")) == 2


def test_the_sheet_has_a_key():
    """The letter of the right option, and what each is told."""
    page = BeautifulSoup(sheet.write("Hard", "hard", QUESTIONS), "html.parser")
    assert [item.text for item in page.select(".key li > strong")] == ["A", "B"]
    assert len(page.select("ol.options > li")) == len(page.select("dd")) == 4
    assert not page.select("[src], link, script")


def test_plain_text_marks_the_right_option():
    """A star before it; feedback after three dots."""
    assert "*b) a\\_b \\* c\\_d\n... Right: 'quoted'.\n" in plain_text.write("Hard", "hard", QUESTIONS)


def test_what_is_no_tag_is_text():
    """A sign of HTML in a text comes through as itself."""
    assert plain(from_html("1 &lt; 2 &amp; 3")) == "1 < 2 & 3"


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_the_bank_of_the_book_is_whole(path):
    """Every option of the chapter is in every form, and no two questions have the same id."""
    found = quiz.questions(read(path), path.stem)
    assert len({question.id for question in found}) == len(found) >= 6
    options = sum(cell.source.count("<details><summary>") for cell in quiz.part(read(path)))
    assert sum(len(question.options) for question in found) == options
    for form in bank.FORMS.values():
        assert form(short_title(path), path.stem, found)


def test_everything_is_made_twice_the_same(tmp_path):
    """To the byte."""
    for name in ("first", "second"):
        write(tmp_path / name)
    first, second = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("first", "second")
    ]
    assert first == second and len(first) == len(chapters()) * (3 + len(bank.FORMS))
