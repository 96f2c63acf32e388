"""Every kind of slider, live and frozen, compared position by position; and each refusal."""

import nbformat
import pytest
from frozen_interact.in_build import compare, execute

from .corpus import REFUSED, RIGHT, START, THINNED


def test_every_position_shows_what_it_shows_live(write_notebook):
    """All kinds in one notebook: to start a kernel takes longer than to move a slider."""
    kinds = RIGHT | THINNED
    count, differences = compare.compare(write_notebook(START, *kinds.values()))
    names = list(kinds)
    assert not differences, "\n".join(f"{names[one.cell - 2]}: {one}" for one in differences)
    assert count > 4 * len(kinds)


def test_the_comparison_finds_what_differs(write_notebook):
    """A function that depends on more than its position, a word that is another live, and a curve that is."""
    calls = "calls = []\ninteract(lambda a: calls.append(a) or print(len(calls)), a=(0, 2));"
    here = "from IPython import get_ipython\ninteract(lambda a: print(type(get_ipython().display_pub).__name__), a=(0, 1));"
    curve = (
        "seen = []\ndef curve(a):\n    seen.append(a)\n    plt.plot([0, len(seen) / 9]); plt.ylim(0, 1)\n    plt.show()\n"
        "interact(curve, a=(0, 2));"
    )
    count, differences = compare.compare(write_notebook(START, calls, here, curve))
    assert count == 11 and {one.cell for one in differences} == {2, 3, 4}
    words = "\n".join(map(str, differences))
    assert "cell [3]" in words and "at a=" in words and "a picture is another than the live one" in words


def test_each_refusal_names_notebook_cell_cause_and_remedy(write_notebook):
    path = write_notebook(START, *(cell for cell, _ in REFUSED))
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.mystnb = {"execution_allow_errors": True}  # so that the run goes on after each
    nbformat.write(notebook, path)
    with pytest.raises(execute.NotebookError) as caught:
        execute.run(path, "chapters/page", {}, print)
    refusals = str(caught.value).split("\n\n")
    found = {int(text.split("[", 1)[1].split("]")[0]): text for text in refusals}
    missing = [cell for number, (cell, words) in enumerate(REFUSED, start=2) if words not in found.get(number, "")]
    assert not missing, [*missing, *refusals]
    for number, text in found.items():
        assert text.startswith(f"chapters/page, cell [{number}] `") and "\n  What to do: " in text
