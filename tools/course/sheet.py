"""A sheet to print: the questions on the first pages, the key with its reasons on pages of its own."""

import string
from html import escape

from tools.course.markup import html, mathml

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: questions and key</title>
<style>
body {{ font: 11pt/1.4 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }}
h1 {{ font-size: 1.5em; }}
code {{ font-size: 0.9em; overflow-wrap: anywhere; }}
ol.questions > li {{ margin-bottom: 1.2em; break-inside: avoid; }}
ol.options {{ list-style: upper-alpha; }}
dt {{ font-weight: bold; }}
dd {{ margin: 0 0 0.4em 1.5em; }}
.name {{ margin-bottom: 2em; }}
@media print {{ body {{ margin: 0; max-width: none; }} .key {{ break-before: page; }} }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="name">Name: ______________________________</p>
<ol class="questions">
{questions}</ol>
<section class="key">
<h2>Key: {title}</h2>
<ol class="questions">
{answers}</ol>
</section>
</main>
</body>
</html>
"""
QUESTION = """\
<li>{stem}
<ol class="options">
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
    """The sheet of a chapter, a page that needs no other file."""
    return PAGE.format(
        title=escape(title), questions="".join(map(_question, questions)), answers="".join(map(_answer, questions))
    )


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
