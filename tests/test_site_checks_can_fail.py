"""Every check of a page passes on a good page and fails on one that breaks it.

The good page is written here, with one slider. Each test breaks it in one place.
"""

import pytest

from tests import site_checks as checks
from tools.serve import serving

GOOD = """<!DOCTYPE html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>A toy</title>
<link rel="icon" href="data:,">
<script>document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"</script>
<style>[data-theme=dark] body { background: #111; color: #eee } a { color: inherit }
.frozen-live { position: absolute }</style></head>
<body><main><h1 id="top">A toy</h1><a href="#top">Up</a> <a href="other.html#place">Other</a>
<figure class="frozen-interact" id="frozen-1">
<label for="c">rate</label>
<input type="range" min="0" max="2" step="1" value="0" aria-valuetext="0.0" id="c" data-control>
<output for="c">0.0</output>
<div class="frozen-stage"><svg role="img" aria-label="size 1" width="50" height="50"><circle r="1"/></svg><pre>size 1</pre></div>
<p class="frozen-live" aria-live="polite"></p>
</figure>
<button class=fold-all hidden>Fold all</button>
<details class=deeper open><summary>Deeper</summary><p>More words.</p></details></main>
<script>
c.oninput = () => {
  const k = 1 + Number(c.value), label = "size " + k;
  document.querySelector("output").value = k - 1 + ".0";
  c.setAttribute("aria-valuetext", k - 1 + ".0");
  document.querySelector(".frozen-stage").innerHTML =
    `<svg role="img" aria-label="${label}" width="50" height="50"><circle r="${k}"/></svg><pre>${label}</pre>`;
  document.querySelector(".frozen-live").textContent = label;
};
</script></body></html>"""


@pytest.fixture
def site(tmp_path):
    """A folder that is served, and its address."""
    (tmp_path / "other.html").write_text('<p id="place">Here.</p>')
    with serving(tmp_path) as address:
        yield tmp_path, address


def foreign(visit):
    """Requests that leave the toy's server."""
    return checks.foreign_requests(visit, visit.url.removesuffix("toy.html"))


def dead(visit):
    """Sliders that do not move."""
    return checks.dead_sliders(visit.page)


NO_SCRIPT = {"java_script_enabled": False}
HEAVY = "".join(f"{number * 7919 % 1000003}" for number in range(400_000))

# The check, the text that is replaced, what replaces it, and options of the visit.
BREAKS = {
    "a font of another host": (foreign, "</head>", '<link rel="stylesheet" href="http://127.0.0.2:9/font.css"></head>', {}),
    "a missing file": (checks.complaints, "</head>", '<link rel="stylesheet" href="gone.css"></head>', {}),
    "a word in the console": (checks.complaints, "c.oninput", "console.log('hello'); c.oninput", {}),
    "an error in a script": (checks.complaints, "c.oninput", "gone(); c.oninput", {}),
    "a heavy page": (checks.too_heavy, "</main>", f"<!-- {HEAVY} --></main>", {}),
    "a wide table": (checks.sideways_scroll, "</main>", '<p style="width: 900px">wide</p></main>', {"viewport": checks.PHONE}),
    "a control without a name": (checks.barriers, "<label", "<span", {}),
    "pale text": (checks.barriers, "</style>", "body { color: #ccc }</style>", {}),
    "pale text in the dark": (checks.barriers, "#eee", "#333", {"theme": "dark"}),
    "pale text in a fold": (checks.barriers, "</main>", '<details><summary>More</summary><p style="color: #ccc">pale</p></details></main>', {}),
    "pale text in the other theme": (checks.barriers_in_both_themes, "#eee", "#333", {}),
    "pale text in the theme that is asked for": (checks.barriers_in_both_themes, "#eee", "#333", {"theme": "dark"}),
    "a theme that shows less": (checks.barriers_in_both_themes, "</style>", "[data-theme=dark] a { display: none }</style>", {}),
    "no dark theme": (checks.barriers, '"dark" :', '"light" :', {"theme": "dark"}),
    "no first frame": (checks.missing_first_frames, '<svg role="img" aria-label="size 1" width="50" height="50"><circle r="1"/></svg><pre>size 1</pre>', "", NO_SCRIPT),
    "a fold that needs a script": (checks.folded_without_script, "<details class=deeper open>", "<details class=deeper>", NO_SCRIPT),
    "a button that needs a script": (checks.folded_without_script, "<button class=fold-all hidden>", "<button class=fold-all>", NO_SCRIPT),
    "a script that does nothing": (dead, "c.oninput", "c.unused", {}),
    "the same picture always": (dead, 'r="${k}"', 'r="1"', {}),
    "the same text always": (dead, '"size " + k', '"size 1"', {}),
    "a picture without text": (dead, 'aria-label="${label}"', "", {}),
    "a page that jumps": (dead, "<pre>${label}</pre>", "<pre>${label}${'<br>'.repeat(k)}</pre>", {}),
    "a warning beside a picture": (dead, "<pre>${label}", "<pre class='frozen-stderr'>${label}", {}),
    "a slider without a control": (dead, " data-control", "", {}),
    "a disabled control": (dead, " data-control", " data-control disabled", {}),
    "a single position": (dead, 'max="2"', 'max="0"', {}),
    "a silent live region": (dead, '.textContent = label', ".textContent = ''", {}),
    "no live region": (dead, ' aria-live="polite"', "", {}),
    "a value that stays by eye": (dead, '"output").value', '"output").unused', {}),
    "a value that stays by ear": (dead, '"aria-valuetext", k', '"unused", k', {}),
}


