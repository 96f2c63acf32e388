"""What a guide takes from the notebook of a chapter. Texts are Markdown, as they stand there."""

import re
from typing import NamedTuple

from book_site import answers
from book_site.claims import is_claim
from book_site.depths import depths, markdown_headings

OBJECTIVES, FOLKLORE = "You will be able to", "Folklore, put to the test"
VERDICT, HOLDS = "verdict", "holds"

ITEM = re.compile(r"^- (.+(?:\n[ \t]+.+)*)", re.MULTILINE)
PARAGRAPHS = re.compile(r"\n\s*\n")
PREDICT = re.compile(r"\*\*Predict:\*\*\s*")
SEEN = re.compile(r"\*\*What you should see:\*\*\s*")
NO_PROSE = ("#", "|", "$$", "```", "<")
COLUMNS = re.compile(r"(?<!\\)\|")


class Objective(NamedTuple):
    """What a reader will be able to do."""

    verbs: str  # the bold words: its name
    text: str


class Prediction(NamedTuple):
    """A question that a room answers before it sees."""

    heading: str  # of the section that asks it
    depth: str
    question: str
    seen: str  # what the chapter says of it then


class Item(NamedTuple):
    """A question of *Check yourself*: what is wrong in it."""

    id: str  # without the chapter's name
    number: int
    stem: str
    wrong: list  # of the option and its feedback, as HTML


def objectives(notebook):
    """The objectives of a chapter, in order."""
    texts = [match[1] for match in ITEM.finditer(answers.sections(notebook)[OBJECTIVES])]
    return [Objective(", ".join(answers.BOLD.findall(text)), text.rstrip(".;")) for text in texts]


def predictions(notebook):
    """The predictions of a chapter, in order, each with the paragraph that says what came of it.

    That is *What you should see*; where there is none, the first paragraph with something bold after the
    code that shows it.
    """
    asked, told, heading, has_run = [], [], "", False
    for cell, depth in zip(notebook.cells, depths(notebook)):
        has_run = has_run or cell.cell_type == "code"
        headings = [title for level, title in markdown_headings(cell) if level <= 3]
        heading = headings[-1] if headings else heading
        for paragraph in PARAGRAPHS.split(cell.source) if cell.cell_type == "markdown" else []:
            if PREDICT.match(paragraph):
                asked.append((heading, depth, PREDICT.sub("", paragraph, count=1)))
                told.append([])
                has_run = False
            elif asked and has_run and not paragraph.startswith(NO_PROSE):
                told[-1].append(paragraph)
    return [Prediction(*question, _first_told(paragraphs)) for question, paragraphs in zip(asked, told)]


def _first_told(paragraphs):
    seen = [paragraph for paragraph in paragraphs if SEEN.match(paragraph)]
    bold = [paragraph for paragraph in paragraphs if answers.BOLD.search(paragraph)]
    return SEEN.sub("", (seen or bold or paragraphs or [""])[0], count=1)


def folklore(notebook):
    """The table of folklore as rows, its head first, without what holds; none where a chapter has no such table.

    Beside it the number of its statements, with what holds.
    """
    lines = [line for line in answers.sections(notebook).get(FOLKLORE, "").splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in COLUMNS.split(line.strip().strip("|"))] for line in lines]
    if not rows or VERDICT not in rows[0]:
        return [], 0
    place = rows[0].index(VERDICT)
    return [rows[0], *(row for row in rows[2:] if row[place] != HOLDS)], len(rows) - 2


def items(notebook, chapter):
    """The questions of *Check yourself*, each with its wrong options."""
    found = []
    for number, (words, stem, options) in enumerate(answers.quiz(notebook), start=1):
        wrong = [
            (match["text"].strip(), match["feedback"].strip())
            for match in answers.OPTION.finditer(options)
            if not answers.RIGHT.match(match["feedback"].strip())
        ]
        identity = answers.wording_id(chapter, words).removeprefix(f"{chapter}-")
        found.append(Item(identity, number, stem, wrong))
    return found


def claim_of(notebook, title):
    """The first claim of the section with a heading, or None."""
    inside = 0
    for cell in notebook.cells:
        for level, found in markdown_headings(cell):
            if found == title:
                inside = level
            elif inside and level <= inside:
                return None
        if inside and is_claim(cell):
            return cell
    return None
