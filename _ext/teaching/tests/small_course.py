"""A small book with a guide and a plan: one chapter with slides, and one without."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from book_site.tests import small_book
from book_site.tests.small_book import ROOT, claim

CONF = small_book.CONF.format(templates=str(ROOT / "_templates"), static=str(ROOT / "_static"))
CONF = CONF.replace('"book_site"]', '"book_site", "decks", "teaching"]') + 'teaching_exam = "drawn:sample"\n'

QUIZ = """## Check yourself

Choose an answer, then open it.

**1.** What is `one` more?

<details><summary>Two</summary>Yes. It is.</details>
<details><summary><em>Three</em></summary>No. That is two more.</details>
"""
FOLKLORE = """## Folklore, put to the test

| statement | verdict | what decides it |
|---|---|---|
| "one is two" | fails | [the sum](#a-sum-in-numpy) |
| "one is one" | holds | [the sum](#a-sum-in-numpy) |
"""
TEACHING = """
in short: A chapter about **one**.
assessed:
  add, say: {quiz: [QUIZ_ID], exercises: ["three, and more?"], exam: [more]}
quiz:
  QUIZ_ID: A sum, in `NumPy`
wait: [Can wait]
cut: ["A sum, in two lines"]
late: Go home.
expected:
  A sum, in `NumPy`: that it is *three*.
exercises:
  three, and more?: {chatbot: tells little., stuck: count.}
open:
  - title: Why one?
    task: Say why $1 = 1$.
    minutes: 4
    rubric: {It is said: 2, "It is clear: quite": 1}
    good: Because. *3 of 3 points.*
    poor: It is not.
discuss:
  - Is one enough?
"""
CHECKS = """
- exercise: three, and more?
  answers: {three: a number}
  check: |
    if three < 3:
        return f"{three} is too small. Count again."
    if three > 3:
        return "too much"
    return None
  wrong: []
"""
GENERATORS = '''"""Questions."""

from tools.course.generators import asked, asks


def helper():
    """Is no generator."""


@asks(number=[1, 2])
def more(number):
    """What is one more.

    And this is not told.
    """
    return asked("", number + 1, "", {})
'''
PLANS = """
short:
  unit: Day
  units:
    - {when: Monday, read: {here: short answer}, lecture: [here, there], lab: {here: [1]}, due: A page, answers: [here-main, here-1]}
    - {when: Tuesday, lecture: An exam, lab: Rest}
late:
  unit: Day
  bridges: {here: Say what *one* is.}
  units:
    - {when: Monday, lecture: [there]}
"""


def slide(source, kind="slide"):
    """A Markdown cell with a slide mark."""
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": kind}})


def notebook(*cells):
    """A notebook as text."""
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return nbformat.writes(new_notebook(cells=list(cells), metadata=metadata))


def chapter(seen="**three**, as $1 + 2$"):
    """The chapter with slides."""
    return notebook(
        slide("# What is here?\n\n*A lecture. Know before you start: nothing.*"),
        slide("## The short answer\n\n**One is here** and " + "so on " * 300),
        slide("## You will be able to\n\n- **add** one, and **say** why;\n- see.", "skip"),
        slide("## The long answer\n\n### One\n\n**One is made here.**"),
        new_code_cell("one = 1"),
        slide("### A sum, in `NumPy`\n\n**A line of its own.**\n\n**Predict:** how much is [one](#one) and <dfn>two</dfn>?"),
        new_code_cell("three = one + 2\nthree"),
        new_markdown_cell(f"Some words.\n\n**What you should see:** {seen}."),
        claim("three == 3"),
        slide("### Can wait\n\n**Nothing is measured here.**\n\n" + "word " * 140),
        slide("### A sum, in two lines\n\n**Twice.**\n\n**Predict:** how much is it?"),
        new_code_cell("four = one + three\nfour"),
        slide("## Why is it here?\n\n**Because of one.**"),
        new_markdown_cell("### Deeper: more of it\n\n**Predict:** how much is one more?"),
        new_code_cell("two = one + 1"),
        new_markdown_cell("It is **two**."),
        slide(FOLKLORE, "skip"),
        slide(QUIZ, "skip"),
        slide("## Exercises\n\n### Exercise 1 ★★: three, and more?\n\nMake three.", "skip"),
        new_code_cell("three = 3"),
        slide("## In a nutshell\n\n**One.**"),
    )


def course(quiz_id, **changed):
    """The files of the book. quiz_id: of the question in `QUIZ`."""
    files = {
        "conf.py": CONF,
        "index.md": "# Start\n\n```{toctree}\nchapters/here\nchapters/there\nteach/here\nteach/there\nteach/all\n```\n",
        "chapters/here.md": None,
        "chapters/here.ipynb": chapter(),
        "chapters/there.ipynb": notebook(
            new_markdown_cell("# What is there?\n\n*Know before you start: [this](here.ipynb) and [one](here.ipynb#one).*"),
            new_markdown_cell("## The short answer\n\nMore."),
            new_markdown_cell("## You will be able to\n\n- **see** it."),
            new_markdown_cell("## Exercises\n\nNone."),
        ),
        "teach/here.md": "---\nnosearch: true\n---\n\n```{teaching-guide} ../chapters/here.ipynb\n```\n",
        "teach/there.md": "---\nnosearch: true\n---\n\n```{teaching-guide} ../chapters/there.ipynb\n```\n",
        "teach/all.md": "# All\n\n```{chapter-needs}\n```\n\n```{course-plan} short\n```\n\n"
        "## Late\n\n```{course-plan} late\n```\n\n## Exam\n\n```{exam-table}\n```\n\n```{exam-sample} here more 7\n```\n",
        "drawn.py": 'def sample(chapter, name, seed):\n    return f"<p>{chapter} {name} {seed}?</p>", "<p>Yes.</p>"\n',
        "data/teaching/here.yml": TEACHING.replace("QUIZ_ID", quiz_id),
        "data/exercises/here.yml": CHECKS,
        "data/generators/here.py": GENERATORS,
        "data/plans.yml": PLANS,
        "data/questions.yml": small_book.QUESTIONS,
    }
    return files | changed


def build(folder, monkeypatch, files):
    """Build the book; return the folder of the site and the warnings."""
    for name in files:
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
    return small_book.build(folder, monkeypatch, **files)
