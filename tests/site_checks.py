"""What is asked of a page in a browser. Each check returns what is wrong, in words."""

import json
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, unquote_plus, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname
from weakref import WeakKeyDictionary

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
WEIGHT_LIMIT = 600 * 1024

FIGURES = "figure.frozen-interact"
FOLDS = "details.deeper"
# How the address of a slider's position begins: with the figure's id.
SLIDER = "frozen-"

# axe-core need not list all that is right: a long page takes half the time.
VIOLATIONS = {"resultTypes": ["violations"]}
# What it finds can depend on the theme in these rules alone, as long as both themes show the same.
COLORS = {**VIOLATIONS, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SHOWN = "() => [...document.querySelectorAll('body *')].map(element => Number(element.checkVisibility())).join('')"
# These two need not look at all that looks alike.
MARK = "data-contrast"
MARK_EACH_KIND = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
MARKED_ONLY = f"""axe.configure({{rules: [
  {{id: 'color-contrast', selector: '[{MARK}]'}}, {{id: 'link-in-text-block', selector: 'a[href][{MARK}]'}},
]}})"""
# Two thirds of a long page's elements are words of code that have a color, which is judged in those that are
# marked, and most of the rest are parts of pictures that have a name: nothing else in them is anybody's to judge.
LEAVE_OUT_THE_REST = """mark => {
  for (const word of document.querySelectorAll(`pre span:not([${mark}])`))
    if (word.getAttributeNames().every(name => name == "class")) word.replaceWith(...word.childNodes);
  for (const picture of document.querySelectorAll("svg[role=img][aria-label]")) picture.replaceChildren();
}"""

# Two frames: the script draws in the first, and the second comes after it is painted.
NEXT_PAINT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

# What a reader is told about a control's value: by eye, and by ear where that is another thing.
VALUE = """c => {
  if (c.type == "checkbox") return [String(c.checked)];
  if (c.options) return [c.options[c.selectedIndex].text];
  const sliders = c.type == "range" ? [c] : [...c.querySelectorAll("input[type=range]")];
  const output = (c.type == "range" ? c.parentElement : c).querySelector("output");
  if (sliders.length) return [output ? output.value : "", ...sliders.map(slider => slider.getAttribute("aria-valuetext"))];
  return [[...c.querySelectorAll("input:checked")].map(part => part.closest("label").innerText).join(", ")];
}"""

# What a reader sees of a slider at one position, once it is drawn, and what is said of the value
# of one of its controls, by eye and by ear. Invisible copies of text hold room, so only what is
# laid out as text counts. A picture may be long: each one met has a number.
STATE = """control => new Promise(done => requestAnimationFrame(() => {
  const figure = control.closest("figure");
  const stage = figure.querySelector(".frozen-stage");
  const pictures = [...stage.querySelectorAll("svg, img")];
  const labels = pictures.map(p => p.getAttribute("aria-label") || p.getAttribute("alt") || "");
  const drawn = pictures.map(p => p.tagName == "IMG" ? p.src : p.innerHTML).join("\\n");
  const met = figure.picturesMet ??= new Map([["", 0]]);
  if (!met.has(drawn)) met.set(drawn, met.size);
  done({
    pictures: met.get(drawn),
    words: [stage.innerText, ...labels].join("\\n"),
    unlabeled: labels.filter(label => !label.trim()).length,
    warns: stage.querySelector(".frozen-stderr")?.textContent ?? "",
    height: Math.round(figure.getBoundingClientRect().height),
    value: VALUE(control),
  });
}))""".replace("VALUE", f"({VALUE})")

# What fades in is pale half way, and that is no color of the page's.
END_MOTION = """() => document.getAnimations()
  .filter(motion => motion.effect.getComputedTiming().endTime < Infinity).forEach(motion => motion.finish())"""

# Times from the start of drawing a step until it has been painted.
MEASURE_STEPS = """() => {
  window.stepTimes = [];
  addEventListener("input", () => requestAnimationFrame(() => {
    const start = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.stepTimes.push(performance.now() - start);
    channel.port2.postMessage(0);
  }), true);
}"""

TRANSFERRED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""

LARGEST_PAINT = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""


# The page of a browser in which no visit is.
_idle = WeakKeyDictionary()

# As far as a page lets us: not in a sandboxed frame, where there is no storage. The theme remembers
# the reader's choice there; here it is asked for by the system's setting.
CHOOSE_THEME = """try {
  localStorage.mode = localStorage.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
} catch {}"""
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear() } catch {} }"


