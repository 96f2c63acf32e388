"""`make exam`: a paper, its key, and the imports for course platforms, from the generators of some chapters."""

import argparse
import shutil
import sys

from tools import browser
from tools.book import ROOT, require_writing, short_name, short_title
from tools.course import bank, generators, sheet

OUT = ROOT / "_build" / "exam"
EXAMPLE = 'make exam SEED=7 CHAPTERS="dropout components"'
SHEETS = {"paper": sheet.paper, "key": sheet.key}


def write(folder, seed, chapters, count=None):
    """Write an exam into a folder, in place of what an earlier call has left there; its sheets as HTML."""
    if folder.exists():
        shutil.rmtree(folder)
    title, questions = exam(seed, chapters, count)
    bank.write_forms(folder, bank.IMPORTS, title, folder.name, questions)
    for name, form in SHEETS.items():
        (folder / f"{name}.html").write_text(form(title, questions), encoding="utf-8", newline="\n")


def exam(seed, chapters, count=None):
    """The title of an exam and its questions, numbered throughout: all, or `count` of them, of the same kinds for any seed."""
    titles = [short_title(ROOT / "chapters" / f"{chapter}.ipynb") for chapter in chapters]
    found = []
    for chapter, share in zip(chapters, shares(chapters, count)):
        there = generators.questions(chapter, seed)
        # From the whole of the chapter, whose order the generators keep.
        found += [there[(2 * place + 1) * len(there) // (2 * share)] for place in range(share)]
    return f"{', '.join(titles)} ({seed})", [
        question._replace(number=number) for number, question in enumerate(found, 1)
    ]


def shares(chapters, count=None):
    """How many questions each chapter gives: all that it has, or as many as the others, as far as it has them."""
    there = [len(generators.generators(chapter)) for chapter in chapters]
    if count is None:
        return there
    given = [0] * len(there)
    while sum(given) < min(count, sum(there)):
        least = min((place for place in range(len(there)) if given[place] < there[place]), key=given.__getitem__)
        given[least] += 1
    return given


def print_sheets(folder):
    """Print each sheet of an exam to a PDF beside it."""
    with browser.started() as chromium:
        page = chromium.new_page()
        for name in SHEETS:
            page.goto((folder / f"{name}.html").as_uri())
            page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True, tagged=True, outline=True)


def asked_for(arguments):
    """The seed, the chapters and the number of questions that a command line asks for. Ends with a sentence where they cannot be read."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", nargs="*")
    parser.add_argument("--chapters", nargs="*")
    parser.add_argument("--questions", nargs="*")
    given, known = parser.parse_args(arguments), generators.chapters()
    if len(given.seed or []) != 1 or not given.seed[0].isdecimal():
        sys.exit(f"Give the exam a seed, a whole number from 0 on: {EXAMPLE}")
    if not given.chapters:
        sys.exit(f"Say which chapters the exam is about: {EXAMPLE}. There are: {', '.join(known)}.")
    if unknown := [chapter for chapter in given.chapters if chapter not in known]:
        sys.exit(f"No generators are there for {', '.join(unknown)}. There are: {', '.join(known)}.")
    chapters = list(dict.fromkeys(given.chapters))
    if not given.questions:
        return int(given.seed[0]), chapters, None
    most = sum(shares(chapters))
    if len(given.questions) != 1 or not given.questions[0].isdecimal() or not 0 < int(given.questions[0]) <= most:
        sys.exit(f"Ask for 1 to {most} questions, as many as these chapters have, or leave QUESTIONS out for all: {EXAMPLE} QUESTIONS=10")
    return int(given.seed[0]), chapters, int(given.questions[0])


def main(arguments=None):
    """Write the exam that the command line asks for, and say where it is."""
    seed, chapters, count = asked_for(arguments)
    require_writing(ROOT)
    folder = OUT / f"seed-{seed}"
    write(folder, seed, chapters, count)
    print_sheets(folder)
    print(f"The exam is in {short_name(folder)}: paper.pdf, key.pdf, and the files to import.")


if __name__ == "__main__":
    main()
