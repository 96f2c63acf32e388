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
