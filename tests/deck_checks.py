"""What is asked of a deck in a browser. Each check returns what is wrong, in words that name the slide."""

from playwright.sync_api import TimeoutError as NotInTime
from pypdf import PdfReader

from tests.site_checks import FIGURES, NEXT_PAINT, Visit, dead_sliders

# The canvas of a deck, on which one of its pixels is one of the screen's.
CANVAS = {"width": 1280, "height": 720}
BYTES = 2 * 1024 * 1024
TEXT, CODE, IN_A_FIGURE = 24, 18, 14
# The end of an address at which all slides stand one below the other.
PRINTED = "?print-pdf"

# What a slide says of itself: what stands outside its margins, what is too small to read.
MEASURE = """([text, code, inFigure]) => {
  const sheet = document.querySelector("section.present .sheet");
  const style = getComputedStyle(sheet), edge = sheet.getBoundingClientRect();
  const room = {
    top: edge.top, left: edge.left, right: edge.right - parseFloat(style.paddingRight) / 2,
    bottom: edge.bottom - parseFloat(style.paddingBottom),
  };
  const problems = new Set(), range = document.createRange();
  const say = (element, problem) =>
    problems.add(`${problem}: ${(element.textContent || element.tagName).trim().replace(/\\s+/g, " ").slice(0, 40)}`);
  const isSeen = (element) => element.checkVisibility() && !element.closest(".frozen-live, .frozen-controls > legend, .where");
  const walk = document.createTreeWalker(sheet, NodeFilter.SHOW_ELEMENT);
  for (let element = walk.nextNode(); element; element = walk.nextNode()) {
    if (!isSeen(element)) continue;
    const outer = element.ownerSVGElement;
    const words = [...element.childNodes].some((node) => node.nodeType == 3 && node.data.trim());
    const box = element.getBoundingClientRect();
    range.selectNodeContents(element);
    for (const part of outer || !box.width ? [] : words ? [box, range.getBoundingClientRect()] : [box]) {
      const past = Math.max(part.right - room.right, part.bottom - room.bottom, room.left - part.left, room.top - part.top);
      if (past > 1) say(element, `reaches past the slide by ${Math.ceil(past)} px`);
    }
    if (element.scrollWidth > element.clientWidth + 1 && !outer && getComputedStyle(element).overflowX != "visible")
      say(element, "is cut off or has to be scrolled");
    if (/^(svg|img)$/.test(element.localName) && !element.closest(".frozen-stage table") && box.height < 200)
      say(element, `a figure of ${Math.round(box.height)} px, 200 at least`);
    if (/^(svg|img)$/.test(element.localName) && !(element.getAttribute("aria-label") || element.getAttribute("alt") || "").trim())
      say(element, "a figure has no text for who cannot see it");
    if (!words) continue;
    let size = parseFloat(getComputedStyle(element).fontSize), least = text;
    if (outer) {
      size *= Math.hypot(element.getScreenCTM().a, element.getScreenCTM().b);
      least = inFigure;
    } else if (element.closest("math")) {  // an index may be smaller than its letter
      size = parseFloat(getComputedStyle(element.closest("math")).fontSize);
    } else if (element.closest("pre, code")) least = code;
    if (size < least - 0.05) say(element, `text of ${size.toFixed(1)} px, ${least} at least`);
  }
  return [...problems];
}"""

# Goes through all positions of the controls of a slide, and gathers what the slide says at each.
EVERYWHERE = """async (sizes) => {
  const measure = %s;
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = new Set(measure(sizes));
  for (const figure of document.querySelectorAll("section.present figure.frozen-interact")) {
    const controls = [...figure.querySelectorAll("[data-control]")];
    const places = controls.map((control) =>
      control.type == "range" ? [...Array(+control.max + 1).keys()].map((k) => () => (control.value = k))
      : control.type == "checkbox" ? [false, true].map((on) => () => (control.checked = on))
      : control.options ? [...control.options].map((_, k) => () => (control.selectedIndex = k))
      : [...control.querySelectorAll("input")].map((radio) => () => (radio.checked = true)));
    const grid = places.reduce((lists, list) => lists.flatMap((before) => list.map((last) => [...before, last])), [[]]);
    for (const moves of grid) {
      moves.forEach((move) => move());
      controls[0].dispatchEvent(new Event("input", {bubbles: true}));
      await painted();
      measure(sizes).forEach((problem) => found.add(problem));
    }
  }
  return [...found];
}""" % MEASURE


def open_deck(browser, url, **options):
    """A visit of a deck, on a screen as large as its canvas, once it is laid out."""
    visit = Visit(browser, url, viewport=CANVAS, **options)
    visit.page.wait_for_function("Reveal.isReady()")
    if url.endswith(PRINTED):
        visit.page.wait_for_selector(".pdf-page")
    return visit


def slides(page, holding="*"):
    """Go to each slide that holds such an element, all that it shows shown; yield its number and its name for a message."""
    numbers = page.evaluate(
        "holding => Reveal.getSlides().flatMap((slide, number) => (slide.querySelector(holding) ? [number] : []))", holding
    )
    for number in numbers:
        page.evaluate("number => { Reveal.slide(number); Reveal.slide(number, 0, 99); }", number)
        page.evaluate(NEXT_PAINT)
        title = page.evaluate("document.querySelector('section.present :is(h1, h2)')?.textContent ?? ''")
        yield number, f"slide {number + 1} ({title})"


def present(page):
    """The number of the slide that is shown, counted from 0."""
    return page.evaluate("Reveal.getIndices().h")


def unreadable(visit):
    """On every slide, at every position of its sliders, all is inside and large enough to read."""
    return [
        f"{name} {problem}"
        for _, name in slides(visit.page)
        for problem in visit.page.evaluate(EVERYWHERE, [TEXT, CODE, IN_A_FIGURE])
    ]


