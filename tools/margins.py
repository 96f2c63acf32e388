"""How near a claim came to its margin: what its comparisons compared, noted while it ran.

In the copy of a notebook that `make seeds` runs, both sides of each comparison on which a claim
rests are wrapped in a call that notes their value and returns it, so that the claim means what it
meant. The claim rests on a comparison that must be true for it to be True: its last expression, a
part of it joined by `and`, the inside of `bool(...)`, `all(...)` or `.all()`, what `not` turns
round, and the same in a name that the cell has set. What stands under `or` or `any` need not be
true, `==` has no margin, and a comparison with 0 has a sign and no size: these are left out.

The slack is what is left of the margin, as a share of it: 1 is as far inside as can be, 0 lies on
the bound, and below 0 the comparison fails. The margin is

- half the width of an interval: 0.03 in `0.06 < gain < 0.12`;
- a side that is a number: 0.03 in `abs(gain - 0.09) < 0.03`, so that the slack is
  (0.03 - |gain - 0.09|) / 0.03; 0.1 in `gain > 0.1`;
- a number that is added to a side: 0.02 in `with_dropout > without + 0.02`;
- otherwise the larger of both sides, as in `gain > 2 * standard_error`.

Of an interval the nearer bound counts, of arrays the nearest pair, of a comparison in a loop the
nearest round.
"""

import ast
from typing import NamedTuple

from _ext.book_site.claims import is_claim

MIME = "application/x-sides-of-a-claim+json"
NAME = "_sides_of_a_claim"
SIGNS = {ast.Lt: 1, ast.LtE: 1, ast.Gt: -1, ast.GtE: -1}
NUMBERS = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)

# Runs in the notebook's kernel, at the head of its first cell.
RECORDER = f'''
class {NAME}:
    noted, left = [], None

    @classmethod
    def note(cls, comparison, position, sign, value):
        """Note a side of a comparison, and with the one before it the pair nearest to failing; return it."""
        import numpy
        try:
            right = numpy.asarray(value, dtype=float)
            if position:
                left, right_of_it = numpy.broadcast_arrays(cls.left, right)
                nearest = (sign * (right_of_it - left)).argmin()
                pair = float(left.flat[nearest]), float(right_of_it.flat[nearest])
                if numpy.isfinite(pair).all():
                    cls.noted.append((comparison, position, *pair))
            cls.left = right
        except Exception:  # no number: nothing is noted, and the claim goes on
            cls.left = numpy.nan
        return value

    @classmethod
    def tell(cls, answer):
        """Hand over what was noted, beside the cell's answer."""
        from IPython.display import publish_display_data
        publish_display_data({{"{MIME}": cls.noted}})
        cls.noted = []
        return answer
'''


class Near(NamedTuple):
    """How near one comparison of a claim came to its bound; the nearest sorts first."""

    slack: float
    comparison: str
    value: float
    bound: float


def prepare(notebook):
    """Let the claims of a notebook that is about to run note their sides; its outputs are still those stored."""
    for cell in notebook.cells:
        if is_claim(cell):
            cell.source = noting(cell.source)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    first.source = RECORDER + first.source


def noting(source):
    """The source of a claim that notes both sides of its comparisons; the same where there is none."""
    tree, compares = _parse(source)
    if not compares:
        return source
    for number, (compare, negated) in enumerate(compares):
        sides = [compare.left, *compare.comparators]
        signs = [0, *((-1 if negated else 1) * SIGNS.get(type(operator), 0) for operator in compare.ops)]
        noted = [
            _call("note", ast.Constant(number), ast.Constant(position), ast.Constant(sign), side)
            for position, (side, sign) in enumerate(zip(sides, signs))
        ]
        compare.left, *compare.comparators = noted
    tree.body[-1].value = _call("tell", tree.body[-1].value)
    return ast.unparse(ast.fix_missing_locations(tree))


