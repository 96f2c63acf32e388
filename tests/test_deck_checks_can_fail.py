"""Every check of a deck passes on a small deck and fails on one that breaks it."""

import pytest

from _ext.decks.tests.sample import cells, page
from tests import deck_checks as checks
from tests.site_checks import barriers, complaints, foreign_requests
from tools.serve import serving
from tools.slides import print_deck

GOOD = page(cells())


@pytest.fixture
def site(tmp_path):
    """A folder that is served, and its address."""
    with serving(tmp_path) as address:
        yield tmp_path, address


def foreign(visit):
    """Requests that leave the toy's server."""
    return foreign_requests(visit, visit.url.partition("toy.html")[0])


ICON = '<link rel="icon" href="data:,">'

# The check, the text that is replaced, and what replaces it.
BREAKS = {
    "a long line": (checks.unreadable, "Shows a little of everything", "word " * 300),
    "a wide output": (checks.unreadable, "<pre>6</pre>", "<pre style='white-space: pre'>" + "6" * 100 + "</pre>"),
    "a box that scrolls": (checks.unreadable, "<pre>6</pre>", "<pre style='white-space: pre; overflow: auto'>" + "6" * 100 + "</pre>"),
    "a long text at one position": (checks.unreadable, "A square of size 140.", "long " * 300),
    "small text": (checks.unreadable, '<li class="line">Shows', '<li class="line" style="font-size: 23px">Shows'),
    "small code": (checks.unreadable, "<pre>6</pre>", "<pre style='font-size: 17px'>6</pre>"),
    "small text in a figure": (checks.unreadable, "font: 12px sans-serif", "font: 8px sans-serif"),
    "a squeezed figure": (checks.unreadable, '<fieldset class="frozen-controls" ', '<fieldset style="height: 420px" class="frozen-controls" '),
    "a figure without text": (checks.unreadable, 'aria-label="A circle of size 100."', 'aria-label=""'),
    "a small page number": (checks.small_surroundings, "font: 3.4vmin", "font: 2vmin"),
    "keys that turn pages": (checks.dead_in_the_deck, "keyboardCondition: () =>", "unused: () =>"),
    "a slider that is dead": (checks.dead_in_the_deck, 'addEventListener("input"', 'addEventListener("unused"'),
    "keys that turn no page": (checks.keys_that_fail, "keyboardCondition: () =>", "keyboard: false, unused: () =>"),
    "a slider that keeps the keys": (checks.keys_that_fail, "leave();", ""),
    "no overview": (checks.overview_that_fails, "hash: true", "overview: false"),
    "one theme": (checks.theme_that_stays, '"dark" ? "light" : "dark"', '"dark" ? "light" : "light"'),
    "no notes": (checks.notes_that_fail, '<aside class="notes">', '<aside class="unused">'),
    "no minutes": (checks.notes_without_time, "It ends at", "It ends"),
    "no timing": (checks.notes_without_time, "data-timing", "data-unused"),
    "a font of another host": (foreign, ICON, ICON + '<link rel="stylesheet" href="http://127.0.0.2:9/font.css">'),
    "an error in a script": (complaints, 'Reveal.on("slidechanged", leave);', "gone();"),
    "pale text": (barriers, "color: var(--ink);", "color: #bbb;"),
}


def found(browser, url, check, theme="light"):
    """What a check finds in a deck."""
    with checks.open_deck(browser, url, theme=theme) as visit:
        return check(visit)


def all_slides(check):
    """The query of an address at which a check sees what it has to see."""
    return checks.PRINTED if check is barriers else ""


@pytest.mark.parametrize("check", sorted({entry[0] for entry in BREAKS.values()}, key=lambda check: check.__name__))
@pytest.mark.parametrize("where", ["http", "file"])
def test_a_good_deck_passes(browser, site, check, where):
    """From a server and from a folder."""
    folder, base = site
    (folder / "toy.html").write_text(GOOD, encoding="utf-8")
    address = base if where == "http" else folder.as_uri() + "/"
    for theme in ("light", "dark") if check is barriers else ("light",):
        assert found(browser, f"{address}toy.html{all_slides(check)}", check, theme) == []


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_deck_fails(browser, site, name):
    """The check finds what was broken."""
    check, old, new = BREAKS[name]
    assert old in GOOD
    folder, base = site
    (folder / "toy.html").write_text(GOOD.replace(old, new), encoding="utf-8")
    assert found(browser, f"{base}toy.html{all_slides(check)}", check)


def test_a_deck_is_printed_with_its_notes(browser, tmp_path):
    """A page for each slide and one for its notes, and no more files."""
    deck = tmp_path / "toy.html"
    deck.write_text(GOOD, encoding="utf-8")
    print_deck(browser, deck)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["toy.html", "toy.pdf"]
    assert checks.faults_of_pdf(tmp_path / "toy.pdf", 6) == []
    assert checks.faults_of_pdf(tmp_path / "toy.pdf", 5)


def test_notes_that_have_no_page_are_found(browser, tmp_path):
    """A slide without notes leaves a page out."""
    deck = tmp_path / "toy.html"
    deck.write_text(GOOD.replace('<aside class="notes">', '<aside class="unused">', 1), encoding="utf-8")
    print_deck(browser, deck)
    assert checks.faults_of_pdf(tmp_path / "toy.pdf", 6)


def test_a_deck_that_is_too_large_is_found(tmp_path):
    """At two megabytes and a byte."""
    path = tmp_path / "toy.html"
    path.write_bytes(b"x" * checks.BYTES)
    assert checks.too_large(path) == []
    path.write_bytes(b"x" * (checks.BYTES + 1))
    assert checks.too_large(path)