def small_surroundings(visit):
    """The number of the slide and what else stands around it can be read too."""
    return [
        f"{selector}: text of {size:.0f} px, {TEXT} at least"
        for selector in (".slide-number", ".deck-hint")
        if (size := visit.page.eval_on_selector(selector, "element => parseFloat(getComputedStyle(element).fontSize)")) < TEXT
    ]


def dead_in_the_deck(visit):
    """Each slider moves by keyboard on its slide, and none of its keys turns the page."""
    problems = []
    for number, name in slides(visit.page, holding=FIGURES):
        for control in visit.page.locator(f"section.present {FIGURES} :is(input, select)").all():
            control.focus()
            for key in ("PageUp", "PageDown", "End", "Home", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "n"):
                visit.page.keyboard.press(key)
                if present(visit.page) != number:
                    return [*problems, f"{name} the key {key} of its slider turns the page"]
        problems += [f"{name} {problem}" for problem in dead_sliders(visit.page.locator("section.present"))]
        visit.page.evaluate("document.activeElement.blur()")
    return problems


def keys_that_fail(visit):
    """Keys turn every page forth and back and move no slider, also after a slider had the keyboard."""
    page, problems = visit.page, []
    state = "JSON.stringify([...document.querySelectorAll('figure.frozen-interact :is(input, select)')].map(c => c.value + c.checked))"
    page.evaluate("Reveal.slide(0)")
    for control in page.locator("section.present :is(input, select)").all():
        control.focus()
    last, start = page.evaluate("Reveal.getTotalSlides()") - 1, page.evaluate(state)
    for key, wanted in (("PageDown", last), ("PageUp", 0), ("ArrowRight", last), ("ArrowLeft", 0), ("End", last), ("Home", 0)):
        for _ in range(5 * last):
            away = abs(present(page) - wanted)
            if not away:
                break
            # A slide is turned by one press at least, so there is no need to look at those between.
            for _ in range(1 if key in {"End", "Home"} else away):
                page.keyboard.press(key)
        if present(page) != wanted:
            problems.append(f"{key} ends at slide {present(page) + 1} and not at slide {wanted + 1}")
    if page.evaluate(state) != start:
        problems.append("the keys that turn pages move a slider")
    for number, name in slides(page, holding=FIGURES):
        page.locator(f"section.present {FIGURES} :is(input, select)").first.focus()
        page.keyboard.press("Escape")
        if page.evaluate("Reveal.isOverview()"):
            problems.append(f"{name} Escape in a slider opens the overview")
        page.keyboard.press("Home")
        if present(page) != 0:
            problems.append(f"{name} Escape does not give the keys back to the deck")
    return problems


def overview_that_fails(visit):
    """Escape shows all slides and takes back to one."""
    page = visit.page
    states = []
    for _ in range(2):
        page.keyboard.press("Escape")
        states.append(page.evaluate("Reveal.isOverview()"))
    return [] if states == [True, False] else [f"Escape opens the overview: {states[0]}, and leaves it: {not states[1]}"]


def theme_that_stays(visit):
    """The key D and the button change between light and dark."""
    page, shown = visit.page, []
    for change in (lambda: None, lambda: page.keyboard.press("d"), page.locator(".deck-theme").click):
        change()
        shown.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    return [] if shown[0] == shown[2] != shown[1] else [f"the backgrounds at first, after D, after the button: {shown}"]


def notes_that_fail(visit):
    """The key S opens the presenter's view, which shows the notes of the slide and follows the deck."""
    page, problems = visit.page, []
    page.evaluate("Reveal.slide(0)")
    with visit.context.expect_page() as opened:
        page.keyboard.press("s")
    view = opened.value
    for number in range(min(3, page.evaluate("Reveal.getTotalSlides()"))):
        page.evaluate("number => Reveal.slide(number)", number)
        wanted = page.evaluate("document.querySelector('section.present aside.notes .pace')?.textContent")
        if not wanted:
            problems.append(f"slide {number + 1} has no notes to show")
            continue
        try:
            view.locator(".speaker-controls-notes .pace").get_by_text(wanted).wait_for(timeout=10_000)
        except NotInTime:
            problems.append(f"the presenter's view does not show {wanted!r}")
    view.close()
    return problems


def notes_without_time(visit):
    """Each slide has notes that tell its minutes and the running total."""
    return visit.page.evaluate(
        """[...document.querySelectorAll(".slides > section")].flatMap((section, k) =>
          /^Slide \\d+ of \\d+: \\d+\\.\\d minutes\\. It ends at \\d+:\\d\\d of \\d+:\\d\\d\\.$/.test(section.querySelector("aside.notes .pace")?.textContent ?? "")
            && section.dataset.timing ? [] : [`slide ${k + 1} does not tell its minutes`])"""
    )


def too_large(path):
    """A deck can be sent by mail."""
    size = path.stat().st_size
    return [f"{size / 1024:.0f} KB, at most {BYTES / 1024:.0f}"] if size > BYTES else []


def faults_of_pdf(path, count):
    """The PDF has a page for each slide and after it one for its notes, all of the deck's form."""
    pages = PdfReader(path).pages
    if len(pages) != 2 * count:
        return [f"{len(pages)} pages, for {count} slides and the notes of each"]
    problems = []
    for number in range(count):
        wanted = f"Slide {number + 1} of {count}"
        if wanted not in pages[2 * number + 1].extract_text():
            problems.append(f"page {2 * number + 2} has not the notes of slide {number + 1}")
    shapes = {round(float(page.mediabox.width) / float(page.mediabox.height), 2) for page in pages}
    return problems + ([f"pages of the shapes {sorted(shapes)}, not 16 : 9"] if shapes != {1.78} else [])