def found(browser, site, html, check, options):
    """What a check finds on a page."""
    folder, base = site
    (folder / "toy.html").write_text(html, encoding="utf-8")
    with checks.Visit(browser, base + "toy.html", **options) as visit:
        return check(visit)


def settings():
    """Each check with each of the options that it is tried with."""
    return {f"{check.__name__} {options}": (check, options) for check, _, _, options in BREAKS.values()}


@pytest.mark.parametrize("check, options", settings().values(), ids=settings())
def test_a_good_page_passes(browser, site, check, options):
    """The page that the breaks start from is in order."""
    assert found(browser, site, GOOD, check, options) == []


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_page_fails(browser, site, name):
    """The check finds what was broken."""
    check, old, new, options = BREAKS[name]
    assert old in GOOD
    assert found(browser, site, GOOD.replace(old, new), check, options)


FOUND = """() => [
  Object.keys(localStorage).join(), sessionStorage.length, history.length, matchMedia("print").matches, innerWidth,
]"""
LEFT = "() => { localStorage.left = sessionStorage.left = 'here'; history.pushState(0, '', '#left') }"


def test_a_visit_finds_nothing_of_the_one_before(browser, site):
    """Though both are in one page; two at once are in two."""
    folder, base = site
    (folder / "toy.html").write_text(GOOD)
    with checks.Visit(browser, base + "toy.html") as visit:
        page, found_first = visit.page, visit.page.evaluate(FOUND)
        page.evaluate(LEFT)
        page.emulate_media(media="print")
        page.set_viewport_size(checks.PHONE)
        visit.context.new_page()
        assert page.evaluate(FOUND) != found_first
    with checks.Visit(browser, base + "toy.html") as visit:
        assert visit.page == page and visit.page.evaluate(FOUND) == found_first and visit.context.pages == [page]
        with checks.Visit(browser, base + "toy.html") as another:
            assert another.page != page


def test_a_fold_is_looked_at_when_it_stands_open(browser, site):
    """While it fades in, its text is pale for a moment."""
    fading = "@keyframes fade { from { opacity: 0.2 } } details[open] p { animation: fade 60s }"
    fold = "<details><summary>More</summary><p>Words</p></details>"
    html = GOOD.replace("</style>", fading + "</style>").replace("</main>", fold + "</main>")
    assert found(browser, site, html, checks.barriers, {}) == []


# A page as long as a chapter. Its contrast is looked at where something new comes up, and one word
# in the middle of it is new.
MANY = "<p>Words, <b>more words</b> and <code>some <span>code</span></code></p>" * 150
WORDS = "<p>Words, <b>more words</b>"
ON_LINEN = '<p style="background: #eee">Words, <b>more words</b>'
MOVED_UNDER = """<p style="position: relative">Words, <b>more words</b>
  <i style="position: absolute; inset: 0; background: #eee; z-index: -1"></i></p>"""
MOVED = '<div style="position: relative; height: 40px"><p style="position: absolute; background: #222; color: white">Words</p></div>'
UNDER = '<span style="position: absolute; inset: 0; z-index: {}"><i style="position: absolute; inset: 0; background: {}"></i></span>'
TWO_UNDER = f'<p style="position: relative; color: white">Words {UNDER.format(-1, "#222")}{UNDER.format(-2, "#bbb")}</p>'
PALE_WORDS = {
    "a color": '<p>Words, <b style="color: #ccc">more words</b>',
    "a ground": '<p style="background: #222">Words, <b>more words</b>',
    "both, each of which is right elsewhere": '<p style="background: #eee">Words, <b style="color: #747474">more words</b>',
    "a size": '<p>Words, <b style="color: #888; font-size: 12px">more words</b>',
    "a weight": '<p>Words, <b style="color: #888; font-size: 19px; font-weight: 400">more words</b>',
    "half seen through": '<p style="opacity: 0.3">Words, <b>more words</b>',
    "on something that was moved there": '<p style="position: relative">Words, <b>more words</b>'
    '<i style="position: absolute; inset: 0; background: #222; z-index: -1"></i>',
    "on one of many things that were moved there": MOVED_UNDER + MOVED_UNDER.replace("#eee", "#222") + MOVED_UNDER + "<p>",
    "in one of many things that were moved": MOVED + MOVED.replace("#222", "#bbb") + MOVED + "<p>",
    "on the lower of two things, the other way round elsewhere": TWO_UNDER * 2
    + TWO_UNDER.replace("-1", "-3") + TWO_UNDER * 2 + "<p>",
    "like words that are not seen": '<p style="height: 0; overflow: hidden"><b style="color: #ccc">unseen</b></p>'
    '<p hidden><b style="color: #ccc">hidden</b></p><p>Words, <b style="color: #ccc">more words</b>'
    '</p><p style="height: 0; overflow: hidden"><b style="color: #ccc">unseen</b>',
    "after the light": '<p>Words, <input style="color: #ccc" aria-label="name" value="typed">',
}


