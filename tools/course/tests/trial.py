"""Cells that try the checks of a chapter on answers, to be run after the chapter's own.

Each check is tried on its untouched cell, on right answers and on wrong ones, as a student meets it.
Each answer starts without the names of the one before it.
"""

from nbformat.v4 import new_code_cell, new_output

from _ext.book_site.exercises import exercises, solution
from tools.course.checks import NO_ANSWER, NOT_RIGHT, RIGHT, check_cell, untouched
from tools.normal_form import IGNORED

SET_UP = '''\
unexpected = []

def try_check(title, names, check, answer, begins, says, points):
    """Give an answer, run the check, and keep what is not as it should be."""
    for name in names:
        globals().pop(name, None)
    shell = get_ipython()
    shell.run_cell(answer)
    done = shell.run_cell(check)
    said = done.result._repr_markdown_() if done.success else repr(done.error_in_exec)
    if not (said.startswith(begins) and says in said and repr(done.result) == repr(points)):
        unexpected.append(f"{title}\\n{answer}\\nsaid: {said} ({done.result!r})\\nexpected: {begins}{says} ({points!r})")'''
VERDICTS = 'print("\\n\\n".join(unexpected) or "Every check said what it should.")'
CONTENT = "Every check said what it should.\n"


def trial(notebook, checks):
    """The cells: what they say in the end is stored with the last, as nbval compares it."""
    tried = [
        _cell(exercise, checks[exercise.title], _plans(notebook, exercise, checks[exercise.title]))
        for exercise in exercises(notebook) if exercise.title in checks
    ]
    stored = [new_output("stream", name="stdout", text=CONTENT)]
    return [new_code_cell(SET_UP), *tried, new_code_cell(VERDICTS, outputs=stored)]


def _cell(exercise, check, plans):
    """The cell that tries one check; what the answers print is not compared."""
    head = f"title, names, check = {exercise.title!r}, {list(check.answers)!r}, {check_cell(exercise, check)!r}"
    calls = [f"try_check(title, names, check, *{plan!r})" for plan in plans]
    return new_code_cell("\n".join([head, *calls]), metadata={"tags": [IGNORED]})


def _plans(notebook, exercise, check):
    """Each answer with the beginning and a part of what is to be said of it, and its points."""
    points = float(exercise.stars)
    yield untouched(check), NO_ANSWER, "", 0.0
    yield from ((answer, f"{RIGHT}.", "", points) for answer in check.right)
    yield from ((wrong["answer"], f"{NOT_RIGHT}: ", wrong["says"], 0.0) for wrong in check.wrong)
    yield solution(notebook, exercise), f"{RIGHT}.", "", points
