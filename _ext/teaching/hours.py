"""What a lecture, a lab and an exam are planned with, in minutes. No class was timed: these are plans."""

LAB = 90
# Of a lab: how it begins, with what was handed in, and how it ends, with one answer that the class discusses.
BEGINS, ENDS = 10, 10
# An exercise, by its stars; and a question of an exam, on paper with a calculator.
EXERCISE = {1: 15, 2: 25, 3: 45}
EXAM_QUESTION = 3


def lab(exercises):
    """What some exercises take."""
    return sum(EXERCISE[exercise.stars] for exercise in exercises)
