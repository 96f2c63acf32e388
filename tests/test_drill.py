"""The drill in a real browser: dealing, score, intervals, and every way to read it. On a small book, and on the site's page."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from book_site.tests.small_book import built, drill_book
from tests import site_checks as checks
from tests.site_checks import report
from tools.book import SITE
from tools.serve import serving

PAGE = "chapters/drill.html"
CARD, DEALT, QUESTION = ".drill-card", ".drill-card.is-dealt", ".drill-card.is-dealt .drill-question"
STATUS = ".drill-status"
NUMBER = 5  # of the small book's cards
DAY = 24 * 60 * 60 * 1000
# A morning, so that a test does not cross midnight.
MORNING = 1_800_000_000_000 - 1_800_000_000_000 % DAY + DAY // 3


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """The folder of the small book's site."""
    return built(tmp_path_factory.mktemp("book"), **drill_book())


@pytest.fixture(scope="module")
def served(toy):
    """The address of the small book."""
    with serving(toy) as address:
        yield address


@pytest.fixture
def visit(browser, served):
    """The small book's drill, on a morning that does not pass."""
    with checks.Visit(browser, "about:blank", timezone_id="UTC") as visit:
        visit.page.clock.set_fixed_time(datetime.fromtimestamp(MORNING / 1000, UTC))
        visit.page.goto(served + PAGE)
        yield visit


def press(page, name):
    """Press a button by its name."""
    page.get_by_role("button", name=name, exact=True).click()


def answer(page, is_known):
    """Answer the card that is dealt, and go on. Returns its id."""
    card = page.locator(DEALT)
    name = card.get_attribute("id")
    if "drill-quiz" in card.get_attribute("class"):
        start = "Yes|Right" if is_known else "No|That"
        option = card.locator("details").filter(has_text=re.compile(rf"^\s*.*\s*({start})\b"))
        option.last.locator("summary").click()
    else:
        card.locator("summary").click()
        press(page, "I knew it" if is_known else "Not yet")
    press(page, "Next card")
    return name


def score(page):
    """What the browser keeps."""
    return json.loads(page.evaluate("localStorage.getItem('drill')") or "{}")


