"""How a reader uses each live figure: by mouse, with good and bad input, and by keyboard alone.

Each takes the page, the figure after its press, and Playwright's `expect`. A figure's name may hold
a hyphen in the page, and an underscore here.
"""

import re


def dropout(page, figure, expect):
    """A clear digit and a torn one."""
    words = figure.locator(".live-words")
    figure.get_by_role("button", name="a clear one").click()
    expect(words).to_contain_text("The masks agree")
    figure.get_by_role("button", name="a torn one").click()
    expect(words).to_contain_text(re.compile("masks are torn|Most masks"))


def dropout_by_keyboard(page, figure, expect):
    """A bent line."""
    figure.locator(".live-field").focus()
    for key in (" ", *["ArrowDown"] * 4, *["ArrowLeft"] * 2, " "):
        page.keyboard.press(key)
    expect(figure.locator(".live-words")).to_contain_text("of 100 passes")


def recurrent_networks(page, figure, expect):
    """A numeral and its letters in another order; then one that is too long, with letters that nobody knows."""
    words, box, states = figure.locator(".live-words"), figure.get_by_label("Roman numeral"), []
    for numeral, right in (("MMXC", 2090), ("MMCX", 2110)):
        figure.get_by_role("button", name=numeral).click()
        expect(words).to_contain_text(re.compile(rf"{numeral}: it writes ({right}\. That is right|\d{{4}}\. It should be {right})"))
        states.append(figure.locator("tbody tr").nth(3).locator("path").first.get_attribute("d"))
    assert states[0] != states[1]
    box.fill("q\U0001f388" + "m" * 10_000)
    expect(words).to_contain_text("leaves out the other 9985. MMMMMMMMMMMMMMM: it writes")
    expect(words).to_contain_text("No number is written so")
    figure.get_by_role("button", name="Clear").click()
    expect(words).to_contain_text("Type some of the letters")


def recurrent_networks_by_keyboard(page, figure, expect):
    """The box has the focus."""
    for key in ("Control+a", *"iiii"):
        page.keyboard.press(key)
    expect(figure.locator(".live-words")).to_contain_text(re.compile(r"IIII: it writes \d{4}\. No number is written so"))
    expect(figure.locator("table").first.locator("tbody tr")).to_have_count(4)
    expect(figure.locator("table").last.locator("tbody tr")).to_have_count(4)


def modern_text(page, figure, expect):
    """A sentence, a head, a token; then nothing, and ten thousand letters that nobody has seen together."""
    words, box, tokens = figure.locator(".live-words"), figure.get_by_label("A sentence"), figure.locator(".live-token")
    box.fill("Draw the figure.")
    expect(words).to_contain_text(re.compile(r"It says \w+, at \d+\W%; \d of \d+ tokens vote for it\. In block 1, head 1, “\.” attends"))
    figure.get_by_label("Attention of").select_option("block 2, head 4")
    tokens.nth(1).click()
    expect(words).to_contain_text("In block 2, head 4, “draw” attends most to")
    shares = [int(text.split("\xa0")[0]) for text in tokens.locator("small:first-of-type").all_inner_texts() if text]
    assert len(shares) == 2 and abs(sum(shares) - 100) <= 1, "the mask hides what follows"
    box.fill("Numpy 🎈")
    expect(words).to_contain_text("reads “library”")
    expect(tokens.filter(has_text="‹F0›")).to_have_count(1)
    box.fill("x" * 10_000)
    expect(words).to_contain_text("Only the first 500 characters are cut. It reads the first 31 of")
    figure.get_by_role("button", name="Clear").click()
    expect(words).to_have_text("Type a sentence, or start from an example.")


def modern_text_by_keyboard(page, figure, expect):
    """The box has the focus; Tab leads on to the head and the tokens, where arrow keys choose."""
    for key in ("Control+a", *"the axis"):
        page.keyboard.press(key)
    expect(figure.locator(".live-token")).to_have_text([re.compile(piece) for piece in ("start", "the", "axis")])
    figure.get_by_label("Attention of").focus()
    for key in ("ArrowDown", "Tab", "ArrowLeft"):
        page.keyboard.press(key)
    expect(figure.locator(".live-words")).to_contain_text("In block 1, head 2, “the” attends most to")
