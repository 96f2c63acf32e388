"""The question bank: every question of *Check yourself*, in the forms that course platforms import."""

from tools.course import gift, moodle, plain_text, qti12, qti21, sheet

# Each function takes a title, a name and the questions, and returns text or the bytes of a package.
IMPORTS = {
    "moodle.xml": moodle.write,
    "gift.txt": gift.write,
    "canvas-qti-1.2.zip": qti12.write,
    "qti-2.1.zip": qti21.write,
    "questions.txt": plain_text.write,
}
# What is written for each chapter.
FORMS = IMPORTS | {"sheet.html": sheet.write}


def write(folder, bank):
    """Write all forms of a bank into a folder. bank: title and questions of each chapter, by its name."""
    for chapter, (title, questions) in bank.items():
        write_forms(folder / chapter, FORMS, title, chapter, questions)


def write_forms(folder, forms, title, name, questions):
    """Write questions into a new folder in each of the forms."""
    folder.mkdir(parents=True)
    for file, form in forms.items():
        made = form(title, name, questions)
        (folder / file).write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
