"""How a reader uses each live figure: by mouse, with good and bad input, and by keyboard alone.

Each takes the page, the figure after its press, and Playwright's `expect`. A figure's name may hold
a hyphen in the page, and an underscore here.
"""

import re


def backpropagation(page, figure, expect):
    """The chapter's gradients, a kink that no nudge gets over, and a number that is none."""
    verdict = figure.locator(".live-verdict")
    figure.get_by_role("button", name="To the end").click()
    expect(figure.locator(".live-table td:nth-child(2)")).to_have_text(["−8", "4", "−2", "−6", "1"])
    expect(verdict).to_contain_text("all five agree")
    figure.get_by_label("x", exact=True).fill("0")
    expect(verdict).to_contain_text("x differs: h₁ stands on its kink")
    expect(figure.get_by_role("row", name="x").locator("td")).to_have_text([re.compile("^0$"), re.compile(r"^0\.25"), re.compile("kink")])
    figure.get_by_label("w₁").fill("two")
    expect(figure.locator(".live-words")).to_contain_text("w₁ is not a number.")


def backpropagation_by_keyboard(page, figure, expect):
    """Another input, and all the way back."""
    figure.get_by_label("x", exact=True).focus()
    for key in ("Control+A", "3", *["Tab"] * 6, "End"):
        page.keyboard.press(key)
    expect(figure.locator(".live-words")).to_contain_text("Back, 11 of 11")
    expect(figure.locator(".live-table td:nth-child(2)")).to_have_text(["−15", "7.5", "−3.75", "−11.25", "1.25"])


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
