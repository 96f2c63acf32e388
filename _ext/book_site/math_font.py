"""A mathematical font with only the characters that the book's formulas use.

STIX Two Math has 1.5 MB and the book needs some 20 KB of it. The font travels inside a style
sheet: a browser refuses a font file to a page opened from disk or shown in a sandboxed frame.
"""

import base64
import html
import io
import logging
import re
import unicodedata
from importlib.resources import files

from fontTools import subset
from fontTools.ttLib import TTFont

# It tells of every table that it cuts.
logging.getLogger("fontTools.subset").setLevel(logging.WARNING)

FORMULA = re.compile(r"<math[ >].*?</math>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
# Figures and signs, so that a small change of a formula keeps the font. The radical sign stands
# in no formula's text: the browser draws it around an <msqrt>.
ALWAYS = "0123456789()[]{}|+-=<>,.;:/!%√"
# A browser draws the letter of an <mi> with the italic character that Unicode has for it.
ITALIC = {
    unicodedata.normalize("NFKC", italic): italic
    for italic in map(chr, (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C), 0x210E))
}


def characters(pages):
    """Return the characters in the formulas of some HTML pages, sorted, as one string."""
    found = set(ALWAYS)
    for page in pages:
        for formula in FORMULA.findall(page):
            letters = html.unescape(TAG.sub("", formula))
            found.update(letters, (ITALIC[letter] for letter in letters if letter in ITALIC))
    return "".join(sorted(found))


def font(text):
    """Return STIX Two Math cut down to the characters of ``text``, as WOFF2."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["ssty", "dtls"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    source = files("ziamath.fonts").joinpath("STIXTwoMath-Regular.ttf")
    with source.open("rb") as stream:
        # No time of day in the file: the same book gives the same bytes.
        whole = TTFont(stream, recalcTimestamp=False)
        subsetter.subset(whole)
    whole.flavor = "woff2"
    data = io.BytesIO()
    whole.save(data)
    return data.getvalue()


def mark(text):
    """Return the comment that tells for which characters a style sheet was made."""
    codes = " ".join(f"{ord(character):X}" for character in text)
    return f"/* STIX Two Math, SIL Open Font License 1.1. Characters: {codes} */\n"


def style(text):
    """Return the style sheet with the font for some characters."""
    data = base64.b64encode(font(text)).decode()
    return (
        mark(text)
        + '@font-face{font-family:"Book Math";font-display:swap;'
        + f'src:url("data:font/woff2;base64,{data}") format("woff2")}}\n'
        + 'math{font-family:"Book Math","STIX Two Math","Cambria Math",math}\n'
    )


def write_style(path, pages):
    """Write the style sheet with the font, unless it already has just these characters."""
    text = characters(pages)
    if not path.exists() or not path.read_text(encoding="utf-8").startswith(mark(text)):
        path.write_text(style(text), encoding="utf-8")
