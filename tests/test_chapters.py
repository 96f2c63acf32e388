"""Every notebook of the book keeps the rules of tests/rules.py, tests/rules_of_depth.py and tests/rules_of_sources.py."""

import re

import pytest
import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

from tests.rules import RULES_OF_A_CHAPTER, RULES_OF_EVERY_NOTEBOOK
from tests.rules_of_depth import RULES_OF_DEPTH, RULES_OF_MARKS
from tests.rules_of_sources import RULES_OF_SOURCES, chapters_list_a_source_alike
from tools.book import LANDING_PAGE, ROOT, chapters, notebooks, short_name
from tools.normal_form import normal_text
from tools.running import read

QUESTIONS = yaml.safe_load((ROOT / "data" / "questions.yml").read_text(encoding="utf-8"))

CHECKS = [(path, rule) for path in notebooks() for rule in RULES_OF_EVERY_NOTEBOOK + RULES_OF_MARKS]
CHECKS += [(path, rule) for path in chapters() for rule in RULES_OF_A_CHAPTER + RULES_OF_DEPTH + RULES_OF_SOURCES]


@pytest.mark.parametrize(
    "path, rule", CHECKS, ids=[f"{path.stem}-{rule.__name__}" for path, rule in CHECKS]
)
def test_the_notebook_keeps_the_rule(path, rule):
    """One rule on one notebook."""
    questions = [question for question in QUESTIONS if question["chapter"] == path.stem]
    problems = rule(read(path), questions)
    assert not problems, f"{short_name(path)}:\n" + "\n".join(problems)


def test_chapters_list_a_source_alike():
    """The bibliography shows one entry for all chapters that list a source."""
    problems = chapters_list_a_source_alike({path.stem: read(path) for path in chapters()})
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_the_notebook_is_in_normal_form(path):
    """What is committed is what `make notebooks` writes."""
    assert path.read_text(encoding="utf-8") == normal_text(read(path)), (
        f"{short_name(path)} is not in normal form. Run: make notebooks"
    )


def test_the_table_of_contents_has_chapters():
    """Every page that `_toc.yml` names is there, and one at least is a chapter."""
    missing = [
        name for name in parse_toc_yaml(ROOT / "_toc.yml")
        if not any((ROOT / f"{name}{ending}").exists() for ending in ("", ".md", ".ipynb"))
    ]
    assert not missing, f"_toc.yml names pages that are not there: {missing}"
    assert chapters()


def test_every_notebook_is_in_the_table_of_contents():
    """A notebook outside `_toc.yml` is on no page, and no rule would be asked of it."""
    there = {path for path in (ROOT / "chapters").glob("*.ipynb")}
    left_out = sorted(short_name(path) for path in there - set(notebooks()))
    assert not left_out, f"add to _toc.yml, or move out of chapters/: {left_out}"


def test_the_landing_page_lists_the_chapters():
    """It links each chapter by its main question, in the order of `_toc.yml`."""
    text = "\n".join(cell.source for cell in read(LANDING_PAGE).cells)
    listed = re.findall(r"^\d+\. \[(.+)\]\((.+)\.ipynb\)", text, re.MULTILINE)
    wordings = {question["chapter"]: question["wording"] for question in QUESTIONS if question["kind"] == "main"}
    assert listed == [(wordings[path.stem], path.stem) for path in chapters()], (
        f"mend the list of chapters in {short_name(LANDING_PAGE)}"
    )


def test_the_question_bank_is_sound():
    """Each question has an id and a wording of its own."""
    for key in ("id", "wording"):
        values = [question[key] for question in QUESTIONS]
        assert len(values) == len(set(values)), f"two questions have the same {key}"
    assert {question["kind"] for question in QUESTIONS} == {"main", "follow-up"}
