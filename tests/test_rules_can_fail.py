"""Every rule passes on a good notebook and fails on one that breaks it.

The good notebook is made here, in memory. Each test breaks it in one place.
"""

import copy
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import rules, rules_of_depth, rules_of_sources
from tools.book import ROOT

QUESTIONS = [
    {"id": "toy-main", "chapter": "toy", "kind": "main", "wording": "What is a toy?"},
    {"id": "toy-1", "chapter": "toy", "kind": "follow-up", "wording": "Does it squeak?"},
]
MNIST_1D = next(pin for pin in (ROOT / "requirements.txt").read_text().splitlines() if pin.startswith("mnist1d=="))
PINNED = f"%pip install -q {MNIST_1D}"
ALL_RULES = (
    rules.RULES_OF_EVERY_NOTEBOOK + rules.RULES_OF_A_CHAPTER
    + rules_of_depth.RULES_OF_MARKS + rules_of_depth.RULES_OF_DEPTH
    + rules_of_sources.RULES_OF_SOURCES
)
TITLE_LINE = (
    "*Lecture: 4 minutes to read, 5 with everything; 9 seconds to run on two CPU cores. Know before you start: nothing.*"
)
READING = """\
- Ann Bubble, Bo Foam, *Why toys squeak*, Toys 7, 1999. <https://example.org/bubble>
- Cy Duck and others, *Water*, 2001."""
DRAWING = "figure, (left, right) = plt.subplots(1, 2)\nleft.plot(x)\nright.plot(y)\nplt.show()\nprint(x)"


def claim(source="squeaks > 2", shown="True", check=False):
    """A cell that stores the answer to a comparison."""
    cell = new_code_cell(source, execution_count=1, metadata={"tags": ["check"]} if check else {})
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
        new_markdown_cell(f"# What is a toy?\n\n{TITLE_LINE}"),
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
        new_markdown_cell("### Deeper: why toys squeak\n\nAir (Bubble and Foam, 1999, page 3); Duck et al. (2001) say water."),
        new_code_cell("air = squeaks + 1"),
        claim("air == 4", check=True),
        new_markdown_cell("## Does it squeak?\n\nIt does."),
        new_code_cell("for _ in range(squeaks):\n    print(squeaks)"),
        new_markdown_cell("## Folklore, put to the test"),
        new_markdown_cell("## Check yourself\n\n" + quiz),
        new_markdown_cell("## Exercises"),
    ]
    for number in range(5):
        cells += [new_markdown_cell(f"### Exercise {number} ★\n\nDo it."), solution()]
    cells += [new_markdown_cell("## In a nutshell"), new_markdown_cell(f"## Further reading\n\n{READING}")]
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


def insert(after, *cells):
    """A break that adds cells behind the first one with the text."""

    def break_it(notebook):
        position = notebook.cells.index(cell_with(notebook, after)) + 1
        notebook.cells[position:position] = [copy.deepcopy(cell) for cell in cells]

    return break_it


def mark(slideshow):
    """A break that writes slide metadata."""
    return lambda notebook: notebook.cells[0].metadata.update(slideshow=slideshow)


