"""The lecture of a chapter stands alone: what its cells print needs no deeper cell and no exercise.

`tests/in_colab.py` runs each chapter with the lecture's cells before all others. That this finds
what it should is tested here.
"""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.alone import lecture_first, run_alone
from tools.running import read
from tools.store import store


@pytest.mark.parametrize("deeper, again, stands", [
    ("print(numbers[0])", "print(len(numbers))", True),
    ("numbers.append(3)", "print(len(numbers))", False),
    ("print(numbers[0])", "numbers = 'none'\nprint(len(numbers))", False),
], ids=["apart", "the lecture needs what the deeper cell does", "the deeper cell needs what the lecture changes"])
def test_what_one_depth_does_to_another_is_noticed(deeper, again, stands, tmp_path):
    """A value that is changed in place has no new name, so that only a run shows it."""
    cells = [
        new_code_cell("numbers = [1, 2]"),
        new_markdown_cell("### Deeper: numbers"),
        new_code_cell(deeper),
        new_markdown_cell("### Of the lecture"),
        new_code_cell(again),
    ]
    path = tmp_path / "stored" / "toy.ipynb"
    path.parent.mkdir()
    nbformat.write(new_notebook(cells=cells), path)
    assert store(path) == []
    nbformat.write(lecture_first(read(path)), path)
    done = run_alone(path, tmp_path)
    assert (done.returncode == 0) is stands, done.stdout
    assert stands or "Cell outputs differ" in done.stdout