def test_one_card_is_dealt_and_its_answer_is_folded(visit):
    """With nothing to press before the answer is seen."""
    page = visit.page
    expect(page.locator(CARD).locator("visible=true")).to_have_count(1)
    expect(page.locator(f"{DEALT} details[open]")).to_have_count(0)
    for name in ("I knew it", "Not yet", "Next card", "Practice ahead"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_hidden()
    expect(page.locator(STATUS)).to_have_text(f"0 of {NUMBER} known, {NUMBER} to go today.")
    report(checks.complaints(visit))


def test_all_cards_are_dealt_once_where_all_are_known(visit):
    """Then nothing is due; the score says so, and one may practice ahead."""
    page = visit.page
    met = [answer(page, True) for _ in range(NUMBER)]
    assert len(set(met)) == NUMBER
    expect(page.locator(STATUS)).to_have_text(f"Nothing more is due today. {NUMBER} of {NUMBER} known, 0 to go today.")
    day = MORNING // DAY
    assert score(page) == {name: [1, day + 1] for name in met}
    press(page, "Practice ahead")
    expect(page.locator(DEALT)).to_have_count(1)


def test_a_missed_card_comes_back_after_some_others(visit):
    """On the same day, and it is due until it is known."""
    page = visit.page
    missed = answer(page, False)
    others = [answer(page, True) for _ in range(3)]
    assert missed not in others and page.locator(DEALT).get_attribute("id") == missed
    assert score(page)[missed] == [0, MORNING // DAY]
    expect(page.locator(STATUS)).to_have_text(f"3 of {NUMBER} known, 2 to go today.")


def test_intervals_grow_and_a_miss_begins_again(visit, served):
    """A day, three, a week, and so on to three months; what was missed starts from the beginning."""
    page, day = visit.page, MORNING // DAY
    name = page.locator(DEALT).get_attribute("id")
    due = []
    for known in [True] * 7 + [False, True]:
        page.goto(f"{served}{PAGE}?{len(due)}#{name}")
        assert answer(page, known) == name
        due.append(score(page)[name][1] - day)
    assert due == [1, 3, 7, 16, 35, 90, 90, 0, 1]


def test_what_is_due_comes_before_what_is_new(visit):
    """Longest due first; what is not due is not dealt."""
    page, day = visit.page, MORNING // DAY
    page.evaluate(f"""localStorage.setItem("drill", JSON.stringify({{
        "drill-there-main": [2, {day - 1}], "drill-here-1": [1, {day - 5}], "drill-here-main": [3, {day + 1}], "drill-gone": [1, 1]}}))""")
    page.reload()
    met = [answer(page, True) for _ in range(4)]
    assert met[:2] == ["drill-here-1", "drill-there-main"] and "drill-here-main" not in met
    kept = score(page)
    assert kept["drill-gone"] == [1, 1] and kept["drill-here-1"] == [2, day + 3] and kept["drill-there-main"] == [3, day + 7]


def test_a_quiz_card_is_graded_by_the_first_option(visit, served):
    """Others may be read after it."""
    page = visit.page
    name = page.locator(".drill-quiz").first.get_attribute("id")
    page.goto(f"{served}{PAGE}?quiz#{name}")
    wrong, right = page.locator(f"{DEALT} summary").nth(1), page.locator(f"{DEALT} summary").nth(0)
    wrong.click()
    expect(page.locator(STATUS)).to_contain_text("Missed: again soon.")
    right.click()
    expect(page.get_by_role("button", name="Next card")).to_be_visible()
    expect(page.get_by_role("button", name="I knew it")).to_be_hidden()
    assert score(page)[name][0] == 0


def test_a_chapter_can_be_chosen(visit):
    """Its cards alone are dealt and counted."""
    page = visit.page
    page.get_by_label("Cards from").select_option("There")
    expect(page.locator(QUESTION)).to_have_text("What is there?")
    expect(page.locator(STATUS)).to_have_text("0 of 1 known, 1 to go today.")


def test_a_link_deals_its_card(visit, served):
    """On arrival, and on the page."""
    page = visit.page
    page.goto(f"{served}{PAGE}?linked#drill-there-main")
    expect(page.locator(QUESTION)).to_have_text("What is there?")
    page.evaluate("location.hash = 'drill-here-1'")
    expect(page.locator(QUESTION)).to_have_text("Why is it here?")


def test_the_list_shows_everything(visit):
    """And the way back."""
    page = visit.page
    press(page, "Show the list")
    expect(page.locator(CARD).locator("visible=true")).to_have_count(NUMBER)
    press(page, "Deal one card at a time")
    expect(page.locator(CARD).locator("visible=true")).to_have_count(1)


def test_a_score_can_be_forgotten(visit):
    """After a question whether that is meant."""
    page = visit.page
    answer(page, True)
    page.once("dialog", lambda dialog: dialog.dismiss())
    press(page, "Forget my score")
    assert len(score(page)) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "Forget my score")
    assert score(page) == {}
    expect(page.locator(STATUS)).to_have_text(f"0 of {NUMBER} known, {NUMBER} to go today.")


def test_it_works_by_keyboard(visit, served):
    """From the question through the answer to the next question, and the focus is never lost."""
    page = visit.page
    page.goto(f"{served}{PAGE}?keys#drill-here-main")
    page.locator(f"{DEALT} summary").focus()
    page.keyboard.press("Enter")
    known = page.get_by_role("button", name="I knew it")
    expect(known).to_be_visible()
    while not known.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next card")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(QUESTION)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(f"{DEALT} summary").first).to_be_focused()


def test_it_tells_a_screen_reader_how_it_went(visit):
    """In one region, which is a status."""
    page = visit.page
    region = page.get_by_role("status").filter(has_text="to go today")
    expect(region).to_have_count(1)
    page.goto(f"{page.url}#drill-here-main")
    page.locator(f"{DEALT} summary").click()
    press(page, "I knew it")
    expect(region).to_have_text(f"Known: again in a day. 1 of {NUMBER} known, 4 to go today.")


@pytest.mark.parametrize("kept", ["not JSON", "null", "[1]", '{"drill-here-main": 7}'])
def test_a_score_that_cannot_be_read_stops_nothing(visit, kept):
    """It is taken for none."""
    page = visit.page
    page.evaluate("kept => localStorage.setItem('drill', kept)", kept)
    page.reload()
    for _ in range(NUMBER):
        answer(page, True)
    expect(page.locator(STATUS)).to_contain_text(f"{NUMBER} of {NUMBER} known")
    report(checks.complaints(visit))


def test_it_works_where_nothing_can_be_kept(browser, served):
    """And says that the score is lost."""
    with checks.Visit(browser, "about:blank", fresh=True) as visit:
        page = visit.page
        page.add_init_script("""const setItem = Storage.prototype.setItem;
            Storage.prototype.setItem = function (key, value) {
              if (key === "drill") throw new DOMException("full", "QuotaExceededError");
              setItem.call(this, key, value);
            };""")
        page.goto(served + PAGE)
        answer(page, True)
        expect(page.locator(STATUS)).to_contain_text("1 of 5 known, 4 to go today. This browser keeps no score")
        report(checks.complaints(visit))


def test_without_javascript_it_is_a_list(browser, served):
    """All cards are in view, with nothing that would not work, and answers unfold."""
    with checks.Visit(browser, served + PAGE, java_script_enabled=False) as visit:
        page = visit.page
        expect(page.locator(CARD).locator("visible=true")).to_have_count(NUMBER)
        expect(page.locator(".drill-controls, .drill-status")).to_have_count(0)
        page.locator(f"{CARD} summary").first.click()
        expect(page.locator(".drill-answer").first.get_by_text("A drill")).to_be_visible()


def test_paper_has_all_questions_with_their_answers(visit):
    """And no buttons. Afterwards all is as before."""
    page = visit.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(CARD).locator("visible=true")).to_have_count(NUMBER)
    expect(page.locator(".drill-answer:not([open])")).to_have_count(0)
    expect(page.locator(".drill-controls button").locator("visible=true")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".drill-answer[open]")).to_have_count(0)


