"""The file of a deck: its slides as HTML, with every style and script inside."""

import hashlib
import re
from importlib.resources import files
from itertools import accumulate, groupby

import tinycss2
from pygments.formatters import HtmlFormatter

from book_site import math_font

from . import prose
from .code import FROZEN
from .pieces import BESIDE_A_FIGURE
from .slides import clock

HERE = files(__package__) / "static"
# The package ships reveal.js as its authors publish it.
REVEAL = files("sphinx_revealjs") / "_static" / "revealjs"
FROZEN_INTERACT = "frozen_interact"

PAGE = """<!DOCTYPE html>
<html lang="{language}" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="deck-made-from" content="{digest}">
<title>{title}</title>
<link rel="icon" href="data:,">
<script>
{early}
</script>
<style>
{styles}
</style>
</head>
<body>
<main><div class="reveal"><div class="slides">
{slides}
</div></div></main>
<button class="deck-theme" type="button" title="Light or dark (D)" aria-label="Light or dark"></button>
<p class="deck-hint">Esc: back to the slides</p>
<script>
{scripts}
</script>
</body>
</html>
"""
# What the speaker does with a prediction, once the rest of the notes is said.
ASK = "<p>Read the question, and let the room answer before you go on.</p>"
EXPECT = "**Expect:** {}"
# The address of a deck names its slide, so the script of the sliders gets an address of its own.
SHELTER = '((history, location) => {{\n{}\n}})({{replaceState() {{}}}}, {{hash: "", href: "", protocol: "about:"}})'


def parts(body, title, language, colors, code_styles):
    """Return the parts of a deck, but for the font of its formulas, and a digest of them all.

    body: its slides. colors: the rules of a style sheet for `html`. code_styles: pairs of a theme
    and the name of Pygments' style for it.
    """
    styles = [
        _text(REVEAL / "dist" / "reveal.css"),
        colors,
        *(HtmlFormatter(style=style).get_style_defs(f'[data-theme="{theme}"] .highlight') for theme, style in code_styles),
    ]
    scripts = [_text(REVEAL / "dist" / "reveal.js"), _text(REVEAL / "plugin" / "notes" / "notes.js")]
    if FROZEN in body:
        static = files(FROZEN_INTERACT) / "static"
        styles.append(_text(static / "frozen-interact.css"))
        scripts.append(SHELTER.format(_text(static / "frozen-interact.js")))
    styles.append(_text(HERE / "deck.css"))
    scripts.append(_text(HERE / "deck.js"))
    made = {
        "language": language, "title": title, "slides": body, "early": _text(HERE / "theme.js"),
        "styles": "\n".join(styles), "scripts": "\n;".join(map(_inline, scripts)),
    }
    return made, hashlib.sha256(repr(made).encode()).hexdigest()


def page(made, digest):
    """Return the whole file."""
    font = math_font.style(math_font.characters([made["slides"]])) if "<math" in made["slides"] else ""
    return PAGE.format(**made | {"styles": font + made["styles"]}, digest=digest)


def html_rules(style):
    """Return the rules of a style sheet that are for `html` alone: colors and fonts of a site."""
    rules = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
    return "\n".join(
        rule.serialize()
        for rule in rules
        if rule.type == "qualified-rule" and re.match(r"html[^\s,]*(,\s*html[^\s,]*)*\s*$", tinycss2.serialize(rule.prelude))
    )


def sections(slides, expected=lambda section: ""):
    """Return the HTML of each slide, with the speaker's notes and the time by which it ends.

    expected: what a room may answer to the prediction of a section, as Markdown, by its heading.
    """
    ends = list(accumulate(slide.minutes for slide in slides))
    for number, (slide, end) in enumerate(zip(slides, ends), start=1):
        pace = (
            f"Slide {number} of {len(slides)}: {slide.minutes:.1f} minutes. "
            f"It ends at {clock(end)} of {clock(ends[-1])}."
        )
        notes = [*slide.notes, *_asking(slide, expected)]
        yield (
            f'<section data-timing="{round(60 * slide.minutes)}"><div class="{_kind(slide)}">\n'
            f"{_titles(slide)}\n{_body(slide)}\n</div>\n"
            f'<aside class="notes"><p class="pace">{pace}</p>{"".join(notes)}</aside></section>'
        )


def _asking(slide, expected):
    """What the speaker does with a prediction, and hears then."""
    if not slide.shows("predict"):
        return []
    told = expected(slide.section)
    return [ASK, prose.read(EXPECT.format(told)).whole] if told else [ASK]


def _kind(slide):
    """The classes of a slide: one of three layouts."""
    if not slide.pieces:
        return "sheet title"
    if slide.shows("figure") and any(piece.kind in BESIDE_A_FIGURE for piece, _ in slide.pieces):
        return "sheet beside"
    return "sheet asks" if slide.shows("predict") else "sheet"


def _titles(slide):
    """The title, and under a title of the third level the question that it belongs to."""
    if not slide.titles:
        return ""
    level, title = slide.titles[-1]
    above = [piece for other, piece in slide.titles[:-1] if other > 1]
    where = f'<p class="where">{above[-1].html}</p>' if above else ""
    return f"<header><h{min(level, 2)}>{title.html}</h{min(level, 2)}></header>{where}"


def _body(slide):
    """The pieces in their order; beside a figure the words have a column of their own."""
    if "beside" not in _kind(slide):
        return f'<div class="main">{_blocks(slide.pieces)}</div>' if slide.pieces else ""
    words = [part for part in slide.pieces if part[0].kind in BESIDE_A_FIGURE]
    rest = [part for part in slide.pieces if part[0].kind not in BESIDE_A_FIGURE]
    return f'<div class="main">{_blocks(rest)}</div><div class="words">{_blocks(words)}</div>'


def _blocks(parts):
    html = []
    for kind, group in groupby(parts, key=lambda part: part[0].kind):
        blocks = [_block(kind, piece.html, step) for piece, step in group]
        html.append(f'<ul class="{kind}s">{"".join(blocks)}</ul>' if kind in {"line", "finding"} else "".join(blocks))
    return "\n".join(html)


def _block(kind, html, step):
    fragment, index = ("", "") if step is None else (" fragment", f' data-fragment-index="{step}"')
    opening = f'class="{kind}{fragment}"{index}'
    if kind in {"line", "finding"}:
        return f"<li {opening}>{html}</li>"
    if kind == "heading":
        return f"<h3 {opening}>{html}</h3>"
    if kind == "figure":  # a swipe on a slider turns no page
        return f"<div {opening} data-prevent-swipe>{html}</div>"
    return f"<div {opening}>{html}</div>"


def _text(path):
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def _inline(script):
    """A script as it may stand inside a page: what would end it, or hide its end, is escaped."""
    return script.replace("</script", r"<\/script").replace("<!--", r"<\!--")
