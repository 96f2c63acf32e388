"""Every rule passes on a good notebook and fails on one that breaks it.

The good notebook is made here, in memory. Each test breaks it in one place.
"""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import rules
from tools.book import ROOT

QUESTIONS = [
    {"id": "toy-main", "chapter": "toy", "kind": "main", "wording": "What is a toy?"},
    {"id": "toy-1", "chapter": "toy", "kind": "follow-up", "wording": "Does it squeak?"},
]
MNIST_1D = next(pin for pin in (ROOT / "requirements.txt").read_text().splitlines() if pin.startswith("mnist1d=="))
PINNED = f"%pip install -q {MNIST_1D}"
ALL_RULES = rules.RULES_OF_EVERY_NOTEBOOK + rules.RULES_OF_A_CHAPTER


def claim(source="squeaks > 2", shown="True"):
    """A cell that stores the answer to a comparison."""
    cell = new_code_cell(source, execution_count=1)
    cell.outputs = [new_output("execute_result", {"text/plain": shown}, execution_count=1)]
    return cell


def slider():
    """A cell with a slider."""
    return new_code_cell("interact(draw, rate=(0, 1))", metadata={"tags": ["nbval-ignore-output"]})


def solution():
    """A solution that folds everywhere."""
    metadata = {"tags": ["hide-cell"], "jupyter": {"source_hidden": True}, "cellView": "form"}
    return new_code_cell("#@title Solution\nsqueaks + 1", metadata=metadata)


def good_notebook():
    """A small notebook with all the parts of a chapter."""
    options = "\n".join("<details><summary>An answer</summary>Why it is right.</details>" for _ in range(2))
    quiz = "\n\n".join(f"**{number}.** A question?\n\n{options}" for number in range(6))
    cells = [
        new_markdown_cell("# What is a toy?"),
        new_markdown_cell("## The short answer\n\nA thing to play with."),
        new_markdown_cell("## You will be able to\n\n- play"),
        new_markdown_cell("## Set-up"),
        new_code_cell(PINNED),
        new_code_cell("SEED = 0\nsqueaks = 3"),
        new_markdown_cell("## The long answer\n\n$x_{t}$ `code`"),
    ]
    for _ in range(3):
        cells += [
            new_markdown_cell("*Predict*: what happens?"),
            slider(),
            new_markdown_cell("*What you should see*: it squeaks."),
            claim(),
        ]
    cells += [
        new_markdown_cell("## Does it squeak?\n\nIt does."),
        new_markdown_cell("## Folklore, put to the test"),
        new_markdown_cell("## Check yourself\n\n" + quiz),
        new_markdown_cell("## Exercises"),
    ]
    for number in range(5):
        cells += [new_markdown_cell(f"### Exercise {number} ★\n\nDo it."), solution()]
    cells += [new_markdown_cell("## In a nutshell"), new_markdown_cell("## Further reading")]
    return new_notebook(cells=cells)


def cell_with(notebook, text):
    """The first cell whose source holds the text."""
    return next(cell for cell in notebook.cells if text in cell.source)


def replace(old, new):
    """A break that replaces text in the first cell that has it."""

    def break_it(notebook):
        cell = cell_with(notebook, old)
        cell.source = cell.source.replace(old, new, 1)

    return break_it


def remove(text):
    """A break that removes the first cell with the text."""
    return lambda notebook: notebook.cells.remove(cell_with(notebook, text))


def append(cell):
    """A break that adds a cell at the end."""
    return lambda notebook: notebook.cells.append(copy.deepcopy(cell))


def unfold(part):
    """A break that takes one part of the folding from the first solution."""
    return lambda notebook: cell_with(notebook, "#@title").metadata.pop(part)


def move_the_nutshell_up(notebook):
    """A break of the order of the parts."""
    cell = cell_with(notebook, "## In a nutshell")
    notebook.cells.remove(cell)
    notebook.cells.insert(1, cell)


def store_an_image(notebook):
    """A break that leaves a figure in the notebook."""
    output = new_output("display_data", {"text/plain": "<Figure>", "image/png": "iVBORw0KGgo="})
    cell_with(notebook, "SEED").outputs = [output]


def store_widget_state(notebook):
    """A break that leaves the state of widgets in the notebook."""
    notebook.metadata["widgets"] = {}