BREAKS = [
    (rules_of_sources.every_item_of_the_list_is_a_source, replace("*Water*, 2001", "Water, 2001")),
    (rules_of_sources.every_citation_is_listed, replace("page 3)", "page 3; Foam, 2002)")),
    (rules_of_sources.every_citation_is_listed, replace("Air (", "Squeak (1998), air (")),
    (rules_of_sources.every_citation_is_listed, replace("Duck et al. (2001)", "Duck et al. (2003)")),
    (rules_of_sources.every_source_is_cited, replace("Bubble and Foam, 1999, page 3", "1999")),
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
    (rules_of_depth.the_short_answer_takes_a_minute, replace("A thing to play with.", "word " * 151)),
    (rules_of_depth.the_lecture_keeps_its_limits, replace("It does.", "word " * 4400)),
    (rules_of_depth.the_lecture_keeps_its_limits, insert("It does.", new_code_cell("\n".join(["squeaks"] * 350)))),
    (rules_of_depth.the_lecture_keeps_its_limits, insert("It does.", *[claim()] * 18)),
    (rules_of_depth.the_lecture_keeps_its_limits, insert("It does.", *[slider()] * 47)),
    (rules_of_depth.the_chapter_keeps_its_limit, replace("Do it.", "word " * 8000)),
    (rules_of_depth.the_lecture_has_sliders, insert("*Predict*", new_markdown_cell("### Deeper: one slider"))),
    (rules_of_depth.the_title_line_announces_what_is_computed, replace(TITLE_LINE, "")),
    (rules_of_depth.the_title_line_announces_what_is_computed, replace(": 4 minutes", ": 7 minutes")),
    (rules_of_depth.the_title_line_announces_what_is_computed, replace("5 with everything", "8 with everything")),
    (rules_of_depth.the_title_line_announces_what_is_computed, replace("9 seconds", "91 seconds")),
    (rules_of_depth.a_check_is_a_claim, append(new_code_cell("squeaks = 4", metadata={"tags": ["check"]}))),
    (rules_of_depth.a_check_is_a_claim, append(claim(shown="False", check=True))),
    (rules_of_depth.a_deeper_section_can_be_folded, replace("### Deeper", "Words first.\n\n### Deeper")),
    (rules_of_depth.a_deeper_section_can_be_folded, replace("### Deeper", "#### Deeper")),
    (rules_of_depth.a_deeper_section_can_be_folded, replace("### Deeper:", "### Deeper :")),
    (rules_of_depth.a_deeper_section_can_be_folded, replace("water.", "water.\n\n### And air")),
    (rules_of_depth.deeper_sections_end_an_answer, insert("## Exercises", new_markdown_cell("### Deeper: a riddle"))),
    (rules_of_depth.deeper_sections_end_an_answer, insert("air == 4", new_markdown_cell("### More of the lecture"))),
    (rules_of_depth.slide_marks_are_standard, mark({"slide_type": "title"})),
    (rules_of_depth.slide_marks_are_standard, mark({"slide_type": "slide", "notes": "Say more."})),
    (rules_of_depth.slide_marks_are_standard, mark({})),
    (rules_of_depth.code_that_draws_is_folded, insert("It does.", new_code_cell(DRAWING))),
    (rules_of_depth.code_that_draws_is_folded, replace("interact(draw", "plt.plot(x)\ninteract(draw")),
    (rules_of_depth.the_lecture_needs_no_other_cell, replace("print(squeaks)", "print(air)")),
    (rules_of_depth.the_lecture_needs_no_other_cell, replace("air = squeaks + 1", "squeaks = air = 4")),
    (rules_of_depth.the_lecture_needs_no_other_cell, replace("air = squeaks + 1", "from toys import squeaks")),
    (rules_of_depth.the_lecture_needs_no_other_cell, insert(
        "It does.", new_code_cell("def listen():\n    return air"), new_code_cell("listen()"))),
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


@pytest.mark.parametrize("cell", [
    new_code_cell(DRAWING, metadata={"tags": ["hide-input"]}),
    new_code_cell("plt.imshow(toy)\nplt.show()"),
    new_code_cell("toy = build()\n" * 5 + DRAWING.replace("print(x)", "")),
    new_code_cell("for left, toy in zip(axes, toys):\n    left.plot(toy)\n    toy.fit()\n    toy.play()\n    toy.rest()"),
])
def test_code_that_teaches_stays_in_view(cell):
    """What is folded, is short, or mostly does something else, need not be folded."""
    notebook = good_notebook()
    insert("It does.", cell)(notebook)
    assert rules_of_depth.code_that_draws_is_folded(notebook, QUESTIONS) == []


@pytest.mark.parametrize("cells", [
    ["air = 2", "print(air)"],
    ["for air in range(3):\n    print(air, sorted(toys, key=lambda toy: toy + air))"],
    ["[air for air in range(3)]"],
    ["def listen(air):\n    return air", "listen(2)"],
    ["def listen():\n    return air", "air = 3\nlisten()"],
])
def test_a_name_that_the_lecture_makes_for_itself_is_its_own(cells):
    """A deeper section may have made one of the same name before."""
    notebook = good_notebook()
    insert("It does.", *map(new_code_cell, cells))(notebook)
    assert rules_of_depth.the_lecture_needs_no_other_cell(notebook, QUESTIONS) == []


def test_a_message_says_how_much_and_where():
    """The author learns what to cut, and of what the lecture's cell depends."""
    notebook = good_notebook()
    replace("It does.", "word " * 4500)(notebook)
    (problem,) = rules_of_depth.the_lecture_keeps_its_limits(notebook, QUESTIONS)
    assert re.search(r"the lecture has \d+ words more than its 4,500.* Does it squeak\? \(4,503\)", problem)
    replace("print(squeaks)", "print(air)")(notebook)
    (problem,) = rules_of_depth.the_lecture_needs_no_other_cell(notebook, QUESTIONS)
    assert re.search(r"uses `air`, which is made only in a deeper section, cell \d+ \(air = squeaks \+ 1\)", problem)


def test_a_chapter_without_questions_fails():
    """A chapter that answers no question of the bank is noticed."""
    assert rules.the_title_is_the_main_question(good_notebook(), [])


def test_every_rule_is_broken_somewhere():
    """A rule added without a break above is noticed."""
    assert {rule for rule, _ in BREAKS} == set(ALL_RULES)


@pytest.mark.parametrize(
    "listed",
    [
        "- Ann Bubble, B. Foam, *Why toys squeak*, Toys 7, 1999. <https://example.org/bubble>",
        "- Ann Bubble, Bo Foam, *Why toys squeak*, Toys 7, 1999. <https://example.org/foam>",
        "- Ann Bubble, Bo Foam, *How toys squeak*, Toys 7, 1999. <https://example.org/bubble>",
    ],
)
def test_a_source_that_two_chapters_list_differently_is_found(listed):
    """Other authors, another link, another title for one link; what both list alike is right."""
    toy, other = good_notebook(), good_notebook()
    assert rules_of_sources.chapters_list_a_source_alike({"toy": toy, "other": other}) == []
    other.cells[-1].source = f"## Further reading\n\n{listed}"
    (problem,) = rules_of_sources.chapters_list_a_source_alike({"toy": toy, "other": other})
    assert "in toy and other" in problem
