"""One question of an exam, for the page that shows teachers what an exam looks like."""

from tools.course import generators, sheet


def sample(chapter, name, seed):
    """The question that a seed gives to one generator, and its key, as HTML. Raises ValueError where there is no such generator."""
    for found, question in zip(generators.generators(chapter), generators.questions(chapter, seed)):
        if found == name:
            return sheet.one(question)
    raise ValueError(f"data/generators/{chapter}.py has no generator {name!r}")
