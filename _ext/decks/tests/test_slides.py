"""What stands on a slide, what the speaker says, and what is complained of."""

import pytest
from nbformat.v4 import new_notebook, new_output, new_raw_cell

from decks import deck, slides
from decks.tests.sample import cells, code, metadata, slider, words

LONG = "print(0)\n" * 13


def read(*notebook_cells):
    """The slides of a notebook that is in order."""
    found, problems = slides.read(new_notebook(cells=list(notebook_cells)))
    assert problems == []
    return found


def problems(*notebook_cells):
    """What a notebook is told."""
    return slides.read(new_notebook(cells=list(notebook_cells)))[1]


def shown(slide):
    """Kind and content of all on a slide."""
    return [(piece.kind, piece.html) for piece, _ in slide.pieces]


def kinds(slide):
    return [piece.kind for piece, _ in slide.pieces]


def title(slide):
    return slide.titles[-1][1].html


def test_the_sample_has_its_slides():
    titles = ["What is a sample?", "The short answer", "A formula", "A formula", "A formula", "A table"]
    assert [title(slide) for slide in read(*cells())] == titles


def test_a_notebook_without_marks_has_no_slides():
    assert read(words("# A title\n\n**Bold.**"), code(LONG)) == []


def test_bold_words_are_lines_and_the_prose_is_for_the_speaker():
    (slide,) = read(words("## A title\n\nThe layer **is a `rate` of noise.** It **drops $x$**, and *so on*.", "slide"))
    assert shown(slide)[0] == ("line", "Is a <code>rate</code> of noise")
    assert shown(slide)[1][1].startswith("Drops <math>")
    assert slide.notes == [slide.notes[0]]
    assert "<strong>is a <code>rate</code> of noise.</strong> It" in slide.notes[0] and "A title" not in slide.notes[0]


def test_bold_words_in_lists_are_lines_but_for_a_label():
    (slide,) = read(words("## A title\n\n- **one** of them\n- and **two**\n\n**Note:** three\n\n**Also**: four\n\n**Five is odd**: so is seven.", "slide"))
    assert shown(slide) == [("line", "One"), ("line", "Two"), ("line", "Five is odd")]


def test_a_line_that_begins_with_code_keeps_its_letters():
    (slide,) = read(words("## A title\n\nHere **`rate` counts**.", "slide"))
    assert shown(slide) == [("line", "<code>rate</code> counts")]


def test_a_line_that_begins_with_a_defined_term_has_a_capital():
    (slide,) = read(words('## A title\n\nIt is **<dfn title="dead ReLU">dead</dfn>**, and **<dfn>adam</dfn> moves**.', "slide"))
    assert shown(slide) == [("line", '<dfn title="dead ReLU">Dead</dfn>'), ("line", "<dfn>Adam</dfn> moves")]


def test_words_are_counted_as_they_are_read():
    (slide,) = read(words("## Three words here\n\n**One two** and **three `four` $x + y$**", "slide"))
    assert sum(piece.words for piece, _ in slide.pieces) == 5


def test_an_equation_is_on_the_slide_and_not_in_the_notes():
    (slide,) = read(words("## A title\n\nAs $x$ shows:\n\n$$\ny^2\n$$\n\nSo it is.", "slide"))
    assert kinds(slide) == ["equation"] and slide.notes[0].count("<math") == 1


def test_a_formula_that_cannot_be_read_is_left_to_the_page():
    assert problems(words("## A title\n\n$\\nonsense$", "slide"), words("**More**"), words("$\\nonsense$", "notes")) == []


def test_a_small_table_is_shown_and_a_large_one_is_noted():
    small = "| a |\n|---|\n| **b** |\n"
    (slide,) = read(words(f"## A title\n\n**Two tables**\n\n{small}\n\n| a |\n|---|\n" + "| b |\n" * 8, "slide"))
    assert kinds(slide) == ["line", "table"]
    assert slide.notes[0].count("<table") == 1


def test_code_in_view_is_shown_with_what_it_prints():
    (slide,) = read(words("## A title", "slide"), code("print(1)\n1", text="one\n", answer="2"))
    assert kinds(slide) == ["code", "output", "output"]
    assert shown(slide)[1][1] == "<pre>one</pre>"


