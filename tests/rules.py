"""The rules of a chapter. Each returns what is wrong, in words that say what to do.

A rule takes a notebook and the questions of its chapter, entries of data/questions.yml.
"""

import ast
import re

from _ext.book_site.claims import is_claim
from tests.reading import (
    DETAILS, all_headings, claim_follows, headings, inline_tokens, installs, is_slider, place,
    section, tokens, words_after, words_before,
)
from tools.book import ROOT
from tools.normal_form import IGNORED, TEXT_TYPES
from tools.seeds import seed_cells

SLIDERS = 3
QUIZ_QUESTIONS = 6
EXERCISES = 5
TABLE_HEAD = re.compile(r"^(\|.*\|)[ \t]*\n\|[ \t:|-]*-[ \t:|-]*\|[ \t]*$", re.MULTILINE)
PARTS_BEFORE = ["The short answer", "You will be able to", "Set-up", "The long answer"]
PARTS_AFTER = [
    "Folklore, put to the test", "Check yourself", "Exercises", "In a nutshell", "Further reading",
]


def the_title_is_the_main_question(notebook, questions):
    """The one `#` heading is the main question, letter for letter."""
    wanted = [question["wording"] for question in questions if question["kind"] == "main"]
    if not wanted:
        return ["data/questions.yml has no main question for this chapter: add one"]
    found = all_headings(notebook, 1)
    return [] if found == wanted else [f"the only # heading must be {wanted}, and they are {found}"]


def every_follow_up_has_its_heading(notebook, questions):
    """Each follow-up question is a `##` heading, letter for letter."""
    found = all_headings(notebook, 2)
    return [
        f"write the heading `## {question['wording']}` exactly so ({question['id']} in data/questions.yml)"
        for question in questions
        if question["kind"] == "follow-up" and found.count(question["wording"]) != 1
    ]


def the_parts_stand_in_order(notebook, questions):
    """The parts of a chapter are `##` headings and follow one another."""
    follow_ups = [question["wording"] for question in questions if question["kind"] == "follow-up"]
    wanted = [*PARTS_BEFORE, *follow_ups, *PARTS_AFTER]
    found = all_headings(notebook, 2)
    missing = [part for part in wanted if part not in found]
    if missing:
        return [f"add the part `## {part}`" for part in missing]
    order = [heading for heading in found if heading in wanted]
    return [] if order == wanted else [f"put the parts in this order: {wanted}; they stand in this: {order}"]


def there_are_enough_sliders(notebook, _):
    """A chapter has at least three sliders."""
    count = sum(map(is_slider, notebook.cells))
    return [] if count >= SLIDERS else [f"a chapter has at least {SLIDERS} sliders, this one {count}"]


def the_reader_predicts_before_each_slider(notebook, _):
    """The words before a slider ask for a prediction."""
    return [
        f"ask *Predict*: before the slider in {place(notebook, cell)}"
        for cell in notebook.cells
        if is_slider(cell) and not re.search(r"\*Predict\b", words_before(notebook, cell))
    ]


def the_reader_is_told_what_to_see(notebook, _):
    """The words after a slider say what should have been seen."""
    return [
        f"say *What you should see* after the slider in {place(notebook, cell)}"
        for cell in notebook.cells
        if is_slider(cell) and not re.search(r"\*What you should see\b", words_after(notebook, cell))
    ]


def a_claim_follows_each_slider(notebook, _):
    """What a slider shows is claimed before the next slider."""
    return [
        f"claim what the slider in {place(notebook, cell)} shows: a cell after it that stores True"
        for cell in notebook.cells
        if is_slider(cell) and not claim_follows(notebook, cell)
    ]


def slider_outputs_are_not_compared(notebook, _):
    """A slider's cell carries nbval's tag: ipywidgets 7 and 8 print it differently."""
    return [
        f"give {place(notebook, cell)} the tag {IGNORED}: it shows a slider"
        for cell in notebook.cells
        if is_slider(cell) and IGNORED not in cell.metadata.get("tags", [])
    ]


