"""The editions of a small chapter and of the book's: what they hold, and that their checks are kind."""

import ast

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.book import chapters
from tools.course import editions
from tools.course.checks import NO_ANSWER, NOT_RIGHT, RIGHT, Check, read_checks
from tools.course.editions import BEGIN, STUDENT, TEACHER
from _ext.book_site.exercises import exercises, solution
from tools.course.tests.trial import CONTENT, trial
from _ext.book_site.names import statements
from tools.running import read, run

books = pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
checked = pytest.mark.parametrize(
    "path", [path for path in chapters() if read_checks(path.stem)], ids=lambda path: path.stem
)
HALF = Check(
    "half", {"half": "a function of a number"},
    'if half(6) == 12:\n    return "that is the double."\nif half(3) != 1.5:\n    return "3 has a half, too."',
    ["half = lambda x: x / 2", "def half(x):\n    twice = 2 * x\n    return twice / 4"],
    [{"answer": "half = lambda x: 2 * x", "says": "the double"}, {"answer": "half = lambda x: x // 2", "says": "3 has a half"}],
)


def chapter():
    """A chapter with an exercise that is checked and one that a teacher grades."""
    return new_notebook(cells=[
        new_markdown_cell("# What is a half?"),
        new_code_cell("two = 2", execution_count=1),
        new_markdown_cell("## Exercises\n\nEach solution is folded.\n\n### Exercise 1 ★★: half\n\nWrite it."),
        new_code_cell("#@title Solution to exercise 1\ndef half(x):\n    return x / two"),
        new_code_cell("#@title Solution to exercise 1, checked\nhalf(3) == 1.5"),
        new_markdown_cell("<details><summary>In words</summary>Divide.</details>"),
        new_markdown_cell("### Exercise 2 ★: why?\n\nSay it."),
        new_code_cell("#@title Solution to exercise 2\n# Nobody knows."),
        new_markdown_cell("## In a nutshell"),
    ])


def sources(edition):
    """The sources of the cells of an edition of the small chapter."""
    return [cell.source for cell in editions.make(chapter(), {"half": HALF}, edition).cells]


def lines(cells):
    """The lines of cells, all but the shortest, which may stand anywhere."""
    return {line for cell in cells for line in cell.source.splitlines() if len(line) > 20}


def test_a_solution_is_its_cells_without_titles():
    """Words that follow the code belong to it, as comments."""
    first, second = exercises(chapter())
    assert (first.number, first.stars, first.id, second.title) == (1, 2, "half", "why?")
    assert solution(chapter(), first) == "def half(x):\n    return x / two\n\nhalf(3) == 1.5\n\n# In words Divide."


def test_a_student_gets_cells_that_wait():
    """The solution is gone, with the words that follow it; the answer's cell says what to give, and the check follows."""
    title, set_up, task, answer, check, second, waiting, end = sources(STUDENT)
    assert answer == "# Your answer to exercise 1, half.\n# half: a function of a number\nhalf = ..."
    assert "that is the double" in check and waiting.endswith("\n...")
    assert "Interrupt" in task and "Each solution is folded" not in task and task.endswith("Write it.")
    assert not any("x / two" in source or "Divide" in source or "Nobody" in source for source in sources(STUDENT))


def test_a_teacher_gets_everything():
    """The solution stands between nbgrader's lines, the same head before it."""
    answer = sources(TEACHER)[3]
    assert answer.startswith(f"# Your answer to exercise 1, half.\n# half: a function of a number\n{BEGIN}\ndef half(x):")
    assert "Divide" in answer and len(sources(TEACHER)) == len(sources(STUDENT))


def test_nbgrader_reads_who_grades_what():
    """A check is locked and gives a point for each star; without a check a teacher gives them."""
    cells = editions.make(chapter(), {"half": HALF}, TEACHER).cells
    found = [cell.metadata.nbgrader for cell in cells if "nbgrader" in cell.metadata]
    assert [(cell.grade_id, cell.solution, cell.grade, cell.locked, cell.get("points")) for cell in found] == [
        ("half-answer", True, False, False, None), ("half-check", False, True, True, 2), ("why-answer", True, True, False, 1),
    ]