@pytest.mark.parametrize(
    "tag, wanted",
    [("hide-input", ["output"]), ("remove-input", ["output"]), ("hide-cell", []), ("hide-output", ["code"]), ("remove-output", ["code"])],
)
def test_what_the_page_hides_is_not_on_the_slide(tag, wanted):
    (slide,) = read(words("## A title\n\n**Bold**", "slide"), code("print(1)", text="one\n", tags=[tag]))
    assert kinds(slide) == ["line", *wanted]


def test_long_and_wide_prints_and_warnings_are_not_shown():
    (slide,) = read(words("## A title\n\n**Bold**", "slide"), code("x", text="a\n" * 9), code("y", text="a" * 81))
    assert kinds(slide) == ["line", "code", "code"]


def test_an_image_keeps_its_description():
    cell = code("draw()", "slide", tags=["hide-input"])
    cell.outputs = [new_output("display_data", {"image/png": "iVBORw0K\nGgo=", "text/plain": "A <cat>"})]
    (slide,) = read(cell)
    assert shown(slide) == [("figure", '<figure><img alt="A &lt;cat&gt;" src="data:image/png;base64,iVBORw0KGgo="></figure>')]


def test_a_finding_is_a_tick_and_a_check_is_nothing():
    """Neither is code that a speaker would have to read out."""
    finding = code("gain = 1\nbool(gain > 0.5)", answer="True")
    again = code("bool(gain > 0.5)", answer="True")
    check = code("gain == 1", answer="True", tags=["check"])
    (slide,) = read(words("## A title\n\n**It gains.**", "slide"), finding, again, check)
    assert kinds(slide) == ["line", "finding"] and shown(slide)[1] == ("finding", "Checked")
    assert "gain &gt; 0.5" not in "".join(slide.notes) and "gain == 1" not in "".join(slide.notes)


def test_a_slide_with_nothing_but_a_tick_is_empty():
    (problem,) = problems(words("## A title", "slide"), code("1 == 1", answer="True"))
    assert "nothing but its heading" in problem


@pytest.mark.parametrize("predict", ["**Predict:** will it", "*Predict*: will it", "**Predict.** Will it", "**Predict: will it**"])
def test_a_prediction_is_a_question_on_the_slide_before_the_slider(predict):
    first, second = read(words(f"## A title\n\n{predict} grow?", "slide"), code("interact(f)", html=slider(), tags=["hide-input"]))
    assert kinds(first) == ["predict"] and kinds(second) == ["figure"]
    assert shown(first)[0][1].replace("<strong>", "").replace("</strong>", "") == "Will it grow?"
    assert first.pieces[0][0].words == 3 and title(second) == "A title" and first.notes == [""]


def test_marks_do_what_they_say():
    found = read(
        words("before **the first**"),
        words("## A title\n\n**one**", "slide"),
        words("**two**"),
        words("**three**", "-"),
        words("**four** and **five**", "fragment"),
        words("**six**", "fragment"),
        words("**never**", "skip"),
        words("**said**", "notes"),
        code("said()", "notes"),
        words("**seven**", "subslide"),
    )
    steps = [(piece.html, step) for piece, step in found[0].pieces]
    assert steps == [("One", None), ("Two", None), ("Three", None), ("Four", 1), ("Five", 1), ("Six", 2)]
    assert "<strong>said</strong>" in found[0].notes[-2] and "said()" in found[0].notes[-1]
    assert "never" not in "".join(found[0].notes)
    assert [html for _, html in shown(found[1])] == ["Seven"] and title(found[1]) == "A title"


def test_a_skipped_heading_takes_its_section_along():
    found = read(
        words("## One\n\n**a**", "slide"),
        words("## Two\n\n**b**", "skip"), words("**c**"), words("### Three\n\n**d**"),
        words("## Four\n\n**e**", "slide"),
    )
    assert [[html for _, html in shown(slide)] for slide in found] == [["A"], ["E"]]


def test_a_skipped_cell_without_a_heading_goes_alone():
    (slide,) = read(words("## One\n\n**a**", "slide"), words("**b**", "skip"), words("**c**"))
    assert [html for _, html in shown(slide)] == ["A", "C"]


@pytest.mark.parametrize("heading", ["### Deeper: more", "## Exercises", "## Further reading"])
def test_what_is_not_of_the_lecture_needs_a_mark(heading):
    start = words("## One\n\n**a**", "slide")
    assert len(read(start, words(f"{heading}\n\n**b**"), words("**c**"))) == 1
    assert len(read(start, words(f"{heading}\n\n**b**", "slide"), words("**c**"))) == 2


