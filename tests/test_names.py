"""What a cell's code makes and uses is read from its text."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from _ext.book_site.names import reached, statements


@pytest.mark.parametrize("source, makes, uses, later", [
    ("x = x + y", "x", "x y", ""),
    ("x += 1", "x", "x", ""),
    ("import numpy as np", "np", "", ""),
    ("[a * k for a in data]", "", "k data", ""),
    ("with opened as file:\n    read(file)", "file", "opened read", ""),
    ("def f(x):\n    y = x\n    return [y * i for i in z]", "f", "", "z"),
    ("@decorated(1)\ndef f():\n    return z", "f", "decorated z", "z"),
    ("f = lambda x: x + z", "f", "z", "z"),
    ("class A(B):\n    k = m\n    def f(self):\n        return n", "A", "B m", "n"),
    ("def f():\n    global total\n    total = 1", "f total", "", ""),
])
def test_a_statement_makes_and_uses_names(source, makes, uses, later):
    """Those of the notebook; what a function or a comprehension names for itself is its own."""
    (names,) = statements(new_code_cell(source))
    assert names == (set(makes.split()), set(uses.split()), set(later.split()))


def test_other_cells_make_nothing():
    """IPython's commands are not Python's statements, and words are no code; nor is what does not parse."""
    assert statements(new_markdown_cell("x = 1")) == statements(new_code_cell("x = = 1")) == []
    assert [names.makes for names in statements(new_code_cell("%pip install toys\nx = 1"))] == [set(), {"x"}]


def test_a_function_reaches_what_the_functions_that_it_calls_read():
    """Also where they call one another."""
    later = {"f": {"g", "a"}, "g": {"f", "b"}}
    assert reached({"f"}, later) == {"f", "g", "a", "b"}
