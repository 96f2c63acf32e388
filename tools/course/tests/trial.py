"""Tries the checks of a chapter: each on its untouched cell, on right answers and on wrong ones, in one run.

Only those statements of the chapter are run that the answers need: those that make, or change, a name
that is read in the end. Each answer starts without the names of the one before it.
"""

import ast
import builtins
from typing import NamedTuple

from nbformat.v4 import new_code_cell, new_notebook

from _ext.book_site.claims import is_claim
from tools.course.checks import check_cell, untouched
from _ext.book_site.exercises import exercises, solution
from _ext.book_site.names import parsed, reached, statements
from tools.running import run


class Tried(NamedTuple):
    """What a check said to one answer."""

    exercise: str
    kind: str  # untouched, solution, right or wrong
    answer: str
    expected: str  # a part of the sentence, for a wrong answer
    said: str
    value: str  # the points, as nbgrader reads them


def trials(notebook, checks):
    """Run every check of a chapter on every answer; return a Tried for each. Raises where a cell of the chapter fails."""
    plans = [
        (exercise, checks[exercise.title], *plan)
        for exercise in exercises(notebook) if exercise.title in checks
        for plan in _plans(notebook, exercise, checks[exercise.title])
    ]
    tried = [new_code_cell(_alone(check, answer)) for _, check, _, answer, _ in plans]
    verdicts = [new_code_cell(check_cell(exercise, check)) for exercise, check, *_ in plans]
    pairs = [cell for pair in zip(tried, verdicts) for cell in pair]
    lecture = before(notebook, pairs)
    whole = new_notebook(cells=lecture + pairs)
    run(whole, "trial", allow_errors=True)
    broken = [cell.source for cell in lecture if any(output.output_type == "error" for output in cell.outputs)]
    assert not broken, f"a cell of the chapter fails here:\n{broken[0]}"
    return [
        Tried(exercise.title, kind, answer, expected, *_said(verdict))
        for (exercise, _, kind, answer, expected), verdict in zip(plans, verdicts)
    ]


def _plans(notebook, exercise, check):
    yield "untouched", untouched(check), ""
    yield from (("right", answer, "") for answer in check.right)
    yield from (("wrong", wrong["answer"], wrong["says"]) for wrong in check.wrong)
    yield "solution", solution(notebook, exercise), ""


def _alone(check, answer):
    forget = "\n".join(f"globals().pop({name!r}, None)" for name in check.answers)
    return f"{forget}\n{answer}"


def _said(cell):
    (output,) = cell.outputs
    return output.get("data", {}).get("text/markdown", str(output)), output.get("data", {}).get("text/plain", "")


def before(notebook, last):
    """The chapter's code cells, cut to the statements that the last cells need, in order. The set-up cell is always whole.

    Read from the end: a name is wanted until the statement that makes it, and what that reads from there on.
    """
    place = exercises(notebook)[0].solutions[0]
    setup, *cells = [cell for cell in notebook.cells[:place] if cell.cell_type == "code"]
    imported = {alias.asname or alias.name for cell in [setup, *cells] for alias in _imported(cell.source)}
    later = {}
    for cell in [setup, *cells]:
        for names in statements(cell):
            later.update(dict.fromkeys(names.makes, names.later))
    fixed = imported | {*dir(builtins)}
    functions = {node.name for cell in cells for node in parsed(cell.source).body if isinstance(node, ast.FunctionDef)}
    # A function that reads nothing of the chapter's but other functions has nothing that a call could change.
    fixed |= {name for name in functions if reached({name}, later) <= functions | fixed}
    wanted, kept = set(), []
    for cell in reversed(last):
        for names in reversed(statements(cell)):
            wanted = _wanted(names, wanted, later)
    for cell in reversed(cells):
        body, needed = [], False
        for statement, names in reversed([*zip(parsed(cell.source).body, statements(cell))]):
            changes = set() if is_claim(cell) else _changed(statement) - fixed
            if (names.makes | changes) & wanted:
                needed = True
                wanted = _wanted(names, wanted, later)
            elif not _is_call_into(imported, statement):
                continue
            body.insert(0, ast.unparse(statement))
        if needed:
            kept.insert(0, new_code_cell("\n".join(body)))
    return [new_code_cell(setup.source), *kept]


def _wanted(names, wanted, later):
    """The names that must be there before a statement, so that those wanted are there after it."""
    return (wanted - names.makes) | reached(names.uses | names.later, later)


def _imported(source):
    nodes = ast.walk(parsed(source))
    return [alias for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names]


def _changed(statement):
    """The names whose values a statement may change without making them anew: by a call, or by setting a part.

    A name in capitals is a constant: to seed the random numbers with it does not change it.
    """
    found = set()
    for node in _outside_functions(ast.Module([statement], [])):
        called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) != "print"
        fitted = isinstance(node, ast.Attribute) and node.attr == "fit"  # also where its history is kept
        if called or fitted or isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            found |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and not part.id.isupper()}
    return found


def _is_call_into(modules, statement):
    """A call for what it does to a library, as `keras.utils.set_random_seed(SEED)` is."""
    called = statement.value.func if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) else None
    while isinstance(called, ast.Attribute):
        called = called.value
        if isinstance(called, ast.Name):
            return called.id in modules
    return False


def _outside_functions(node):
    """A tree's nodes, without the bodies of functions and classes."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            yield child
            yield from _outside_functions(child)
