"""The question bank: every question of *Check yourself*, in the forms that course platforms import."""

from tools.course import gift, moodle, plain_text, qti12, qti21, sheet

# What is written for each chapter. Each function takes the chapter's title, its name and its
# questions, and returns text or the bytes of a package.
FORMS = {
    "moodle.xml": moodle.write,
    "gift.txt": gift.write,
    "canvas-qti-1.2.zip": qti12.write,
    "qti-2.1.zip": qti21.write,
    "questions.txt": plain_text.write,
    "sheet.html": sheet.write,
}


def write(folder, bank):
    """Write all forms of a bank into a folder. bank: title and questions of each chapter, by its name."""
    for chapter, (title, questions) in bank.items():
        target = folder / chapter
        target.mkdir(parents=True)
        for name, form in FORMS.items():
            made = form(title, chapter, questions)
            (target / name).write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
