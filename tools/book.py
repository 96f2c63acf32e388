"""Where the book's files are, and which notebooks are its chapters."""

import os
import sys
from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"

# The landing page is a notebook too: it is run and compared like a chapter, but it
# answers no question and need not have a chapter's parts.
LANDING_PAGE = ROOT / "chapters" / "welcome.ipynb"


def notebooks():
    """Every notebook that `_toc.yml` names, in its order."""
    paths = [ROOT / f"{name.removesuffix('.ipynb')}.ipynb" for name in parse_toc_yaml(ROOT / "_toc.yml")]
    return [path for path in paths if path.exists()]


def chapters():
    """Every notebook of the book that answers a question."""
    return [path for path in notebooks() if path != LANDING_PAGE]


def short_title(path):
    """The short name of a notebook, which the sidebar shows."""
    return parse_toc_yaml(ROOT / "_toc.yml")[path.relative_to(ROOT).with_suffix("").as_posix()].title


def require_writing(folder):
    """End with a line of advice where a folder cannot be written, before hours of work are lost."""
    if not os.access(folder, os.W_OK):
        sys.exit(f"Nothing can be written in {folder}. Copy the book to a folder of yours, and run the command there.")


def short_name(path):
    """A path as a reader of a message would write it: from the book's root when inside it."""
    path = Path(path).resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
