"""`make course`: writes the editions, the question bank and Anki's cards into `_build/course`."""

import shutil

from _ext.book_site.questions import read_questions
from tools.book import ROOT, chapters, require_writing, short_name, short_title
from tools.course import anki, bank, checks, editions, quiz
from tools.running import read

OUT = ROOT / "_build" / "course"


def write(folder):
    """Write the whole kit into a folder, in place of what an earlier call has left there."""
    if folder.exists():
        shutil.rmtree(folder)
    questions, asked = {}, read_questions(ROOT / "data" / "questions.yml")
    for path in chapters():
        notebook = read(path)
        for edition, text in editions.both(notebook, checks.read_checks(path.stem)).items():
            _save(folder / edition / path.name, text)
        questions[path.stem] = title, choices = short_title(path), quiz.questions(notebook, path.stem)
        _save(folder / "anki" / f"{path.stem}.txt", anki.write(title, path.stem, notebook, asked[path.stem], choices))
    bank.write(folder / "questions", questions)


def _save(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def main():
    """Write the kit and say where it is."""
    require_writing(ROOT)
    write(OUT)
    print(f"The course is in {short_name(OUT)}: student, teacher, questions, anki.")


if __name__ == "__main__":
    main()