def attach_an_image(notebook):
    """A break that attaches a picture to a Markdown cell."""
    notebook.cells[0]["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}


def untag_the_slider(notebook):
    """A break that lets nbval compare a slider."""
    cell_with(notebook, "interact(").metadata["tags"] = []


BREAKS = [
    (rules.the_title_is_the_main_question, replace("# What is a toy?", "# What is a Toy?")),
    (rules.the_title_is_the_main_question, append(new_markdown_cell("# Another title"))),
    (rules.every_follow_up_has_its_heading, replace("Does it squeak?", "Does it squeak ?")),
    (rules.the_parts_stand_in_order, remove("## The short answer")),
    (rules.the_parts_stand_in_order, remove("## Further reading")),
    (rules.the_parts_stand_in_order, move_the_nutshell_up),
    (rules.there_are_enough_sliders, remove("interact(")),
    (rules.there_are_enough_sliders, replace("interact(", "# interact(")),
    (rules.the_reader_predicts_before_each_slider, remove("*Predict*")),
    (rules.the_reader_is_told_what_to_see, remove("*What you should see*")),
    (rules.a_claim_follows_each_slider, remove("squeaks > 2")),
    (rules.slider_outputs_are_not_compared, untag_the_slider),
    (rules.the_quiz_gives_feedback, replace("**5.** A question?", "")),
    (rules.the_quiz_gives_feedback, replace("Why it is right.", "")),
    (rules.the_quiz_gives_feedback, append(new_markdown_cell("## Check yourself\n\n<details><summary>One</summary>Yes</details>"))),
    (rules.every_exercise_has_a_folded_solution, replace("★", "")),
    (rules.every_exercise_has_a_folded_solution, remove("#@title")),
    (rules.every_exercise_has_a_folded_solution, replace("#@title", "# title")),
    (rules.every_exercise_has_a_folded_solution, unfold("tags")),
    (rules.every_exercise_has_a_folded_solution, unfold("jupyter")),
    (rules.every_exercise_has_a_folded_solution, unfold("cellView")),
    (rules.the_seed_is_set_once, replace("SEED = 0", "seed = 0")),
    (rules.the_seed_is_set_once, replace("SEED = 0", "SEED = 3")),
    (rules.the_seed_is_set_once, append(new_code_cell("SEED = 0"))),
    (rules.there_is_no_myst, append(new_markdown_cell("```{note}\nHello.\n```"))),
    (rules.there_is_no_myst, append(new_markdown_cell(":::{note}\nHello.\n:::"))),
    (rules.there_is_no_myst, append(new_markdown_cell("As {ref}`toy` says."))),
    (rules.there_is_no_myst, append(new_markdown_cell("(toy)=\n\nText."))),
    (rules.every_table_names_its_columns, append(new_markdown_cell("| | a |\n|---|---|\n| b | 1 |"))),
    (rules.what_is_installed_is_pinned, append(new_code_cell("%pip install -q numpy"))),
    (rules.what_is_installed_is_pinned, append(new_code_cell("if True:\n    !python -m pip install numpy"))),
    (rules.what_is_installed_is_pinned, append(new_code_cell(f"{PINNED}\n{PINNED}"))),
    (rules.nothing_is_stored_but_text, store_an_image),
    (rules.nothing_is_stored_but_text, store_widget_state),
    (rules.nothing_is_stored_but_text, attach_an_image),
    (rules.nothing_is_stored_but_text, append(new_markdown_cell("![A toy](toy.png)"))),
    (rules.every_claim_is_true, append(claim(shown="False"))),
    (rules.every_claim_is_true, append(claim(shown="np.True_"))),
    (rules.every_claim_is_true, append(claim("toy.is_good()", "False"))),
    (rules.every_claim_is_true, append(new_code_cell("squeaks > 2"))),
    (rules.no_output_is_hidden_by_a_semicolon, append(new_code_cell("toy.squeak();"))),
]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.__name__)
def test_a_good_notebook_passes(rule):
    """The notebook that the breaks start from keeps every rule."""
    assert rule(good_notebook(), QUESTIONS) == []


@pytest.mark.parametrize(
    "rule, break_it", BREAKS, ids=[f"{rule.__name__}-{number}" for number, (rule, _) in enumerate(BREAKS)]
)
def test_a_broken_notebook_fails(rule, break_it):
    """The rule sees what was broken."""
    notebook = good_notebook()
    break_it(notebook)
    assert rule(notebook, QUESTIONS)


def test_a_chapter_without_questions_fails():
    """A chapter that answers no question of the bank is noticed."""
    assert rules.the_title_is_the_main_question(good_notebook(), [])


def test_every_rule_is_broken_somewhere():
    """A rule added without a break above is noticed."""
    assert {rule for rule, _ in BREAKS} == set(ALL_RULES)