class Visit:
    """A page opened in a browser, and all that happened meanwhile.

    Visits share one page of the browser, one after the other, and each finds it empty: no storage, no history,
    no other page. A renderer that starts with cold caches would take as much as opening a chapter does.

    fresh: whether to have a page of its own, whose cache is empty too. So has a visit that gives `options`, those of
    Playwright's `new_context`; and one that sets what stays for the next page, a script or a clock, has to ask for it.
    """

    def __init__(self, browser, url, *, viewport=DESKTOP, theme="light", fresh=False, **options):
        self.url, self.theme, self._browser = url, theme, browser
        self.requests, self.complaints = [], []
        self._is_shared = not (fresh or options)
        self.page = _idle.pop(browser, None) if self._is_shared else None
        if not self.page:
            self.page = browser.new_context(viewport=viewport, color_scheme=theme, **options).new_page()
            self.page.add_init_script(CHOOSE_THEME)
        if self._is_shared:
            self.page.set_viewport_size(viewport)
            self.page.emulate_media(media="null", color_scheme=theme)
        self.context = self.page.context
        self._listeners = {
            "request": lambda request: self.requests.append(request.url),
            "console": lambda message: self._complain(f"console.{message.type}: {message.text}"),
            "pageerror": lambda error: self._complain(f"error: {error}"),
            "requestfailed": lambda request: self._complain(f"not loaded: {request.url}"),
            "response": self._look_at,
        }
        for event, listener in self._listeners.items():
            self.page.on(event, listener)
        self.page.goto(url)

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        if self._is_shared and not failure and self._browser not in _idle:
            self._leave()
            _idle[self._browser] = self.page
        else:
            self.context.close()

    def _leave(self):
        """Leave the page as the next visit must find it."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        for other in self.context.pages:
            if other != self.page:
                other.close()
        self.page.evaluate(FORGET)
        self.page.mouse.move(-1, -1)
        self.page.goto("about:blank")
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Page.resetNavigationHistory")
        devtools.detach()

    def _complain(self, text):
        self.complaints.append(text)

    def _look_at(self, response):
        if response.status >= 400:
            self._complain(f"{response.status}: {response.url}")

    @property
    def bytes(self):
        """What was loaded, compressed as it came: that of a fresh visit, nothing of which was there before."""
        return self.page.evaluate(TRANSFERRED)

    def settle(self):
        """Wait until what was asked for is painted."""
        self.page.evaluate(NEXT_PAINT)

    def show(self, theme):
        """Change to a theme, as the page's own button does, and let all come to rest that moves."""
        self.page.emulate_media(color_scheme=theme)
        self.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        self.page.evaluate(END_MOTION)

    def scroll_through(self):
        """Go down to the end, so that everything that loads late is loaded."""
        self.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        self.page.wait_for_load_state("networkidle")


def report(problems):
    """Fail with one problem a line."""
    assert not problems, "\n" + "\n".join(problems)


def foreign_requests(visit, base):
    """Everything a page loads is part of the site."""
    visit.scroll_through()
    return [
        f"asks another host: {url}"
        for url in visit.requests
        if not url.startswith((base, "data:", "blob:"))
    ]


def complaints(visit):
    """The console is empty, and nothing is missing."""
    visit.scroll_through()
    return visit.complaints


def too_heavy(visit):
    """A page with all it loads stays within the budget, gzipped."""
    visit.scroll_through()
    if (loaded := visit.bytes) <= WEIGHT_LIMIT:
        return []
    return [f"{loaded / 1024:.0f} KB are loaded, {WEIGHT_LIMIT / 1024:.0f} are allowed"]


def sideways_scroll(visit):
    """Nothing is wider than the screen."""
    visit.page.evaluate("scrollTo(10000, 0)")
    visit.settle()
    right = visit.page.evaluate("scrollX")
    return [f"the page scrolls {right:.0f} px sideways"] if right else []


# What is folded has no keyboard and no colors; a reader opens it first.
UNFOLD = "document.querySelectorAll('details').forEach(details => { details.open = true })"


def barriers(visit, *, unfold=True):
    """axe-core finds nothing that shuts a reader out, not even in what is folded.

    unfold: whether to open what is folded first. What stays folded is not looked at.
    """
    return _barriers(visit, [visit.theme], unfold)


