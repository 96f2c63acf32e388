"""The notebooks live in JupyterLab: they run, their sliders move; solutions and deeper sections are folded.

A small notebook with all kinds of cells and the landing page are part of `make test`; `make test-lab` opens every chapter.
"""

import json
import re
import sys

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import TimeoutError as NotInTime, expect

from tests.live import SECONDS_FOR_A_NOTEBOOK, SECONDS_FOR_A_STEP, serving
from tests.reading import is_slider
from tools.book import LANDING_PAGE, notebooks
from tools.normal_form import normal_text
from tools.running import read

NOTEBOOKS = [
    pytest.param(path, id=path.stem, marks=[] if path == LANDING_PAGE else pytest.mark.all_notebooks)
    for path in notebooks()
]


def choose_another(control):
    """Choose an option of a drop-down list that is not chosen."""
    select = control.locator("select")
    chosen = select.evaluate("select => select.selectedIndex")
    select.select_option(index=0 if chosen else 1)


# Each kind of control that a notebook may have, and what moves it.
KINDS = {
    ".widget-slider": lambda control: control.locator(".noUi-handle").first.press("ArrowRight"),
    ".widget-dropdown": choose_another,
    ".widget-checkbox": lambda control: control.locator("input").click(),
}
SHOWN = ".jp-OutputArea .jp-OutputArea-output"
ERRORS = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
BUSY = ".jp-Notebook-ExecutionIndicator[data-status='busy']"
# (The notebook's own indicator says idle before there is a kernel; who runs a cell then may be asked to select one.)
STATUS, READY = "#jp-main-statusbar", "| Idle"

TIMES_TO_ASK, MILLISECONDS_TO_BEGIN = 12, 10_000

# Work may last for less than the time between two looks from outside.
WATCH = f"""() => {{
    window.worked = false;
    new MutationObserver(() => {{ window.worked ||= !!document.querySelector("{BUSY}"); }})
        .observe(document.body, {{subtree: true, attributes: true, childList: true}});
}}"""
DONE = f"""() => window.worked && !document.querySelector("{BUSY}")
    && ![...document.querySelectorAll(".jp-InputPrompt")].some(prompt => prompt.textContent.includes("*"))"""


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab that draws all cells, seen or not.

    One for each notebook: it would open the last one's again, and keep its kernel.
    """
    settings = tmp_path / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}))
    command = [sys.executable, "-m", "jupyterlab", "--IdentityProvider.token="]
    with serving(command, tmp_path, JUPYTERLAB_SETTINGS_DIR=str(tmp_path / "settings")) as address:
        yield address


@pytest.fixture
def page(browser, lab):
    """A window of JupyterLab's usual size."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_navigation_timeout(1000 * SECONDS_FOR_A_STEP)
    yield page
    page.close()


def errors(place):
    """The texts of all errors and warnings that cells show."""
    return place.locator(ERRORS).all_inner_texts()


def run_all(page):
    """Run all cells. The menu does nothing before the kernel is there, and that may be a while after it seems so."""
    begun = page.locator(".jp-InputPrompt", has_text="[*]").first
    for _ in range(TIMES_TO_ASK):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            return begun.wait_for(timeout=MILLISECONDS_TO_BEGIN)
        except NotInTime:
            continue
    raise AssertionError(f"no cell ran, though that was asked for {TIMES_TO_ASK} times")


def move(cell, kind):
    """Move one control: the picture changes and does not pile up, and the kernel is shown at work."""
    shown = cell.locator(SHOWN)
    before, how_many = cell.locator(".jp-OutputArea").first.inner_html(), shown.count()
    page = cell.page
    page.evaluate(WATCH)
    KINDS[kind](cell.locator(kind).first)
    page.wait_for_function(DONE, timeout=1000 * SECONDS_FOR_A_STEP)
    page.wait_for_function(
        "([area, before]) => area.innerHTML !== before",
        arg=[cell.locator(".jp-OutputArea").first.element_handle(), before],
    )
    assert not errors(cell)
    assert shown.count() == how_many, "the output has piled up"


def is_live(page, address, notebook):
    """Open a notebook, run all cells, then move one control of each kind."""
    page.goto(address)
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    expect(page.locator(".jp-CodeCell")).to_have_count(len(code_cells), timeout=1000 * SECONDS_FOR_A_STEP)
    solutions = [cell for cell in code_cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
    expect(page.locator(".jp-InputPlaceholder")).to_have_count(len(solutions))

    page.locator(STATUS).get_by_text(READY).wait_for(timeout=1000 * SECONDS_FOR_A_STEP)
    page.evaluate(WATCH)
    run_all(page)
    # A kernel that starts is busy, and done, before the first cell is.
    sliders = page.locator(".jp-CodeCell:has(.widget-interact)")
    expect(sliders).to_have_count(sum(map(is_slider, code_cells)), timeout=1000 * SECONDS_FOR_A_NOTEBOOK)
    page.wait_for_function(DONE, timeout=1000 * SECONDS_FOR_A_NOTEBOOK)
    assert not errors(page)

    kinds = [kind for kind in KINDS if sliders.locator(kind).count()]
    for kind in kinds:
        move(sliders.filter(has=page.locator(kind)).first, kind)
    assert kinds or not sliders.count(), "none of the kinds of control was found"
    return kinds


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_a_notebook_is_live_in_jupyterlab(page, lab, path):
    """A notebook of the book, as a reader opens it."""
    is_live(page, f"{lab}lab/tree/{path.name}", read(path))


INTERACT = """
import matplotlib.pyplot as plt
from ipywidgets import interact

@interact(count=(1, 3), color=["black", "red"], twice=True)
def show(count, color, twice):
    plt.plot(range(count * (1 + twice)), "o", color=color)
    plt.show()
    print(count, color, twice)
"""


def test_every_kind_of_cell_is_live_in_jupyterlab(page, lab, tmp_path):
    """As the normal form stores them. What stands behind a fold runs with the rest."""
    notebook = new_notebook(cells=[
        new_markdown_cell("## A question"),
        # In view, and long enough to be seen at work: what is not seen is asked for again.
        new_code_cell("import time\ntime.sleep(3)"),
        new_markdown_cell("### Deeper: Why\n\nThe heading's own words."),
        new_code_cell("answer = 42"),
        new_markdown_cell("## The end"),
        new_code_cell("answer == 42"),
        new_code_cell(INTERACT),
        new_code_cell("#@title Solution to exercise 1\nanswer / 2", metadata={"jupyter": {"source_hidden": True}}),
    ])
    path = tmp_path / "notebooks" / "cells.ipynb"
    path.write_text(normal_text(notebook), encoding="utf-8")
    address = f"{lab}lab/tree/{path.name}"
    page.goto(address)
    inside, after = (page.locator(".jp-CodeCell").nth(number) for number in (1, 2))
    expect(after).to_be_visible(timeout=1000 * SECONDS_FOR_A_STEP)
    expect(page.get_by_role("heading", name="Deeper: Why")).to_be_visible()
    expect(inside).to_be_hidden()

    assert is_live(page, address, read(path)) == list(KINDS)
    expect(after.locator(SHOWN)).to_have_text("True")
    expect(inside.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))
