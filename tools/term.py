"""`make term NAME=2027-spring`: the book as a class keeps it for a term, as one archive; and its place on the site.

The archive has the site, the course and the PDFs. When main is published, the site of each term is put under a path
of its own, from the archives of all terms: so it stays as it was, whatever becomes of the book.
"""

import re
import shutil
import sys
import zipfile

from tools.book import ROOT, SITE, short_name
from tools.course.package import package

OUT = ROOT / "_build" / "terms"
PARTS = {"site": SITE, "course": ROOT / "_build" / "course", "pdf": ROOT / "_build" / "pdf"}
NAME = re.compile(r"\d{4}-[a-z0-9-]+")


def check(term):
    """End with a sentence where a term has no name that can be a path of the site."""
    if not NAME.fullmatch(term):
        sys.exit(f"A term is called by its year and a word in small letters, and not {term!r}: make term NAME=2027-spring")


def write(term, parts, out):
    """Write the archive of a term into a folder; return its path. parts: folders by what they are called in it."""
    files = {
        f"{term}/{part}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for part, folder in parts.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    out.mkdir(parents=True, exist_ok=True)
    archive = out / f"{term}.zip"
    archive.write_bytes(package(files))
    return archive


def place(archives, site):
    """Put the site of each archive into a folder of the site that is called as its term."""
    for path in sorted(archives.glob("*.zip")):
        term, folder = path.stem, site / path.stem
        check(term)
        if folder.exists():
            shutil.rmtree(folder)
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                file = folder / name.removeprefix(f"{term}/site/")
                if name.startswith(f"{term}/site/"):
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(archive.read(name))


def main(verb, term=""):
    """`check` a name, `write` an archive of what is built, or `place` the archives that are there on the built site."""
    if verb == "place":
        return place(OUT, SITE)
    check(term)
    if verb == "write":
        print(f"The term is in {short_name(write(term, PARTS, OUT))}: site, course, pdf.")


if __name__ == "__main__":
    main(*sys.argv[1:])
