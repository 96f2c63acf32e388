"""`make slides`: builds the book, and within the build prints each deck that has no PDF yet.

A PDF has a page for each slide and one for its notes. The build removes the PDF of a deck that
has changed, asks this module to print what is missing, and links it (see `_ext/decks/README.md`).
"""

import os
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import browser
from tools.book import ROOT, short_name
from tools.build import build

AT_ONCE = 2


def print_deck(chromium, deck):
    """Print a deck, light, with its notes."""
    page = chromium.new_page(color_scheme="light")
    page.goto(f"{deck.as_uri()}?print-pdf")
    page.wait_for_selector(".pdf-page")
    page.evaluate("document.fonts.ready")
    unfinished = deck.with_suffix(".unfinished")
    page.pdf(path=unfinished, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    unfinished.rename(deck.with_suffix(".pdf"))
    page.close()


def print_all(decks):
    """Print some decks, one after the other, in a browser of their own."""
    with browser.started() as chromium:
        for deck in decks:
            print_deck(chromium, deck)
            print(f"Printed {short_name(deck.with_suffix('.pdf'))}", flush=True)


def main(*decks):
    """Print these decks; without any, build the book, which asks for those that it lacks."""
    if not decks:
        os.environ["DECKS_PRINTER"] = shlex.join([sys.executable, "-m", "tools.slides"])
        build(ROOT)
        return
    shares = [decks[start::AT_ONCE] for start in range(min(AT_ONCE, len(decks)))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(print_all, shares))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
