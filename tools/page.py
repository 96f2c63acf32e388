"""`make page NAME=dropout`: runs and builds one chapter, for its author.

It makes a site of one page, in a folder of its own. Its run is kept with those of `make book`:
what one of the two has run, the other does not run again. Links to pages that are not there
lead nowhere, and nothing is said of them; all else that Sphinx warns of is shown each time.
"""

import sys
from pathlib import Path

from tools.book import ROOT, notebooks, require_writing
from tools.build import forget, jupyter_book

FOLDER = Path("_build", "page")
RUNS = Path("_build", ".jupyter_cache")


def leads_elsewhere(line):
    """Whether Sphinx warns here of a link to another page."""
    return "Unknown source document" in line


def build_page(book, name, names):
    """Build the page of one notebook of the book in a folder; return its path.

    names: the notebooks that there are, relative to the book and without their ending.
    """
    found = next((path for path in names if path.rpartition("/")[2] == name), None)
    if not found:
        known = " ".join(path.rpartition("/")[2] for path in names)
        sys.exit(f"No notebook of the book is called {name!r}. Write make page NAME= and one of: {known}")
    require_writing(book)
    out, toc = book / FOLDER / "_build", book / FOLDER / "_toc.yml"
    for folder in (out, book / RUNS):
        folder.mkdir(parents=True, exist_ok=True)
    if not (out / RUNS.name).is_symlink():
        (out / RUNS.name).symlink_to(book / RUNS)
    toc.write_text(f"format: jb-book\nroot: {found}\n", encoding="utf-8")
    forget(out / ".doctrees")
    jupyter_book(
        book, out / ".doctrees", "--path-output", book / FOLDER, "--toc", toc, is_noise=leads_elsewhere
    )
    return out / "html" / f"{found}.html"


def main(name):
    """Build the page and say where it is."""
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in notebooks()]
    print(f"The page is built. Open {build_page(ROOT, name, names)}")


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "")