def barriers_in_both_themes(visit, *, unfold=True):
    """The same, and nothing in the colors of the theme that the visit did not ask for."""
    other = {"light": "dark", "dark": "light"}[visit.theme]
    return _barriers(visit, [other, visit.theme], unfold)


def _barriers(visit, themes, unfold):
    page = visit.page
    shown = page.evaluate("document.documentElement.dataset.theme")
    if shown != visit.theme:
        return [f"the {visit.theme} theme was asked for, and {shown} is shown"]
    if unfold:
        page.evaluate(UNFOLD)
        visit.settle()  # what scrolls is known once it is laid out
    seen = []
    for theme in themes:
        visit.show(theme)
        page.evaluate(MARK_EACH_KIND, MARK)
        seen.append(page.evaluate(SHOWN))
    page.evaluate(LEAVE_OUT_THE_REST, MARK)
    problems = _violations(page, VIOLATIONS)
    for theme in themes[:-1]:
        if seen[0] != seen[-1]:
            problems.append("the themes show different things: look at each in a visit of its own")
        visit.show(theme)
        problems += [f"{theme}: {problem}" for problem in _violations(page, COLORS)]
    return problems


def _violations(page, options):
    axe = Axe(AXE_SCRIPT + MARKED_ONLY)
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}"
        for violation in axe.run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]


def missing_first_frames(visit):
    """Without JavaScript each slider still shows its first frame."""
    problems = []
    for number, figure in enumerate(visit.page.locator(FIGURES).all(), 1):
        contents = figure.locator(".frozen-stage").locator("svg, img, pre, table").all()
        if not any(content.is_visible() for content in contents):
            problems.append(f"slider {number} shows no first frame")
    return problems


def folded_without_script(visit):
    """Without JavaScript each deeper section stands open, and there is no button that would do nothing."""
    folded = visit.page.locator(f"{FOLDS}:not([open])").count()
    problems = [f"{folded} deeper sections are folded"] if folded else []
    shown = [button for button in visit.page.locator(".fold-all").all() if button.is_visible()]
    return problems + (["the button that folds all is shown"] if shown else [])


def dead_sliders(where):
    """Each control of each slider is moved by keyboard through all its positions.

    `where` is a page, or a frame in one.
    """
    where.evaluate(UNFOLD)
    problems = []
    for number, figure in enumerate(where.locator(FIGURES).all(), 1):
        controls = figure.locator("[data-control]").all()
        found = [] if controls else ["it has no control"]
        for control in controls:
            name = control.evaluate("c => c.id")
            found += [f"{name}: {problem}" for problem in _control_problems(where, control)]
        live = figure.locator("[aria-live=polite]")
        if live.count() != 1:
            found.append("it has no live region")
        elif not found and not _speaks(live):
            found.append("it says nothing to a screen reader")
        problems += [f"slider {number}: {problem}" for problem in found]
    return problems


def _speaks(live):
    """Whether the live region gets words once the reader has come to rest."""
    return live.evaluate(
        """live => new Promise(done => {
          const look = tries => live.textContent.trim() ? done(true)
            : tries ? setTimeout(look, 100, tries - 1) : done(false);
          look(50);
        })"""
    )


def _control_problems(where, control):
    """Walk one control from end to end and back to its start."""
    if not control.is_enabled():
        return ["it is disabled"]
    # The element itself: a locator would look for it anew at each position.
    element = control.element_handle()
    states = [element.evaluate(STATE) for _ in _positions(where, control)]
    problems = []
    if len(states) < 2:
        return ["it has a single position"]
    for what, thing in (("pictures", "picture"), ("words", "text")):
        # The two ends may be equal by nature; then some position between them differs.
        if any(state[what] for state in states) and len({state[what] for state in states}) == 1:
            problems.append(f"the {thing} is the same at all {len(states)} positions")
    if not any(state["pictures"] or state["words"].strip() for state in states):
        problems.append("it shows nothing")
    if any(state["unlabeled"] for state in states):
        problems.append("a picture has no text for who cannot see it")
    warnings = {state["warns"] for state in states} - {""}
    problems += [f"it writes to stderr; mend what it warns of: {warning}" for warning in sorted(warnings)]
    heights = {state["height"] for state in states}
    if max(heights) - min(heights) > 1:
        problems.append(f"the page jumps: heights of {sorted(heights)} px")
    told = list(zip(*(state["value"] for state in states)))
    for number, words in enumerate(told):
        # The one end of an interval may begin where it ends; all else differs at both ends.
        of_interval = number and len(told) > 2
        if len(set(words if of_interval else (words[0], words[-1]))) == 1:
            problems.append(f"its value is {'read out' if number else 'shown'} as {words[0]!r} at both ends")
    return problems