def test_a_slide_says_which_question_it_helps_to_answer():
    found = read(words("# A\n\n## B?\n\n### C\n\n**x**", "slide"), words("**y**", "slide"), words("## D\n\n**z**", "slide"))
    html = list(deck.sections(found))
    assert all('<h2>C</h2></header><p class="where">B?</p>' in section for section in html[:2])
    assert '<h2>D</h2></header>\n' in html[2] and "where" not in html[2]


def test_the_speaker_knows_the_time():
    """At the pace of speech, which is slower than that of reading; to the second, so that no minute is rounded away."""
    said = "word " * 138
    html = list(deck.sections(read(words(f"## A\n\n**x** {said}", "slide"), words(f"**y** {said}", "slide"))))
    assert "Slide 1 of 2: 1.0 minutes. It ends at 1:00 of 2:00." in html[0] and 'data-timing="60"' in html[0]


def test_the_speaker_knows_what_a_room_may_answer():
    """Where it is told, by the section that the prediction stands in."""
    found = read(words("## A\n\n### B `c`\n\n**x**", "slide"), words("**Predict:** what is it?"), words("### D\n\n**Predict:** and this?", "slide"))
    html = list(deck.sections(found, {"B `c`": "that it is *one*."}.get))
    assert "Read the question" in html[0] and "Expect:</strong> that it is <em>one</em>.</p>" in html[0]
    assert "Read the question" in html[1] and "Expect" not in html[1]


def test_the_room_has_a_minute_to_answer():
    asking = read(words("## A\n\n**x**", "slide"), words("**Predict:** what is it?"), words("**y**", "slide"))
    assert [round(slide.minutes, 1) for slide in asking] == [1.0, 0.0]


PROBLEMS = {
    "too many words": ([words("## A title\n\n**" + "word " * 40 + "end**", "slide")], "begins a slide with 41 words, at most 40"),
    "too many words in several cells": ([words("## A title", "slide"), words("**" + "a " * 30 + "b**"), words("**" + "a " * 30 + "b**")], "62 words"),
    "nothing bold": ([words("## A title\n\nPlain.", "slide")], "shows nothing but its heading: make bold"),
    "nothing at all": ([words("## A title\n\n**a**", "slide"), words("Plain.", "slide")], "cell 2 (Plain.) begins a slide that shows nothing"),
    "only a check": ([words("## A title\n\n**a**", "slide"), code("1 == 1", "slide", answer="True", tags=["check"])], "shows nothing"),
    "long code": ([words("## A title", "slide"), code(LONG)], "cell 2 (print(0)) brings its slide to 13 lines of code, and 12 can"),
    "long code in two cells": ([words("## A title", "slide"), code("x\n" * 7), code("y\n" * 7)], "cell 3 (y) brings its slide to 14 lines"),
    "a removed cell": ([words("## A title\n\n**a**", "slide"), code("x", "slide", tags=["remove-cell"])], "is not on the page"),
    "a raw cell": ([words("## A title\n\n**a**", "slide"), new_raw_cell("x", metadata=metadata("fragment"))], "is not on the page"),
    "an unknown mark": ([words("## A title\n\n**a**", "slide"), words("b", "slides")], "has the slide mark 'slides': use one of -, fragment"),
    "a fragment of nothing": ([words("a", "fragment"), words("## A title\n\n**a**", "slide")], "before the first slide"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_wrong_is_said_with_its_cell(name):
    notebook_cells, wanted = PROBLEMS[name]
    (problem,) = problems(*notebook_cells)
    assert wanted in problem and problem.startswith("cell ")


def test_a_title_and_a_bare_question_may_stand_alone():
    found = read(words("# A title\n\n*By nobody.*", "slide"), words("## Why?", "slide"), words("**So**", "slide"))
    assert [kinds(slide) for slide in found] == [[], [], ["line"]]


def test_as_much_as_is_allowed_is_allowed():
    assert problems(words("## A title\n\n**" + "word " * 39 + "end**", "slide"), code("x\n\n" * 12)) == []


def test_a_removed_cell_that_is_skipped_is_in_order():
    assert problems(words("## A title\n\n**a**", "slide"), code("x", "skip", tags=["remove-cell"])) == []
