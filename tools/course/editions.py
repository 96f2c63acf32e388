"""The two editions of a chapter: the student's, where answers wait, and the teacher's, with everything.

Both have the cells of nbgrader's release: an answer cell, then its locked check. So the teacher's
edition can be nbgrader's source, and the student's is what nbgrader would make of it, with a friendlier
cell to start from.
"""

import re

import nbformat
from nbformat.v4 import new_code_cell

from tools.course.checks import check_cell, task, untouched
from _ext.book_site.exercises import PART, exercises, solution

STUDENT, TEACHER = "student", "teacher"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
# The heading of the part and what stands between it and the first exercise.
HEAD = re.compile(rf"^## {PART}\n(?:(?!### ).*\n)*", re.MULTILINE)
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}

INTRODUCTIONS = {
    STUDENT: (
        "Answer each exercise in the cell below it, run that cell, and then the check that follows where there is "
        "one: it says that your answer is right, or what is not right yet. Run the cells above first. A cell that "
        "does not end can be stopped: in Colab with *Runtime*, *Interrupt execution*, in JupyterLab with the square "
        "above the notebook. Mend the loop, and run the cell again."
    ),
    TEACHER: (
        "Each solution stands below its exercise, between the lines that nbgrader takes out when it releases the "
        "notebook. The check that follows gives a point for each star."
    ),
}


def both(notebook, checks):
    """The text of each edition of a chapter by the edition's name. Raises ValueError for a check of no exercise."""
    titles = {exercise.title for exercise in exercises(notebook)}
    if lost := checks.keys() - titles:
        raise ValueError(f"no exercise is called {sorted(lost)}; there are {sorted(titles)}")
    return {edition: text(make(notebook, checks, edition)) for edition in (STUDENT, TEACHER)}


def make(notebook, checks, edition):
    """One edition of a chapter, as a notebook without outputs."""
    made = nbformat.from_dict(notebook)
    asked = exercises(made)
    solved = {place: exercise for exercise in asked for place in exercise.solutions}
    made.cells = []
    for place, cell in enumerate(nbformat.from_dict(notebook).cells):
        exercise = solved.get(place)
        if not exercise:
            made.cells.append(cell)
        elif place == exercise.solutions[0]:
            made.cells += answer_cells(notebook, exercise, checks.get(exercise.title), edition)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = HEAD.sub(f"## {PART}\n\n{INTRODUCTIONS[edition]}\n\n", cell.source)
    return made


def answer_cells(notebook, exercise, check, edition):
    """The answer to an exercise and its check; without a check a teacher grades the answer."""
    waiting = untouched(check)
    solved = f"{BEGIN}\n{solution(notebook, exercise)}\n{END}"
    answer = f"{task(exercise, check)}\n{waiting if edition == STUDENT else solved}"
    graded = {} if check else {"grade": True, "points": exercise.stars}
    cells = [_cell(f"{exercise.id}-answer", answer, {"nbgrader": _nbgrader(exercise, "answer", solution=True, **graded)})]
    if check:
        metadata = {**FOLDED, "nbgrader": _nbgrader(exercise, "check", grade=True, locked=True, points=exercise.stars)}
        cells.append(_cell(f"{exercise.id}-check", check_cell(exercise, check), metadata))
    return cells


def _cell(identity, source, metadata):
    cell = new_code_cell(source, metadata=metadata)
    cell.id = identity
    return cell


def _nbgrader(exercise, part, grade=False, solution=False, locked=False, **points):
    """What nbgrader 0.9 reads in a cell."""
    return {
        "grade_id": f"{exercise.id}-{part}", "cell_type": "code", "schema_version": 3,
        "grade": grade, "solution": solution, "locked": locked, "task": False, **points,
    }


def text(notebook):
    """A notebook as it stands in its file."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"