def the_quiz_gives_feedback(notebook, _):
    """Six questions, each option of each in a `<details>` with its own feedback."""
    text = "\n\n".join(
        cell.source for cell in section(notebook, "Check yourself") if cell.cell_type == "markdown"
    )
    options = list(DETAILS.finditer(text))
    problems = [
        f"give feedback in the option {option.group(0)[:60]!r}"
        for option in options
        if not re.fullmatch(r"\s*<summary>.*\S.*</summary>.*\w.*", option.group(1), re.DOTALL)
    ]
    # Options with nothing but space between them belong to one question.
    sizes, end = [], None
    for option in options:
        if end is not None and not text[end : option.start()].strip():
            sizes[-1] += 1
        else:
            sizes.append(1)
        end = option.end()
    if any(size < 2 for size in sizes):
        problems.append("a question of the quiz has a single option: give it at least two <details>")
    if len(sizes) < QUIZ_QUESTIONS:
        problems.append(f"Check yourself has at least {QUIZ_QUESTIONS} questions, this one {len(sizes)}")
    return problems


def every_exercise_has_a_folded_solution(notebook, _):
    """Five exercises, marked by stars, each followed by a solution cell that folds."""
    problems, exercises, solved = [], [], []
    for cell in section(notebook, "Exercises"):
        if cell.cell_type == "markdown":
            exercises += [title for title in headings(cell, 3) if "★" in title]
        elif cell.cell_type == "code":
            problems += _folding_problems(notebook, cell)
            solved += exercises[-1:]
    problems += [f"add a solution cell to the exercise {title!r}" for title in exercises if title not in solved]
    if len(exercises) < EXERCISES:
        problems.append(
            f"a chapter has at least {EXERCISES} exercises, each with a heading `### ... ★`, this one {len(exercises)}"
        )
    return problems


def _folding_problems(notebook, cell):
    """What keeps a solution from being folded on the site, in JupyterLab or in Colab."""
    wanted = {
        "the tag hide-cell": "hide-cell" in cell.metadata.get("tags", []),
        "the metadata jupyter: {source_hidden: true}": cell.metadata.get("jupyter", {}).get("source_hidden") is True,
        "the metadata cellView: form": cell.metadata.get("cellView") == "form",
        "a first line `#@title ...`": cell.source.startswith("#@title "),
    }
    return [f"give the solution in {place(notebook, cell)} {what}" for what, there in wanted.items() if not there]


def the_seed_is_set_once(notebook, _):
    """`SEED = 0` stands in the set-up cell, and nowhere else."""
    cells = seed_cells(notebook)
    set_up = section(notebook, "Set-up")
    if len(cells) == 1 and any(cells[0] is cell for cell in set_up):
        if re.search(r"^SEED = 0$", cells[0].source, re.MULTILINE):
            return []
    return [f"set the seed once, by a line `SEED = 0` in the cell under Set-up; SEED is set {len(cells)} times"]


def there_is_no_myst(notebook, _):
    """What is written reads right on the site, in JupyterLab, in Colab and on GitHub."""
    problems = []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        fences = any(token.type == "fence" and token.info.startswith("{") for token in tokens(cell))
        colons = re.search(r"^:{3,}\s*\{", cell.source, re.MULTILINE)
        targets = re.search(r"^\([\w-]+\)=\s*$", cell.source, re.MULTILINE)
        roles = any(
            first.type == "text" and re.search(r"\{[\w:.+-]+\}$", first.content) and second.type == "code_inline"
            for children in inline_tokens(cell)
            for first, second in zip(children, children[1:])
        )
        if fences or colons or targets or roles:
            problems.append(f"write {place(notebook, cell)} in CommonMark: JupyterLab, Colab and GitHub do not read MyST")
    return problems


