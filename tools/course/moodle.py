"""Moodle XML. Moodle finds a question again by its `idnumber`, and hands formulas to MathJax."""

from html import escape

from tools.course.markup import html, in_parentheses, plain

LONGEST_NAME = 80


def write(title, chapter, questions):
    """The questions of a chapter as a file that Moodle imports into a category of its own."""
    category = f"""  <question type="category">
    <category><text>$course$/top/{escape(title)}</text></category>
    <idnumber>{chapter}</idnumber>
  </question>
"""
    items = "".join(_question(title, question) for question in questions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{category}{items}</quiz>\n'


def _question(title, question):
    name = f"{title} {question.number}: {plain(question.stem)}"
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rsplit(" ", 1)[0] + " ..."
    return f"""  <question type="multichoice">
    <name><text>{escape(name)}</text></name>
    {_text("questiontext", question.stem)}
    <defaultgrade>1</defaultgrade>
    <penalty>1</penalty>
    <hidden>0</hidden>
    <idnumber>{question.id}</idnumber>
    <single>true</single>
    <shuffleanswers>true</shuffleanswers>
    <answernumbering>abc</answernumbering>
{"".join(map(_option, question.options))}  </question>
"""


def _option(option):
    fraction = 100 if option.is_right else 0
    return f"""    <answer fraction="{fraction}" format="html">
      <text>{escape(_html(option.text))}</text>
      {_text("feedback", option.feedback)}
    </answer>
"""


def _text(tag, element):
    return f'<{tag} format="html"><text>{escape(_html(element))}</text></{tag}>'


def _html(element):
    return html(element, in_parentheses)
