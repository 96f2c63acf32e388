r"""Anki's text import: a file for each chapter, with a card for each question. Formulas stand between `\(` and `\)`.

Anki finds a note again by its id (`guid`), and keeps when it is due; so a new edition of the book can be
imported over an old one.
"""

import re
from html import escape

from _ext.book_site import answers
from tools.course.markup import from_markdown, html, in_parentheses

# Before an id, which has to differ from all others in a reader's collection.
OURS = "deep-learning-question-by-question"
HEAD = """\
#separator:tab
#html:true
#notetype:Basic
#deck:Deep Learning, Question by Question::{title}
#guid column:1
#tags column:4
"""


def write(title, chapter, notebook, asked, quiz):
    """The cards of a chapter. asked: its main and follow-up questions, from the question bank; quiz: those to choose from."""
    cards = [_asked(notebook, question) for question in asked] + [_quiz(question) for question in quiz]
    lines = ["\t".join(_field(part) for part in (f"{OURS}-{identity}", front, back, chapter)) for identity, front, back in cards]
    return HEAD.format(title=title) + "".join(f"{line}\n" for line in lines)


def _asked(notebook, question):
    lines = answers.of(notebook, question)
    texts = [html(from_markdown(line), in_parentheses) for line in lines]
    if answers.are_points(question, lines):
        back = f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"
    else:
        back = "".join(f"<p>{text}</p>" for text in texts)
    return question["id"], escape(question["wording"], quote=False), back


def _quiz(question):
    options = [(html(option.text, in_parentheses), html(option.feedback, in_parentheses), option) for option in question.options]
    front = "".join(f"<li>{text}</li>" for text, *_ in options)
    right = next(text for text, _, option in options if option.is_right)
    reasons = "".join(f"<li>{text}<br>{feedback}</li>" for text, feedback, _ in options)
    return question.id, f"{html(question.stem, in_parentheses)}<ul>{front}</ul>", f"<p><b>{right}</b></p><ul>{reasons}</ul>"


def _field(text):
    """A field of a line: no tab and no end of line in it, and no quote at its beginning, which Anki would read."""
    text = re.sub(r"\s+", " ", text)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if '"' in text else text
