"""Sheets to print: a paper of questions, its key with the reasons, or one after the other."""

import string
from html import escape

from tools.course.markup import html, mathml

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 11pt/1.4 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }}
h1 {{ font-size: 1.5em; }}
code {{ font-size: 0.9em; overflow-wrap: anywhere; }}
ol.questions > li {{ margin-bottom: 1.2em; break-inside: avoid; }}
ol.options {{ list-style: upper-alpha; }}
dt {{ font-weight: bold; }}
dd {{ margin: 0 0 0.4em 1.5em; }}
.name {{ margin-bottom: 2em; }}
@page {{ size: A4; margin: 2cm; @bottom-center {{ content: counter(page); }} }}
@media print {{ body {{ margin: 0; max-width: none; }} .questions + .key {{ break-before: page; }} }}
</style>
</head>
<body>
<main>
{parts}</main>
</body>
</html>
"""
PAPER = """\
<h1>{title}</h1>
<p class="name">Name: ______________________________</p>
<ol class="questions">
{questions}</ol>
"""
KEY = """\
<section class="key">
<{heading}>Key: {title}</{heading}>
<ol class="questions">
{answers}</ol>
</section>
"""
QUESTION = """\
<li>{stem}
<ol class="options" type="A">
{options}</ol>
</li>
"""
ANSWER = """\
<li><strong>{right}</strong>
<dl>
{reasons}</dl>
</li>
"""


def write(title, chapter, questions):
    """Paper and key of a chapter in one page, which needs no other file."""
    return _page(f"{title}: questions and key", _paper(title, questions) + _key(title, questions, "h2"))


def paper(title, questions):
    """A page of questions alone."""
    return _page(title, _paper(title, questions))


def key(title, questions):
    """The page of its key."""
    return _page(f"Key: {title}", _key(title, questions, "h1"))


def one(question):
    """A question, and its key: each a list of one, for a page that has other things, too."""
    return tuple(f'<ol class="questions">\n{part(question)}</ol>\n' for part in (_question, _answer))


def _page(title, parts):
    return PAGE.format(title=escape(title), parts=parts)


def _paper(title, questions):
    return PAPER.format(title=escape(title), questions="".join(map(_question, questions)))


def _key(title, questions, heading):
    return KEY.format(title=escape(title), heading=heading, answers="".join(map(_answer, questions)))


def _question(question):
    options = "".join(f"<li>{_html(option.text)}</li>\n" for option in question.options)
    return QUESTION.format(stem=_html(question.stem), options=options)


def _answer(question):
    lettered = list(zip(string.ascii_uppercase, question.options))
    return ANSWER.format(
        right=next(letter for letter, option in lettered if option.is_right),
        reasons="".join(
            f"<dt>{letter}. {_html(option.text)}</dt>\n<dd>{_html(option.feedback)}</dd>\n" for letter, option in lettered
        ),
    )


def _html(element):
    return html(element, mathml)
