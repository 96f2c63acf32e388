"""`make seeds` finds a claim that holds for one seed only, says how near each came, and goes on."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools import seeds
from tools.margins import nearest, prepare, take_noted
from tools.normal_form import IGNORED
from tools.running import run
from tools.seeds import differences, failures, set_seed, table, try_seed


def claim(source):
    """A cell as it is committed: it stores True."""
    return new_code_cell(source, outputs=[new_output("execute_result", {"text/plain": "True"})])


def stored(folder, *cells):
    """A notebook in a file; text stands for a code cell that prints nothing."""
    path = folder / "toy.ipynb"
    cells = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def not_compared(source):
    """A cell with nbval's tag."""
    return new_code_cell(source, metadata={"tags": [IGNORED]})


def test_a_claim_that_holds_for_one_seed_only_is_found(tmp_path):
    """With SEED = 0 the claim is True; with another seed it is reported, and others are not."""
    path = stored(tmp_path, "SEED = 0", claim("SEED < 1"), claim("SEED + 1 > SEED"))
    assert try_seed(path, 0).failures == []
    result = try_seed(path, 1)
    assert result.claims == 2 and len(result.failures) == 1
    assert result.failures[0] == "cell 2 gives False:\n    SEED < 1"


def test_claims_after_an_error_are_judged_where_they_can_be(tmp_path):
    """What raises is reported once; what rests on it is not judged; the rest is."""
    path = stored(tmp_path, "SEED = 0", "part = 1 / (SEED - 1)", claim("part < 0"), claim("SEED == 0"), claim("SEED < 2"))
    raised, not_judged, false = try_seed(path, 1).failures
    assert raised.startswith("cell 2 raises ZeroDivisionError")
    assert not_judged.startswith("cell 3 could not be judged after the error in cell 2: NameError")
    assert false.startswith("cell 4 gives False")


@pytest.mark.parametrize("sources", [["x = 0"], ["SEED = 0", "SEED = 1"], ["SEED = 0\nSEED = 1"]])
def test_seeds_need_one_place(tmp_path, sources):
    """No seed, or two, is said and not guessed."""
    assert "sets SEED once" in try_seed(stored(tmp_path, *sources), 0).failures[0]


def test_only_the_assignment_is_replaced():
    """A use of SEED, a comparison and another name stay as they are."""
    source = "SEED = 0\nOTHER_SEED = 5\nif SEED == 0: pass"
    notebook = new_notebook(cells=[new_code_cell(source)])
    set_seed(notebook, 3)
    assert notebook.cells[0].source == source.replace("SEED = 0\n", "SEED = 3\n", 1)


def test_a_cell_that_shows_nothing_is_no_claim_kept():
    """A claim whose output went away counts as failed."""
    before = new_notebook(cells=[claim("1 < 2")])
    after = new_notebook(cells=[new_code_cell("1 < 2")])
    assert "gives nothing" in failures(before, after)[0]


SETTING = (
    "import numpy as np\ngain, low, errors, name = 0.07, 0.93, np.array([0.2, 0.5]), 'a'\n"
    "def raises():\n    raise RuntimeError"
)
# A claim, and for each comparison in it that has a margin: the slack, the value and the bound.
CLAIMS = {
    "abs(gain - 0.09) < 0.03": [(1 / 3, 0.02, 0.03)],
    "gain > 0.05": [(0.4, 0.07, 0.05)],
    "0.05 < gain": [(0.4, 0.07, 0.05)],
    "0.06 < gain < 0.16": [(0.2, 0.07, 0.06)],
    "1.0 > low + 0.05": [(0.02, 0.98, 1.0)],
    "low + gain > 0.9 + 0.05": [(0.05 / 0.95, 1.0, 0.95)],
    "low > gain + 0.8": [(0.075, 0.93, 0.87)],
    "low > 2 * gain": [(0.79 / 0.93, 0.93, 0.14)],
    "low - 0.1 > gain": [(7.6, 0.83, 0.07)],
    "bool((errors < 0.8).all())": [(0.375, 0.5, 0.8)],
    "all(error < 0.8 for error in errors)": [(0.375, 0.5, 0.8)],
    "all([gain > 0.05, low < 1.0])": [(0.07, 0.93, 1.0), (0.4, 0.07, 0.05)],
    "high = low > 0.9\nhigh and high and not gain > 0.1": [(1 / 30, 0.93, 0.9), (0.3, 0.07, 0.1)],
    "not (gain > 0.1 or low < 0.5)": [(0.3, 0.07, 0.1), (0.86, 0.93, 0.5)],
    # No margin: a sign, an equality, what need not be true, what is no number, what is not reached.
    "gain > 0": [],
    "gain == 0.07": [],
    "gain > 0.05 or low > 2": [],
    "any(error < 0.3 for error in errors)": [],
    "bool((errors > 0.3).mean() == 0.5)": [],
    "name < 'b'": [],
    "gain > 5 or not (gain > 0.5 and raises() > 1)": [],
}


