"""Each check is tried on answers: untouched, right and wrong, in the environment of its chapter."""

import pytest

from tools.book import chapters
from tools.course.checks import NO_ANSWER, NOT_RIGHT, RIGHT, read_checks
from _ext.book_site.exercises import exercises
from tools.course.tests.trial import trials
from tools.running import read

CHECKED = [path for path in chapters() if read_checks(path.stem)]
named = pytest.mark.parametrize("path", CHECKED, ids=lambda path: path.stem)


@named
def test_checks_say_what_is_right_and_what_is_not(path):
    """A right answer gets all points, in whatever form; every other a sentence of its own and none."""
    points = {exercise.title: float(exercise.stars) for exercise in exercises(read(path))}
    wrong = []
    for tried in trials(read(path), read_checks(path.stem)):
        is_right = tried.kind in {"solution", "right"}
        said = {"untouched": NO_ANSWER, "wrong": f"{NOT_RIGHT}: "}.get(tried.kind, f"{RIGHT}.")
        value = str(points[tried.exercise] if is_right else 0.0)
        if not (tried.said.startswith(said) and tried.expected in tried.said and tried.value == value):
            wrong.append(f"{tried.exercise}, {tried.kind}:\n{tried.answer}\nsaid: {tried.said}\nexpected: {tried.expected or said}")
    assert not wrong, "\n\n".join(wrong)