def test_a_check_of_no_exercise_is_found():
    """A title that changed leaves its check alone."""
    with pytest.raises(ValueError, match="no exercise is called.*'third'"):
        editions.both(chapter(), {"third": HALF})


def verdicts(*wrong):
    """What a trial says of the small chapter's check, with other wrong answers: the code, and a part of the sentence."""
    notebook = chapter()
    notebook.cells += trial(notebook, {"half": HALF._replace(wrong=HALF.wrong + [{"answer": answer, "says": says} for answer, says in wrong])})
    assert run(notebook, "trial") is None
    return notebook.cells[-1].outputs[0].text


def test_checks_are_kind():
    """Right in any form, wrong, untouched, an error inside the answer, an endless loop that is stopped: a sentence each."""
    assert verdicts(
        ("def half(x):\n    return x / zwei", "the check used your answer and met `NameError: name 'zwei'"),
        ("def half(x):\n    raise KeyboardInterrupt", "you stopped the check"),
        ("half = 3", "the check used your answer and met `TypeError"),
    ) == CONTENT


def test_a_trial_says_what_is_not_as_it_should_be():
    """A wrong answer that passes, and one that is told something else; one that ends in an error has given nothing."""
    passed, other, nothing = verdicts(
        ("half = lambda x: x * 0.5", "anything"), ("half = lambda x: 2 * x", "a third"), ("1 / 0\nhalf = lambda x: x / 2", "the double")
    ).split("\n\n")
    assert f"said: {RIGHT}. (2.0)" in passed and f"said: {NOT_RIGHT}: that is the double" in other
    assert f"said: {NO_ANSWER}: give `half` a value" in nothing


@books
def test_the_editions_of_the_book_are_sound(path):
    """Each is a valid notebook without outputs, and the student's has no solution and no line of nbgrader's."""
    notebook, checks = read(path), read_checks(path.stem)
    made = editions.both(notebook, checks)
    asked = exercises(notebook)
    for edition, text in made.items():
        cells = nbformat.reads(text, as_version=4).cells
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
        graded = [cell.metadata.nbgrader for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
        assert sum(cell.points for cell in graded) == sum(exercise.stars for exercise in asked), edition
    assert made[TEACHER].count(BEGIN) == len(asked) and BEGIN not in made[STUDENT]
    solved = {place for exercise in asked for place in exercise.solutions}
    kept = lines(cell for place, cell in enumerate(notebook.cells) if place not in solved)
    own = lines(notebook.cells[place] for place in solved) - kept
    assert not own & lines(nbformat.reads(made[STUDENT], as_version=4).cells)


@checked
def test_the_names_of_answers_are_free(path):
    """No cell before the exercises makes one, so that an untouched answer is seen; and the solution makes each."""
    notebook = read(path)
    asked = exercises(notebook)
    before = notebook.cells[: asked[0].solutions[0]]
    taken = {name for cell in before for statement in statements(cell) for name in statement.makes}
    checks = read_checks(path.stem)
    for exercise in asked:
        wanted = set(checks[exercise.title].answers)
        made = {name for statement in statements(new_code_cell(solution(notebook, exercise))) for name in statement.makes}
        assert not wanted & taken, f"{exercise.title}: the chapter makes {wanted & taken} before the exercises"
        assert wanted <= made, f"{exercise.title}: the solution does not make {wanted - made}"


@checked
def test_every_exercise_has_a_check_and_wrong_answers(path):
    """At least two wrong answers for each, and comparisons that parse."""
    checks = read_checks(path.stem)
    assert [exercise.title for exercise in exercises(read(path))] == list(checks)
    for check in checks.values():
        ast.parse("def check():\n" + "\n".join(f"    {line}" for line in check.comparisons.splitlines()))
        assert len(check.wrong) >= 2, f"{check.exercise}: add a wrong answer that students give"
