"""The names that a notebook's code makes and uses, statement by statement, without running it."""

import ast
import symtable
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr"}


class Names(NamedTuple):
    """What one statement does with the names of a notebook."""

    makes: set  # bound by it, or bound anew
    uses: set  # read when it runs
    later: set  # read when what it makes is called: the names in the body of a function


def statements(cell):
    """The Names of each statement of a cell; none where the cell is not Python."""
    if cell.cell_type != "code":
        return []
    try:
        body = parsed(cell.source).body
    except SyntaxError:
        return []
    return [_names(statement) for statement in body]


def parsed(source):
    """The tree of a cell's code, with what IPython makes of its `%` lines. Raises SyntaxError where it is not Python."""
    return ast.parse(TransformerManager().transform_cell(source))


def reached(uses, later):
    """The names that are read in the end: those used, and those that their functions read when called."""
    found, new = set(), set(uses)
    while new:
        found |= new
        new = set().union(*(later.get(name, set()) for name in new)) - found
    return found


def _names(statement):
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    symbols = table.get_symbols()
    makes = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    uses = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    later = set()
    for child in table.get_children():
        _look_into(child, makes, uses, later)
    is_definition = isinstance(statement, (ast.FunctionDef, ast.ClassDef))
    if not is_definition or statement.decorator_list:
        # A lambda may be called where it stands; a decorator such as `interact` calls at once.
        uses |= later
    if isinstance(statement, ast.AugAssign):
        uses |= {node.id for node in ast.walk(statement.target) if isinstance(node, ast.Name)}
    elif not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        # What a loop or a branch reads it has mostly made itself.
        uses -= makes
        later -= makes
    return Names(makes, uses, later)


def _look_into(table, makes, uses, later):
    """Add the global names of a nested scope."""
    runs_later = table.get_type() == "function" and table.get_name().strip("<>") not in AT_ONCE
    read = later if runs_later else uses
    for symbol in table.get_symbols():
        if symbol.is_global():
            if symbol.is_assigned():
                makes.add(symbol.get_name())
            if symbol.is_referenced():
                read.add(symbol.get_name())
    for child in table.get_children():
        _look_into(child, makes, later if runs_later else uses, later)