def _positions(where, control):
    """Move a control by keyboard to each of its positions in turn; yield at each."""
    tag = control.evaluate("c => c.tagName + (c.type || '')")
    if tag == "INPUTrange":
        control.press("Home")
        yield
        keyboard = getattr(where, "page", where).keyboard
        for _ in range(int(control.get_attribute("max"))):
            keyboard.press("ArrowRight")
            yield
    elif tag == "INPUTcheckbox":
        yield
        control.press("Space")
        yield
    elif tag.startswith("SELECT"):
        for number in range(control.locator("option").count()):
            # On macOS the arrow keys open a menu of the system's, outside the page.
            if sys.platform == "darwin":
                control.select_option(index=number)
            else:
                control.press("Home" if number == 0 else "ArrowDown")
            yield
    elif control.locator("input[type=range]").count():  # an interval, whose ends do not cross
        for end in control.locator("input[type=range]").all():
            yield from _positions(where, end)
    elif control.locator("input[type=checkbox]").count():  # several of a list
        yield
        for box in control.locator("input[type=checkbox]").all():
            box.press("Space")
            yield
    else:
        buttons = control.locator("input[type=radio]")
        # Around the group and back to the first: arrows choose as they go.
        buttons.first.press("Space")
        yield
        for number in range(1, buttons.count()):
            buttons.nth(number - 1).press("ArrowDown")
            yield


def broken_links(folder, names):
    """Every link of the pages named leads to a file of the site, and to a place in it.

    A place is an element, or a position of a slider.
    """
    places, sliders = {}, {}
    # Each page is read once, for its own links and for those of others into it.
    soup = cache(_soup)

    def is_on(file, fragment):
        if file not in places:
            tags = soup(file).find_all(lambda tag: tag.get("id") or tag.get("name"))
            places[file] = {tag.get(key) for tag in tags for key in ("id", "name")}
        return fragment in places[file]

    def without_position(file, fragment):
        if file not in sliders:
            sliders[file] = _positions_on(soup(file))
        return _wrong_positions(fragment, sliders[file])

    problems = []
    for name in names:
        path = folder / name
        for tag in soup(path).find_all(lambda tag: tag.get("href") or tag.get("src")):
            link = tag.get("href") or tag.get("src")
            target, fragment = urldefrag(urljoin(path.as_uri(), link))
            if urlsplit(target).scheme != "file":
                continue
            file = Path(url2pathname(urlsplit(target).path))
            file = file / "index.html" if file.is_dir() else file
            if not file.exists():
                problems.append(f"{name} links to {link}, which is not there")
            elif fragment and file.suffix == ".html" and not is_on(file, unquote(fragment)):
                wrong = ["there is no such place on that page"]
                if fragment.startswith(SLIDER):
                    wrong = without_position(file, fragment)
                problems += [f"{name} links to {link}, and {problem}" for problem in wrong]
    return problems


def _positions_on(soup):
    """The sliders of a page: by figure, the positions of each control, as an address names them."""
    found = {}
    for figure in soup.select(FIGURES):
        data = json.loads(soup.find(id=f"{figure['id']}-frames").string)
        found[figure["id"]] = dict(zip(data["names"], data["values"]))
    return found


def _wrong_positions(fragment, sliders):
    """What is wrong with an address of slider positions, and what there is instead."""
    problems = []
    for part in fragment.split("&"):
        figure, _, words = part.partition(":")
        figure = unquote(figure)
        if figure not in sliders:
            there = ", ".join(sliders) or "none"
            problems.append(f"there is no slider {figure!r} on that page; there are: {there}")
            continue
        for word in filter(None, words.split(",")):
            name, _, value = map(unquote_plus, word.partition("="))
            values = sliders[figure].get(name)
            if values is None:
                problems.append(f"{figure!r} has no control {name!r}; it has: {', '.join(sliders[figure])}")
            elif value not in values:
                problems.append(f"{name!r} of {figure!r} has no position {value!r}; it has: {', '.join(values)}")
    return problems


def _soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
