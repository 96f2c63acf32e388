"""`make book`: runs `jupyter-book build` and ends with its message alone when it fails.

Jupyter Book ends with a traceback of its own command line, whatever went wrong: a chapter
that is missing from `_toc.yml`, or a cause that Sphinx has just explained. This leaves out
that traceback and keeps its message, a RuntimeError's. Any other is shown in full.

Sphinx warns of a page when it reads it, and it would not read it again: after a failure, or an
interruption, the next build would find nothing to complain of. So what was read is then
forgotten; the runs of the notebooks are kept.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.book import ROOT, require_writing

JUPYTER_BOOK = Path(sys.executable).with_name("jupyter-book")
MESSAGE = "\nRuntimeError: "


def forget(doctrees):
    """Remove what Sphinx has read."""
    if doctrees.exists():
        shutil.rmtree(doctrees)


def jupyter_book(book, doctrees, *arguments, is_noise=lambda line: False):
    """Run `jupyter-book build` on the book in a folder, and end here when it fails.

    doctrees: where Sphinx keeps what it has read. is_noise: whether to leave a line of stderr out.
    """
    command = [str(JUPYTER_BOOK), "build", str(book), *map(str, arguments)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    held_back = []
    try:
        with process:
            for line in process.stderr:
                if held_back or line.startswith("Traceback (most recent call last)"):
                    held_back.append(line)
                elif not is_noise(line):
                    print(line, end="", file=sys.stderr, flush=True)
    finally:
        if process.returncode != 0:
            forget(doctrees)
    if process.returncode:
        sys.stderr.write("".join(held_back).rpartition(MESSAGE)[2])
        sys.exit("The book was not built. The cause is above.")


def build(book):
    """Build the book in a folder; warnings are errors, and all of them are shown."""
    require_writing(book)
    jupyter_book(book, book / "_build" / ".doctrees", "-W", "--keep-going")
    print(f"The book is built. Open {book / '_build' / 'html' / 'index.html'}, or run `make serve`.")


if __name__ == "__main__":
    build(ROOT)
