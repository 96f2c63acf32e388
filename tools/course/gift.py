"""GIFT, the text that Moodle and others import. A backslash stands before what GIFT would read."""

import re

from tools.course.markup import html, in_parentheses

SPECIAL = re.compile(r"([\\~=#{}:])")


def write(title, chapter, questions):
    """The questions of a chapter, each with its id in the comment that Moodle reads."""
    items = "\n".join(map(_question, questions))
    return f"$CATEGORY: $course$/top/{title}\n\n{items}"


def _question(question):
    options = "".join(
        f"  {'=' if option.is_right else '~'}{_text(option.text)}#{_text(option.feedback)}\n" for option in question.options
    )
    return f"// [id:{question.id}]\n::{question.id}::[html]{_text(question.stem)}{{\n{options}}}\n"


def _text(element):
    return SPECIAL.sub(r"\\\1", html(element, in_parentheses))
