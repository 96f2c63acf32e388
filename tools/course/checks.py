"""The checks of exercises: read from `data/exercises`, and written as cells that need no library.

A check is a few plain comparisons that return a sentence on what is not right yet, or nothing. The
cell around them meets an answer that is not there, and an error in the student's code. Its value
is the number of points, which nbgrader reads; front ends show the sentence in its place.
"""

import textwrap
from typing import NamedTuple

import yaml

from tools.book import ROOT

FOLDER = ROOT / "data" / "exercises"

NO_ANSWER = "No answer yet"
NOT_RIGHT = "Not right yet"
RIGHT = "Right"

CELL = '''\
#@title Check of exercise {number}: run it after your answer
def check_exercise():
    def not_right_yet({names}):
{comparisons}

    answers = {{name: globals().get(name, ...) for name in {asked}}}
    waiting = [f"`{{name}}`" for name, value in answers.items() if value is ...]
    try:
        missing = None if waiting else not_right_yet(**answers)
    except KeyboardInterrupt:
        missing = "you stopped the check. Does a loop in your code ever end?"
    except Exception as error:
        missing = (f"the check used your answer and met `{{type(error).__name__}}: {{error}}`. "
                   "Compare your answer with what the first lines of its cell ask for.")
    if waiting:
        points, said = 0, (f"{no_answer}: give {{' and '.join(waiting)}} a value in the cell above, and run that "
                           "cell. If it ended in an error, the last line of the error says what to mend.")
    else:
        points, said = (0, f"{not_right}: {{missing}}") if missing else ({points}, "{right}.")

    class Points(float):
        def _repr_markdown_(self):
            return said

    return Points(points)

check_exercise()'''


class Check(NamedTuple):
    """The check of one exercise, and what it is tried on."""

    exercise: str  # the exercise's title
    answers: dict  # the names that an answer gives a value, and what each is to be
    comparisons: str  # Python; returns what is not right yet
    right: list  # code of right answers beside the solution
    wrong: list  # of wrong answers that students give: `answer`, code, and `says`, a part of the sentence


def read_checks(chapter, folder=FOLDER):
    """The checks of a chapter by the titles of their exercises; none where there is no file."""
    path = folder / f"{chapter}.yml"
    if not path.exists():
        return {}
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = [
        Check(entry["exercise"], entry["answers"], entry["check"], entry.get("right", []), entry["wrong"])
        for entry in entries
    ]
    return {check.exercise: check for check in found}


def task(exercise, check):
    """The comment at the head of an answer: what to give, under which names."""
    lines = [f"# Your answer to exercise {exercise.number}, {exercise.title}."]
    if check:
        lines += [f"# {name}: {what}" for name, what in check.answers.items()]
    return "\n".join(lines)


def untouched(check):
    """The lines that wait for an answer."""
    return "\n".join(f"{name} = ..." for name in check.answers) if check else "..."


def check_cell(exercise, check):
    """The source of a check's cell."""
    return CELL.format(
        number=exercise.number,
        names=", ".join(check.answers),
        asked=list(check.answers),
        comparisons=textwrap.indent(check.comparisons.strip(), " " * 8),
        points=exercise.stars,
        no_answer=NO_ANSWER,
        not_right=NOT_RIGHT,
        right=RIGHT,
    )
