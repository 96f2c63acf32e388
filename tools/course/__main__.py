"""`make course`: writes the editions and the question bank into `_build/course`."""

import shutil

from tools.book import ROOT, chapters, require_writing, short_name, short_title
from tools.course import bank, checks, editions, quiz
from tools.running import read

OUT = ROOT / "_build" / "course"


def write(folder):
    """Write the whole kit into a folder, in place of what an earlier call has left there."""
    if folder.exists():
        shutil.rmtree(folder)
    questions = {}
    for path in chapters():
        notebook = read(path)
        for edition, text in editions.both(notebook, checks.read_checks(path.stem)).items():
            target = folder / edition / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        questions[path.stem] = short_title(path), quiz.questions(notebook, path.stem)
    bank.write(folder / "questions", questions)


def main():
    """Write the kit and say where it is."""
    require_writing(ROOT)
    write(OUT)
    print(f"The course is in {short_name(OUT)}: student, teacher, questions.")


if __name__ == "__main__":
    main()