def test_it_shuts_nobody_out(browser, served):
    """axe-core on a card that is answered, in light and in dark."""
    with checks.Visit(browser, f"{served}{PAGE}#drill-here-main") as visit:
        visit.page.locator(f"{DEALT} summary").click()
        report(checks.barriers_in_both_themes(visit))


def test_it_fits_a_phone(browser, served):
    """Nothing scrolls sideways, and a finger hits each control."""
    with checks.Visit(browser, f"{served}{PAGE}#drill-here-main", viewport=checks.PHONE, has_touch=True) as visit:
        page = visit.page
        page.locator(f"{DEALT} summary").tap()
        for control in page.locator(".drill-controls :is(button, select)").locator("visible=true").all():
            box = control.bounding_box()
            assert box["height"] >= 44 and box["width"] >= 44, control.inner_text()
        page.get_by_role("button", name="I knew it").tap()
        expect(page.get_by_role("button", name="Next card")).to_be_visible()
        report(checks.sideways_scroll(visit))


def test_the_book_s_drill_deals_every_question(browser, site):
    """Each main and follow-up question of the chapters, and each of *Check yourself*."""
    with checks.Visit(browser, (SITE / PAGE).as_uri()) as visit:
        page = visit.page
        cards = page.locator(CARD)
        expect(page.locator(STATUS)).to_contain_text(f"0 of {cards.count()} known")
        ids = cards.evaluate_all("cards => cards.map(card => card.id)")
        assert len(set(ids)) == len(ids) >= 9 * (1 + 6)
        empty = cards.evaluate_all("""cards => cards.filter(card => card.classList.contains("drill-quiz")
            ? card.querySelectorAll("details").length < 2 : !card.querySelector(".drill-answer").textContent.replace("Answer", "").trim())
            .map(card => card.id)""")
        assert empty == []