def every_table_names_its_columns(notebook, _):
    """A screen reader says the head of a column before each number below it."""
    return [
        f"name every column of the table in {place(notebook, cell)}: its head `{head}` has an empty cell"
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for head in TABLE_HEAD.findall(cell.source)
        if not all(name.strip() for name in head.strip().strip("|").split("|"))
    ]


def what_is_installed_is_pinned(notebook, _):
    """Colab lacks one package at most; it gets the version that the book has."""
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = installs(notebook)
    problems = [
        f"write `{line}` as `%pip install -q name==version`, with the version that requirements.txt has"
        for line in lines
        if line.removeprefix("%pip install -q ") not in pins
    ]
    if len(lines) > 1:
        problems.append(f"a notebook installs one package at most, this one {len(lines)}")
    return problems


def nothing_is_stored_but_text(notebook, _):
    """No image and no widget is stored in the notebook, whatever way."""
    problems = []
    if "widgets" in notebook.metadata:
        problems.append("run `make notebooks`: the state of widgets is stored")
    for cell in notebook.cells:
        kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
        if kinds - TEXT_TYPES:
            problems.append(f"run `make notebooks`: {place(notebook, cell)} stores {sorted(kinds - TEXT_TYPES)}")
        images = [
            child.attrs["src"]
            for children in inline_tokens(cell)
            for child in children
            if child.type == "image"
        ]
        if cell.get("attachments") or images or "data:image/" in cell.source:
            problems.append(f"draw the picture in {place(notebook, cell)} with code: a notebook carries no image")
    return problems


def every_claim_is_true(notebook, _):
    """A cell that ends in a comparison stores True, a plain bool."""
    problems = []
    for cell in notebook.cells:
        if cell.cell_type != "code" or IGNORED in cell.metadata.get("tags", []):
            continue
        shown = [output.data.get("text/plain", "") for output in cell.outputs if "data" in output]
        looks_untrue = any(
            re.fullmatch(r"False|(?:np|numpy)\.(?:True|False)_|array\((?:True|False)\)|<tf\.Tensor: .*dtype=bool.*", text)
            for text in shown
        )
        if looks_untrue or (_ends_in_a_comparison(cell.source) and not is_claim(cell)):
            problems.append(
                f"{place(notebook, cell)} claims something and stores {shown or 'nothing'}: "
                "it must be a plain True. Mend the claim, wrap it in bool(...) or run `make notebooks`"
            )
    return problems


def no_output_is_hidden_by_a_semicolon(notebook, _):
    """nbval runs cells outside the history, where IPython does not see a last semicolon."""
    return [
        f"assign the last value in {place(notebook, cell)} to a name: nbval shows it in spite of the semicolon"
        for cell in notebook.cells
        if cell.cell_type == "code"
        and cell.source.rstrip().endswith(";")
        and IGNORED not in cell.metadata.get("tags", [])
    ]


def _ends_in_a_comparison(source):
    """Whether the last line of a cell compares, and shows the answer."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    if not statements or not isinstance(statements[-1], ast.Expr) or source.rstrip().endswith(";"):
        return False
    value = statements[-1].value
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in {"bool", "all", "any"}
    return isinstance(value, (ast.Compare, ast.BoolOp)) or (
        isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)
    )


# The landing page answers no question, and need not have a chapter's parts.
RULES_OF_EVERY_NOTEBOOK = [
    slider_outputs_are_not_compared,
    there_is_no_myst,
    every_table_names_its_columns,
    what_is_installed_is_pinned,
    nothing_is_stored_but_text,
    every_claim_is_true,
    no_output_is_hidden_by_a_semicolon,
]
RULES_OF_A_CHAPTER = [
    the_title_is_the_main_question,
    every_follow_up_has_its_heading,
    the_parts_stand_in_order,
    there_are_enough_sliders,
    the_reader_predicts_before_each_slider,
    the_reader_is_told_what_to_see,
    a_claim_follows_each_slider,
    the_quiz_gives_feedback,
    every_exercise_has_a_folded_solution,
    the_seed_is_set_once,
]
