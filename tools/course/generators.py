"""Questions with numbers that are drawn: the generators in `data/generators`, one file a chapter.

A generator is a function of its numbers that returns `asked(...)`; `asks` says from which values
each number is drawn. A wrong option is the result of a mistake, and its feedback is the mistake's name.
"""

import ast
import functools
import importlib.util
import zlib
from types import FunctionType
from typing import NamedTuple

import numpy as np

from tools.book import ROOT
from tools.course import markup
from tools.course.quiz import Option, Question
from _ext.book_site.names import parsed, reached
from tools.running import read

FOLDER = ROOT / "data" / "generators"

# Two numbers that are read off a rounded result are this far apart, as a share of the larger.
APART = 0.05
# How often numbers are drawn anew, where two options of a question come out alike.
DRAWS = 1000


class Asked(NamedTuple):
    """What a generator makes of its numbers. Texts are lines of Markdown."""

    stem: str
    right: object  # a number, a tuple of numbers
    because: str
    wrong: dict  # what comes out, by the mistake that leads there: a phrase that goes on "No: this ..."


def asked(stem, right, because, wrong):
    """A question, as a generator returns it. Numbers of NumPy become Python's."""
    return Asked(stem, _plain(right), because, {mistake: _plain(value) for mistake, value in wrong.items()})


def asks(**values):
    """Mark a function as a generator; each of its numbers is drawn from the values given here."""

    def mark(function):
        function.values = {name: list(choices) for name, choices in values.items()}
        return function

    return mark


def from_chapter(chapter, *names):
    """Functions as the notebook of a chapter defines them, with those that they call. They need nothing but NumPy."""
    defined, uses, imports = {}, {}, []
    for cell in read(ROOT / "chapters" / f"{chapter}.ipynb").cells:
        for node in parsed(cell.source).body if cell.cell_type == "code" else []:
            if isinstance(node, ast.FunctionDef):
                defined.setdefault(node.name, node)
            elif _is_numpy(node):
                imports.append(node)
    for name, node in defined.items():
        uses[name] = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    wanted = [defined[name] for name in sorted(reached(set(names), uses) & defined.keys())]
    made = {}
    exec(compile(ast.Module(imports + wanted, []), f"chapters/{chapter}.ipynb", "exec"), made)
    found = [made[name] for name in names]
    return found if len(found) > 1 else found[0]


def _is_numpy(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names] == ["numpy"]
    return isinstance(node, ast.ImportFrom) and node.module.startswith("numpy")


def chapters():
    """The chapters that have generators, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.py"))


@functools.cache
def generators(chapter):
    """The generators of a chapter by their names, in the order of the file."""
    path = FOLDER / f"{chapter}.py"
    spec = importlib.util.spec_from_file_location(f"generators_{chapter.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: found for name, found in vars(module).items() if isinstance(found, FunctionType) and hasattr(found, "values")}


def draw(name, generator, seed):
    """The question that a seed gives: an Asked whose options are apart. Raises ValueError where none is found."""
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    for _ in range(DRAWS):
        question = generator(**{key: values[chance.integers(len(values))] for key, values in generator.values.items()})
        if are_apart([question.right, *question.wrong.values()]):
            return question
    raise ValueError(f"{name}: in {DRAWS} draws no two options were ever apart; give its numbers other values")


def questions(chapter, seed):
    """A question of each generator of a chapter. A seed gives the same ones whenever it is asked."""
    return [
        _question(f"{chapter}-{name.replace('_', '-')}-{seed}", number, draw(name, generator, seed), seed)
        for number, (name, generator) in enumerate(generators(chapter).items(), 1)
    ]


def _question(identity, number, question, seed):
    options = [Option(*map(markup.from_markdown, (shown(question.right), f"Yes. {question.because}")), True)]
    for mistake, value in question.wrong.items():
        options.append(Option(*map(markup.from_markdown, (shown(value), f"No: this {mistake}.")), False))
    order = np.random.default_rng([seed, zlib.crc32(identity.encode())]).permutation(len(options))
    return Question(identity, number, markup.from_markdown(question.stem), [options[place] for place in order])


def are_apart(values):
    """Whether no two values could be taken for each other: as they are shown, and as numbers."""
    if len({shown(value) for value in values}) < len(values):
        return False
    return all(
        any(_differ(a, b) for a, b in zip(_numbers(first), _numbers(second), strict=True))
        for place, first in enumerate(values) for second in values[:place]
    )


def _differ(a, b):
    """Whole numbers are exact: any two differ. Others are rounded."""
    if isinstance(a, int) and isinstance(b, int):
        return a != b
    return abs(a - b) > APART * max(abs(a), abs(b))


def _numbers(value):
    return value if isinstance(value, tuple) else (value,)


def _plain(value):
    if isinstance(value, (tuple, list, np.ndarray)):
        return tuple(_plain(part) for part in value)
    return value.item() if isinstance(value, np.generic) else value


def shown(value):
    """A value as a question shows it: whole numbers in full, others with three digits."""
    if isinstance(value, tuple):
        return f"({', '.join(map(shown, value))})"
    if isinstance(value, int) or value == round(value) and abs(value) < 1e6:
        return f"{round(value):,}".replace("-", "−")
    digits = f"{value:.3g}"
    if "e" not in digits:
        return digits.replace("-", "−")
    front, exponent = digits.split("e")
    return rf"${front} \cdot 10^{{{int(exponent)}}}$"
