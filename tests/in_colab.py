"""The stored notebooks in Colab's environment, which `make test-colab` builds.

The same claims and the same printed text as in the book's own environment; after them the checks of the
exercises, which students run there; and the sliders in a classic notebook with ipywidgets 7, the nearest
to Colab's own page that can be installed.
"""

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from _ext.frozen_interact.in_build import execute
from tests.alone import assert_it_prints_what_it_stores, lecture_first, longest_first
from tests.live import SECONDS_FOR_A_NOTEBOOK, SECONDS_FOR_A_STEP, serving
from tests.reading import is_slider
from tools import sandbox
from tools.book import LANDING_PAGE, ROOT
from tools.course import editions
from tools.course.checks import NO_ANSWER, RIGHT, read_checks
from tools.course.editions import STUDENT, TEACHER
from tools.course.tests.test_editions import HALF, chapter
from tools.course.tests.trial import trial
from tools.normal_form import normal_text
from tools.running import read, run

PYTHON = ROOT / ".venv-colab" / "bin" / "python"

RUN_ALL = "Jupyter.notebook.execute_all_cells()"
READY = "() => !!globalThis.Jupyter?.notebook?.kernel?.info_reply?.status"
# Then the page asks the kernel for widgets that are there already. It gives up after four
# seconds, and loses the widgets of cells that ran meanwhile.
MILLISECONDS_TO_ASK = 5000
DONE = "() => ![...document.querySelectorAll('.input_prompt')].some(prompt => prompt.textContent.includes('*'))"
OUTPUT = ".widget-interact .jupyter-widgets-output-area"

HINT = (
    "Here the lecture's cells ran before all others, and after them the checks of the exercises were tried. If "
    "`make test` passes, then the first cell of the chapter's below that differs is of the lecture and needs what a "
    "deeper cell does, or is deeper and needs what the lecture has changed since: give it what it needs, or move it. "
    "If it is the last cell that differs, mend the check or the answer in data/exercises that it names.\n"
)


@pytest.mark.parametrize("path", longest_first(), ids=lambda path: f"{path.stem}, {sandbox.METHOD}")
def test_a_notebook_prints_in_colab_what_it_stores(path, tmp_path, record_property):
    """The same text and the same claims, with Colab's versions; of a chapter the lecture runs first, alone.

    At its end each check gives a right answer, in whatever form, all points, and every other a sentence of its own.
    """
    (tmp_path / "alone").mkdir()
    notebook = lecture_first(read(path))
    if checks := read_checks(path.stem):
        notebook.cells += trial(read(path), checks)
    (tmp_path / path.name).write_text(normal_text(notebook), encoding="utf-8")
    assert_it_prints_what_it_stores(tmp_path / path.name, tmp_path / "alone", record_property, PYTHON, HINT)


SLIDERS = """
import ipywidgets
print(ipywidgets.__version__)

@ipywidgets.interact(count=(1, 3), word=["a", "b"], twice=True)
def say(count, word, twice):
    print(word * count * (1 + twice))
"""


@pytest.fixture
def colab_kernel(tmp_path, monkeypatch):
    """What runs a notebook here runs it with Colab's versions."""
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [str(PYTHON), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": command, "display_name": "Colab", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))


@pytest.mark.usefixtures("colab_kernel")
@pytest.mark.parametrize("edition, said, points", [(STUDENT, NO_ANSWER, "0.0"), (TEACHER, f"{RIGHT}.", "2.0")])
def test_a_check_says_its_sentence(edition, said, points):
    """The editions of a small chapter run from top to bottom, and a check shows a sentence and its points."""
    notebook = editions.make(chapter(), {"half": HALF}, edition)
    notebook.cells.append(new_code_cell("import IPython; IPython.__version__"))
    assert run(notebook, edition) is None
    (check,) = [cell for cell in notebook.cells if cell.id == "half-check"]
    (output,) = check.outputs
    assert output.data["text/markdown"].startswith(said) and output.data["text/plain"] == points
    assert notebook.cells[-1].outputs[0].data["text/plain"].startswith("'7.")


@pytest.mark.usefixtures("colab_kernel")
def test_older_sliders_are_frozen_too(tmp_path):
    """A kernel with ipywidgets 7 gives a page with every position, though the book pins a newer one."""
    path = tmp_path / "toy.ipynb"
    path.write_text(normal_text(new_notebook(cells=[new_code_cell(SLIDERS)])))
    notebook, cost = execute.run(path, "toy", {}, print)
    version, *_, shown = notebook.cells[0].outputs
    assert version.text.startswith("7.")
    assert (cost["sliders"], cost["frames"]) == (1, 3 * 2 * 2)
    assert "bbbbbb" in shown.data["text/html"]


@pytest.fixture(scope="module")
def classic(tmp_path_factory):
    """The address of a classic notebook server."""
    command = [PYTHON, "-m", "notebook", "--NotebookApp.token="]
    with serving(command, tmp_path_factory.mktemp("classic")) as address:
        yield address


def test_a_slider_moves_in_a_classic_notebook(browser, classic):
    """The picture changes, and does not pile up on the last one."""
    assert any(map(is_slider, read(LANDING_PAGE).cells))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_navigation_timeout(1000 * SECONDS_FOR_A_STEP)
    page.goto(f"{classic}notebooks/{LANDING_PAGE.name}")
    page.wait_for_function(READY)
    page.wait_for_timeout(MILLISECONDS_TO_ASK)
    page.evaluate(RUN_ALL)
    page.wait_for_function(DONE, timeout=1000 * SECONDS_FOR_A_NOTEBOOK)
    assert not page.locator(".output_error, .output_stderr").all_inner_texts()

    output = page.locator(OUTPUT).first
    before, pictures = output.inner_html(), output.locator("img").count()
    page.locator(".widget-slider .ui-slider-handle").first.press("ArrowRight")
    page.wait_for_function(
        "([output, before]) => output.querySelector('img') && output.innerHTML !== before",
        arg=[output.element_handle(), before],
        timeout=1000 * SECONDS_FOR_A_STEP,
    )
    expect(output.locator("img")).to_have_count(pictures)
    assert not page.locator(".output_error, .output_stderr").all_inner_texts()
