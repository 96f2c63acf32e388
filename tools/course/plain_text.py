"""Plain text, to read and to print; `text2qti` reads it too, as Markdown."""

import string

from tools.course.markup import escaped


def write(title, chapter, questions):
    """The questions of a chapter. A star stands before the right option, three dots before feedback."""
    return f"Quiz title: {title}\n\n" + "\n".join(map(_question, questions))


def _question(question):
    lines = [f"{question.number}. {escaped(question.stem)}"]
    for letter, option in zip(string.ascii_lowercase, question.options):
        lines += [f"{'*' if option.is_right else ''}{letter}) {escaped(option.text)}", f"... {escaped(option.feedback)}"]
    return "\n".join(lines) + "\n"
