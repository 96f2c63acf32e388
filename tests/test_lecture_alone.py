"""The lecture of a chapter stands alone: its cells run without the deeper ones and the lab, and print the same."""

from time import monotonic

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from _ext.book_site.depths import LECTURE, of_depth
from tests.alone import cells_that_passed, run_alone
from tests.rules import OLD_FORM
from tools.book import chapters
from tools.running import read
from tools.store import store


def run_lecture(path, folder):
    """Run the lecture's cells of a stored notebook as nbval does; return how it ended and how many cells there are."""
    notebook = read(path)
    notebook.cells = of_depth(notebook, LECTURE)
    lecture = folder / path.name
    nbformat.write(notebook, lecture)
    return run_alone(lecture, folder), sum(cell.cell_type == "code" for cell in notebook.cells)


@pytest.mark.parametrize("path", [path for path in chapters() if path.stem not in OLD_FORM], ids=lambda path: path.stem)
def test_the_lecture_stands_alone(path, tmp_path, record_property):
    """All that its cells print is as stored, though no deeper cell and no exercise has run."""
    began = monotonic()
    done, cells = run_lecture(path, tmp_path)
    record_property(f"time of the lecture of {path.stem}, alone", f"{monotonic() - began:.0f} s")
    assert done.returncode == 0 and cells_that_passed(done) == cells, (
        "The lecture needs something that only a deeper cell or the lab does. Below is the cell that differs; do in "
        f"the lecture what it needs, or move it to the deeper section.\n{done.stdout}{done.stderr}"
    )


@pytest.mark.parametrize("deeper, stands", [("print(numbers[0])", True), ("numbers.append(3)", False)])
def test_what_a_deeper_cell_changes_is_noticed(deeper, stands, tmp_path):
    """A value that is changed in place has no new name, so that only a run shows it."""
    cells = [
        new_code_cell("numbers = [1, 2]"),
        new_markdown_cell("### Deeper: numbers"),
        new_code_cell(deeper),
        new_markdown_cell("### Of the lecture"),
        new_code_cell("print(len(numbers))"),
    ]
    path = tmp_path / "stored" / "toy.ipynb"
    path.parent.mkdir()
    nbformat.write(new_notebook(cells=cells), path)
    assert store(path) == []
    done, cells = run_lecture(path, tmp_path)
    assert cells == 2 and (done.returncode == 0) is stands, done.stdout
    assert stands or "Cell outputs differ" in done.stdout