def take_noted(cell):
    """Take what a cell has noted out of its outputs, and return it."""
    noted = [pair for output in cell.outputs for pair in output.get("data", {}).get(MIME, [])]
    cell.outputs = [output for output in cell.outputs if MIME not in output.get("data", {})]
    return noted


def nearest(source, noted):
    """The Near of each comparison of a claim that has a margin, from what its cell noted."""
    _, compares = _parse(source)
    found = {}
    for number, position, left, right in noted:
        compare, negated = compares[number]
        sign = (-1 if negated else 1) * SIGNS.get(type(compare.ops[position - 1]), 0)
        sides = [compare.left, *compare.comparators]
        margin = _margin(sides, position, left, right)
        if not sign or not margin:
            continue
        value, bound = (right, left) if _is_number(sides[position - 1]) else (left, right)
        near = Near(sign * (right - left) / margin, ast.unparse(compare), value, bound)
        found[number] = min(near, found.get(number, near))
    return sorted(found.values())


def _margin(sides, position, left, right):
    """The margin of the comparison of a side with the one before it; 0 where it has none."""
    pair = sides[position - 1 : position + 1]
    if len(sides) == 3 and _is_number(sides[0]) and _is_number(sides[2]):
        return abs(_number(sides[2]) - _number(sides[0])) / 2
    for side, value in zip(pair, (left, right)):
        if _is_number(side):
            return abs(value)
    added = [
        abs(_number(side.right))
        for side in pair
        if isinstance(side, ast.BinOp) and isinstance(side.op, (ast.Add, ast.Sub)) and _is_number(side.right)
    ]
    return sum(added) or max(abs(left), abs(right))


def _is_number(node):
    return all(isinstance(part, NUMBERS) for part in ast.walk(node))


def _number(node):
    return float(eval(compile(ast.Expression(node), "number", "eval"), {"__builtins__": {}}))


def _call(method, *arguments):
    function = ast.Attribute(ast.Name(NAME, ast.Load()), method, ast.Load())
    return ast.Call(function, list(arguments), [])


def _parse(source):
    """The tree of a cell, and the comparisons on which its last expression rests, each with whether `not` turns it."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # IPython's own commands; a claim has none
        return None, []
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return tree, []
    set_here = {
        statement.targets[0].id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }
    # A name that is used twice leads to the same comparison twice.
    found = {id(compare): (compare, negated) for compare, negated in _rests_on(tree.body[-1].value, False, set_here)}
    return tree, list(found.values())


def _rests_on(node, negated, set_here):
    """Yield the comparisons that must be true, or with `negated` false, for an expression to be true."""
    match node:
        case ast.Compare(ops=operators):
            if len(operators) == 1 or not negated:
                yield node, negated
            return
        case ast.UnaryOp(op=ast.Not(), operand=inside):
            parts, negated = [inside], not negated
        case ast.BoolOp(op=ast.And() | ast.Or() as joined, values=values):
            # Not (a or b) is not a and not b.
            parts = values if isinstance(joined, ast.Or) == negated else []
        case ast.Call(func=ast.Name(id="bool"), args=[inside]):
            parts = [inside]
        case ast.Call(func=ast.Name(id="all"), args=[ast.GeneratorExp(elt=inside) | ast.ListComp(elt=inside)]):
            parts = [] if negated else [inside]
        case ast.Call(func=ast.Name(id="all"), args=[ast.List(elts=values) | ast.Tuple(elts=values)]):
            parts = [] if negated else values
        case ast.Call(func=ast.Attribute(attr="all", value=ast.Name(id="np")), args=[inside]):
            parts = [] if negated else [inside]
        case ast.Call(func=ast.Attribute(attr="all", value=inside), args=[]):
            parts = [] if negated else [inside]
        case ast.Name(id=name) if name in set_here:
            parts = [set_here[name]]
            set_here = {other: value for other, value in set_here.items() if other != name}
        case _:
            parts = []
    for part in parts:
        yield from _rests_on(part, negated, set_here)
