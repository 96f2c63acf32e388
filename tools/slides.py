"""`make slides`: prints each deck of the site that has no PDF yet, and lets its page link it.

A PDF has a page for each slide and one for its notes. The build removes the PDF of a deck that
has changed, so what is missing is all that there is to do.
"""

from tools import browser
from tools.book import ROOT, SITE, short_name
from tools.build import build

DECKS = SITE / "slides"


def missing(folder):
    """The decks that are not printed."""
    return [deck for deck in sorted(folder.glob("*.html")) if not deck.with_suffix(".pdf").exists()]


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


def main():
    """Print what is missing, and build the pages that link it."""
    decks = missing(DECKS)
    if not decks:
        return
    with browser.started() as chromium:
        for deck in decks:
            print_deck(chromium, deck)
            print(f"Printed {short_name(deck.with_suffix('.pdf'))}", flush=True)
    build(ROOT)


if __name__ == "__main__":
    main()
