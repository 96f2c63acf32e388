"""What answers a question in short, taken from its chapter, and the chapter's questions to choose from.

Texts are Markdown, without their links, so that they can stand on another page and in other programs.
"""

import hashlib
import re

from .depths import LECTURE, of_depth

SHORT_ANSWER, QUIZ = "The short answer", "Check yourself"
HEADING = re.compile(r"^## (.+?)[ \t]*$", re.MULTILINE)
SMALL_HEADING = re.compile(r"^#{3,6} .*$", re.MULTILINE)
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\([^)\s]*\)")
# Tags without a sign of their own in plain text. In that a raised or lowered part keeps its tags.
TAG = re.compile(r"</?(?!su[bp]\b)[a-z][^>]*>")
# A question begins with its number, in bold or in bold as a whole.
NUMBER = re.compile(r"^\*\*\d+\.(\*\*)?[ \t]*", re.MULTILINE)
OPTIONS = "<details"
OPTION = re.compile(r"<details[^>]*>\s*<summary>(?P<text>.*?)</summary>(?P<feedback>.*?)</details>", re.DOTALL)
# How the feedback of the right option begins.
RIGHT = re.compile(r"(Yes|Right)\b")

# What is shorter in bold is a word that is defined, but not at the head of a list's item. What ends
# in a colon only points on.
WORDS_OF_A_POINT = 4
ITEM = re.compile(r"\s*(?:-|\d+\.)\s+\*\*")
# With fewer words in all there is no argument in bold.
WORDS_OF_AN_ARGUMENT = 20
# As much as can be said in a minute, as for the short answer.
WORDS_OF_AN_ANSWER = 150


def sections(notebook):
    """The lecture's Markdown under each `##` heading, by the heading."""
    text = "\n\n".join(cell.source for cell in of_depth(notebook, LECTURE) if cell.cell_type == "markdown")
    parts = HEADING.split(text)
    return dict(zip(parts[1::2], parts[2::2]))


def short_answer(notebook):
    """The paragraphs that answer the chapter's main question."""
    return paragraphs(sections(notebook)[SHORT_ANSWER])


def points(notebook, question):
    """What the answer to a follow-up question holds in bold: its argument, line by line, for a minute.

    Where there is none, the first paragraph of the answer. Raises KeyError for a question that the
    chapter does not ask.
    """
    text = sections(notebook)[question]
    found, words = [], 0
    for line in text.splitlines():
        for place, point in enumerate([] if line.startswith("|") else BOLD.findall(line)):
            length = len(point.split())
            is_point = length >= WORDS_OF_A_POINT or place == 0 and ITEM.match(line)
            if is_point and not point.endswith(":") and words + length <= WORDS_OF_AN_ANSWER:
                found.append(_without_links(point[0].upper() + point[1:]))
                words += length
    if words >= WORDS_OF_AN_ARGUMENT:
        return found
    # In parentheses stands how a damaged question was read.
    return [block for block in paragraphs(text) if not block.startswith(("(", "*("))][:1]


def of(notebook, question):
    """What answers a question of the question bank: paragraphs, or points."""
    return short_answer(notebook) if question["kind"] == "main" else points(notebook, question["wording"])


def are_points(question, lines):
    """Whether these lines that answer a question are points, to be written as a list."""
    return question["kind"] != "main" and len(lines) > 1


def quiz(notebook):
    """The questions to choose an answer from: of each its plain words, its stem, and its options as they stand in the chapter."""
    text, found = sections(notebook).get(QUIZ, ""), []
    begun = [match.start() for match in NUMBER.finditer(text)]
    for start, end in zip(begun, [*begun[1:], len(text)]):
        stem, _, options = text[start:end].partition(OPTIONS)
        is_bold = not NUMBER.match(stem)[1]
        stem = NUMBER.sub("", stem).strip()
        stem = stem.removesuffix("**") if is_bold else stem
        found.append((TAG.sub("", stem), stem, OPTIONS + options.rstrip()))
    return found


def wording_id(chapter, words):
    """The id of a question to choose from. It stays while the question keeps its wording, whatever its number, options and feedback."""
    wording = " ".join(re.findall(r"\w+", words.lower()))
    return f"{chapter}-{hashlib.sha256(wording.encode()).hexdigest()[:8]}"


def paragraphs(text):
    """The paragraphs of a text: no headings, tables, formulas on their own or HTML."""
    blocks = re.split(r"\n\s*\n", SMALL_HEADING.sub("", text).strip())
    return [_without_links(" ".join(block.split())) for block in blocks if block and not block.startswith(("|", "$$", "<", "```"))]


def _without_links(text):
    return LINK.sub(r"\1", text)
