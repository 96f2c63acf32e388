"""`make book`: runs `jupyter-book build` and ends with its message alone when it fails.

Jupyter Book reports a failed build twice: first the cause, then a traceback of its own
command line. This shows the cause as it comes and leaves out that traceback. Any other
traceback is shown in full.
"""

import os
import subprocess
import sys
from pathlib import Path

from tools.book import ROOT, SITE

JUPYTER_BOOK = Path(sys.executable).with_name("jupyter-book")
LAST_WORDS = "There was an error in building your book"


def main():
    """Build the book; warnings are errors, and all of them are shown."""
    command = [str(JUPYTER_BOOK), "build", str(ROOT), "-W", "--keep-going"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as build:
        held_back = []
        for line in build.stderr:
            if held_back or line.startswith("Traceback (most recent call last)"):
                held_back.append(line)
            else:
                print(line, end="", file=sys.stderr, flush=True)
    if build.returncode:
        text = "".join(held_back)
        if LAST_WORDS not in text:
            sys.stderr.write(text)
        sys.exit("The book was not built. The cause is above.")
    print(f"\nThe book is built. Open {SITE / 'index.html'}\nor run `make serve`.")


if __name__ == "__main__":
    main()