def long_page(words):
    """The good page, made long, with other words in its middle."""
    right_elsewhere = ON_LINEN + '</p><p>Words, <b style="color: #747474">more words</b></p>'
    large = '<p style="font-size: 30px; color: #888">Large</p><p><b style="color: #888; font-size: 19px">Large</b></p>'
    return GOOD.replace("</main>", right_elsewhere + large + MANY + words + "</p>" + MANY + "</main>")


def test_a_long_page_passes(browser, site):
    """Few of its texts are looked at."""
    folder, base = site
    (folder / "toy.html").write_text(long_page(WORDS), encoding="utf-8")
    with checks.Visit(browser, base + "toy.html") as visit:
        assert checks.barriers(visit) == []
        assert visit.page.locator(f"[{checks.MARK}]").count() < 50


@pytest.mark.parametrize("name", PALE_WORDS)
def test_a_pale_word_deep_in_a_long_page_is_found(browser, site, name):
    """Whatever it is that makes it hard to read."""
    problems = found(browser, site, long_page(PALE_WORDS[name]), checks.barriers, {})
    assert problems and all(problem.startswith("color-contrast") for problem in problems)


def test_a_link_that_looks_like_the_text_around_it_is_found(browser, site):
    """On a long page whose other links can be told by their lines."""
    link = '<p>Words, <a href="#top" style="color: #333">linked words</a> and words'
    plain = link.replace("#333", "#333; text-decoration: none")
    assert found(browser, site, long_page(f"{link}</p>{link}"), checks.barriers, {}) == []
    (problem,) = found(browser, site, long_page(f"{link}</p>{plain}</p>{link}"), checks.barriers, {})
    assert problem.startswith("link-in-text-block")


OTHER_CONTROLS = {
    "checkbox": ('<input type="checkbox" id="c" data-control>', "Number(c.checked)"),
    "select": ('<select id="c" data-control><option>a<option>b</select>', "c.selectedIndex"),
    "radio": (
        '<fieldset id="c" data-control><legend>rate</legend><label><input type="radio" name="r" checked> a</label>'
        '<label><input type="radio" name="r"> b</label></fieldset>',
        "Number(!c.querySelector('input').checked)",
    ),
}


@pytest.mark.parametrize("kind", OTHER_CONTROLS)
def test_other_controls_are_moved_too(browser, site, kind):
    """A list, a box and a group of buttons are walked like a slider."""
    control, value = OTHER_CONTROLS[kind]
    start, end = GOOD.index("<input"), GOOD.index("<output")
    page = (GOOD[:start] + control + GOOD[end:]).replace("Number(c.value)", value)
    page = page.replace('c.setAttribute("aria-valuetext", k - 1 + ".0");', "")
    assert found(browser, site, page, dead, {}) == []
    assert found(browser, site, page.replace("c.oninput", "c.unused"), dead, {})


@pytest.mark.parametrize("link", ["gone.html", "other.html#gone", "#gone", "gone.css"])
def test_a_broken_link_is_found(site, link):
    """A page that is not there, and a place that is not on it."""
    folder, _ = site
    (folder / "toy.html").write_text(GOOD)
    assert checks.broken_links(folder, ["toy.html"]) == []
    (folder / "toy.html").write_text(GOOD.replace("other.html#place", link))
    assert checks.broken_links(folder, ["toy.html"])


SLIDER = """<figure class="frozen-interact" id="frozen-show"></figure>
<script type="application/json" id="frozen-show-frames">{"names": ["rate", "kind"], "values": [["0", "0.5"], ["1 to 5", "ü"]]}</script>"""


@pytest.mark.parametrize(
    "place, problem",
    [
        ("frozen-show", None),
        ("frozen-show:rate=0.5", None),
        ("frozen-show:rate=0,kind=1+to+5&frozen-show:kind=%C3%BC", None),
        ("frozen-gone:rate=0.5", "there is no slider 'frozen-gone' on that page; there are: frozen-show"),
        ("frozen-show:rat=0.5", "'frozen-show' has no control 'rat'; it has: rate, kind"),
        ("frozen-show:rate=0.65", "'rate' of 'frozen-show' has no position '0.65'; it has: 0, 0.5"),
        ("frozen-show:rate", "'rate' of 'frozen-show' has no position ''; it has: 0, 0.5"),
        ("frosen-show:rate=0.5", "there is no such place on that page"),
    ],
)
def test_a_link_to_a_position_that_is_not_there_is_found(site, place, problem):
    """The message names the page, the link, and what there is."""
    folder, _ = site
    (folder / "other.html").write_text(SLIDER, encoding="utf-8")
    (folder / "toy.html").write_text(GOOD.replace("other.html#place", f"other.html#{place}"))
    expected = [f"toy.html links to other.html#{place}, and {problem}"] if problem else []
    assert checks.broken_links(folder, ["toy.html"]) == expected