@pytest.fixture(scope="module")
def ran():
    """The claims above, run with their sides noted, by source."""
    notebook = new_notebook(cells=[new_code_cell(SETTING), *map(claim, CLAIMS)])
    prepare(notebook)
    assert run(notebook, "toy") is None
    return dict(zip(CLAIMS, notebook.cells[1:]))


@pytest.mark.parametrize("source", CLAIMS)
def test_how_near_a_claim_came_is_told(ran, source):
    """The slack is a share of the margin; noting it leaves one output, the claim's own."""
    found = nearest(source, take_noted(ran[source]))
    assert [pytest.approx((near.slack, near.value, near.bound)) for near in found] == sorted(CLAIMS[source])
    assert [output.data["text/plain"] for output in ran[source].outputs] == ["True"]


def test_a_claim_that_fails_lies_beyond_its_bound():
    """Its slack is below 0, so that it leads the table."""
    assert nearest("gain > 0.05", [(0, 1, 0.04, 0.05)])[0].slack == pytest.approx(-0.2)


def test_the_table_has_each_comparison_at_its_nearest_seed(tmp_path):
    """The nearest comes first."""
    path = stored(tmp_path, "SEED = 0", claim("SEED + 1 < 4"), claim("abs(SEED - 1) < 2"))
    results = [try_seed(path, seed) for seed in (0, 1, 2)]
    head, *rows = table(results)
    assert head.split() == ["slack", "in", "sd", "chapter", "cell", "seed", "value", "bound", "comparison"]
    assert [row.split(maxsplit=7) for row in rows] == [
        ["25%", "2.0", "toy", "2", "2", "3", "4", "SEED + 1 < 4"],
        ["50%", "2.3", "toy", "3", "0", "1", "2", "abs(SEED - 1) < 2"],
    ]
    assert [row.split()[1] for row in table(results[:2])[1:]] == ["-", "-"], "two seeds have no spread"


CHANCE = """import random, time
print(object(), random.Random(SEED).random())
print(f"9/9 - {random.randrange(10**9)}s - 37ms/step - loss: 4.2")"""
FORGOTTEN = "import random, time\nprint(random.random())"


@pytest.mark.parametrize("cell, problems", [(new_code_cell(CHANCE), 0), (not_compared(FORGOTTEN), 1)])
def test_the_same_seed_twice_prints_the_same(tmp_path, cell, problems):
    """An address in memory is no chance, nor is the time that Keras took; chance that does not start from SEED is told, ignored or not."""
    path = stored(tmp_path, "SEED = 0", cell, claim("1 < 2"))
    found = differences(try_seed(path, 0), try_seed(path, 0))
    assert len(found) == problems
    assert all("cell 2 prints something else with the same seed again" in problem for problem in found)


def test_what_a_clock_says_may_differ(tmp_path):
    """A cell that is not compared and that rests on a clock is not compared here either."""
    clock = "import time\ndef seconds():\n    return time.perf_counter()"
    path = stored(tmp_path, "SEED = 0", clock, "took = seconds()", not_compared("print(took)"), "print(SEED)")
    first, second = try_seed(path, 0), try_seed(path, 0)
    assert first.printed == ["", "", "", None, "0\n"] and differences(first, second) == []


def test_the_command_goes_on_and_ends_with_what_failed(tmp_path, monkeypatch, capsys):
    """Every seed is tried, the first one twice; then come the table, the failures and what they mean."""
    path = stored(tmp_path, "SEED = 0", claim("SEED < 3"))
    monkeypatch.setattr(seeds, "notebooks", lambda: [path])
    monkeypatch.setattr(seeds, "for_each", lambda function, jobs: (function(*job) for job in jobs))
    with pytest.raises(SystemExit, match="(?s)SEED = 5: cell 2 gives False.*5 to 9 confirm"):
        seeds.main(["--seeds", "5", "2", "--names", "toy"])
    said = capsys.readouterr().out
    assert said.count("SEED = 5: running") == 2 and said.count("SEED = 2: running") == 1
    assert "-67%      -  toy" in said
    seeds.main(["--seeds", "2", "--names"])
    assert "All claims hold for SEED 2, and the same seed prints the same: 1 checked." in capsys.readouterr().out


def test_a_chapter_that_is_not_there_is_said(monkeypatch):
    """With the names that there are."""
    with pytest.raises(SystemExit, match="no chapter 'dropuot'. NAME is one of: .*dropout"):
        seeds.choose(["dropuot"])


def test_without_words_all_seeds_and_notebooks_are_tried():
    """Also the landing page."""
    numbers, paths = seeds.arguments(["--seeds", "--names"])
    assert numbers == list(range(10)) and {"welcome", "dropout"} < {path.stem for path in paths}
