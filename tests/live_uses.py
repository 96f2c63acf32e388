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


def convolutional_networks(page, figure, expect):
    """A digit of the chapter, moved by one pixel and by two; an empty field."""
    words = figure.locator(".live-words")
    expect(words).to_contain_text("The field is empty")
    figure.get_by_role("button", name="a 9").click()
    expect(words).to_contain_text(re.compile("In the middle: with stride, it is a 9, and [1-8] of 8 shifts change that; with blur"))
    moved = []
    for pixels in ("1 pixel to", "2 pixels to"):
        figure.get_by_role("slider").press("ArrowRight")
        expect(words).to_contain_text(f"Shifted by {pixels} the right")
        moved.append([float(share) for share in re.findall(r"move by ([\d.]+)\s%", words.inner_text())])
    (stride_by_one, blur_by_one), (stride_by_two, _) = moved
    assert stride_by_one > 2 * stride_by_two and stride_by_one > 2 * blur_by_one
    assert figure.locator("canvas").count() == 6


def convolutional_networks_by_keyboard(page, figure, expect):
    """A bent line, a pixel to the left."""
    figure.locator(".live-field").focus()
    for key in (" ", *["ArrowDown"] * 3, *["ArrowLeft"] * 2, " "):
        page.keyboard.press(key)
    figure.get_by_role("slider").press("ArrowLeft")
    expect(figure.locator(".live-words")).to_contain_text("Shifted by 1 pixel to the left: with stride")
