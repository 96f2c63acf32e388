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


def components(page, figure, expect):
    """An island that two units cannot close in, and three can; a learning rate that diverges, and one that is none."""
    words, units, rate = figure.locator(".live-words"), figure.get_by_label("units in each"), figure.get_by_label("learning rate")
    expect(words).to_contain_text(re.compile("The trained network: [0-9]+ of 250 points on their side"))
    figure.get_by_role("button", name="an island").click()
    for count, border in (("2", "leaves the field|is no border"), ("3", "closes within the field")):
        units.fill(count)
        figure.get_by_role("button", name="Train").click()
        expect(words).to_contain_text(re.compile(f"[0-9]{{3,}} steps: .*{border}"), timeout=20_000)
    units.fill("4")
    for typed, answer in (("1e25", "The loss is no longer a number"), ("much", "must be a number above 0")):
        rate.fill(typed)
        figure.get_by_role("button", name="Train").click()
        expect(words).to_contain_text(answer)


def components_by_keyboard(page, figure, expect):
    """A point of each kind, placed with the cross, and one step."""
    words = figure.locator(".live-words")
    figure.locator(".live-field").focus()
    page.keyboard.press("Delete")
    expect(words).to_contain_text("The field is empty")
    for key in ("ArrowLeft", " ", "c"):
        page.keyboard.press(key)
    expect(words).to_contain_text("There is no square yet")
    for key in ("Shift+ArrowRight", " "):
        page.keyboard.press(key)
    expect(words).to_contain_text("of 2 points on their side")
    figure.get_by_role("button", name="One step").press("Enter")
    expect(words).to_contain_text(re.compile("1 step: [012] of 2 points"))
