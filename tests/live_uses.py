"""How a reader uses each live figure: by mouse, with good and bad input, and by keyboard alone.

Each takes the page, the figure after its press, and Playwright's `expect`. A figure's name may hold
a hyphen in the page, and an underscore here.
"""

import re


def backpropagation(page, figure, expect):
    """The chapter's gradients, a kink that no nudge gets over, a nudge too small, and numbers that are none."""
    verdict = figure.locator(".live-verdict")
    figure.get_by_role("button", name="To the end").click()
    expect(figure.locator(".live-table td:nth-child(2)")).to_have_text(["−8", "4", "−2", "−6", "1"])
    expect(verdict).to_contain_text("all five agree")
    figure.get_by_label("x", exact=True).fill("0")
    expect(verdict).to_contain_text("x differs: h₁ and h₂ stand on their kinks")
    expect(figure.get_by_role("row", name="x").locator("td")).to_have_text([re.compile("^0$"), re.compile(r"^0\.25"), re.compile("kink")])
    for label, number in (("x", "2"), ("w₁", "0")):
        figure.get_by_label(label, exact=True).fill(number)
    figure.get_by_role("slider", name="Nudge").fill("6")
    expect(verdict).to_contain_text("w₁ differs: h₁ stands on its kink; w₂, x differ: the nudge drowns in rounding.")
    figure.get_by_label("w₁").fill("two")
    figure.get_by_label("x", exact=True).fill("")
    figure.get_by_role("slider", name="Step").fill("0")
    figure.get_by_role("button", name="Next").click()
    expect(figure.locator(".live-words")).to_contain_text(re.compile("^x is empty. w₁ is not a number. Type a number from .* Forward, 1 of 6"))
    expect(figure.locator(".live-stale")).to_have_count(3)
    for label, number in (("x", "10"), ("y", "-10"), *((f"w{i}", "10") for i in "₁₂₃₄")):
        figure.get_by_label(label, exact=True).fill(number)
    figure.get_by_role("button", name="To the end").click()
    expect(figure.locator(".live-graph")).to_contain_text("loss = 2.02e6")


def backpropagation_by_keyboard(page, figure, expect):
    """Another input, and all the way back."""
    figure.get_by_label("x", exact=True).focus()
    for key in ("Control+A", "3", *["Tab"] * 6, "End"):
        page.keyboard.press(key)
    expect(figure.locator(".live-words")).to_contain_text("Back, 11 of 11")
    expect(figure.locator(".live-table td:nth-child(2)")).to_have_text(["−15", "7.5", "−3.75", "−11.25", "1.25"])


def batch_normalization(page, figure, expect):
    """A batch of one, as Keras answers it in the slider above; its own kind; and back."""
    words = figure.locator(".live-words")
    slider = figure.locator("xpath=preceding-sibling::figure[1]")
    training, inference = re.search(r"training mode says (\d, \d\.\d\d); inference says (\d, \d\.\d\d)", slider.inner_text()).groups()
    alone = f"alone in its batch. Training mode says {training}"
    expect(words).to_contain_text(alone)
    expect(figure).to_contain_text(re.compile(r"Normalized, the digit's value is 0\.00 in training mode and −?\d\.\d\d in inference"))
    figure.get_by_role("combobox").select_option("an 8")
    expect(words).to_contain_text(f"an 8, is {alone}")
    figure.get_by_role("combobox").select_option("a 7")
    figure.get_by_role("button", name="its own kind").click()
    expect(words).to_contain_text(re.compile(rf"4 others .* before, it said {training}. Inference says {inference}"))
    figure.get_by_role("button", name="Undo").click()
    expect(words).to_contain_text(alone)


def batch_normalization_by_keyboard(page, figure, expect):
    """Two digits into the batch, and one out of it."""
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(figure.locator(".live-words")).to_contain_text("has 2 others")
    page.keyboard.press("Space")
    expect(figure.locator(".live-words")).to_contain_text("has 1 other in its batch")
    expect(figure.get_by_role("button", name="a 0, number 1")).to_have_attribute("aria-pressed", "true")


def dropout(page, figure, expect):
    """A level line, which is no digit; a clear digit and a torn one."""
    words, field = figure.locator(".live-words"), figure.locator(".live-field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 165, steps=5)
    page.mouse.up()
    expect(words).to_contain_text("That is a level line")
    expect(figure.locator(".live-brush")).to_be_hidden()
    figure.get_by_role("button", name="a clear one").click()
    expect(words).to_contain_text("The masks agree")
    figure.get_by_role("button", name="a torn one").click()
    expect(words).to_contain_text(re.compile("masks are torn|Most masks"))


def dropout_by_keyboard(page, figure, expect):
    """A bent line, and all that it answers in one sight of a phone."""
    figure.locator(".live-field").focus()
    for key in (" ", *["ArrowDown"] * 4, *["ArrowLeft"] * 2, " "):
        page.keyboard.press(key)
    expect(figure.locator(".live-brush")).to_be_visible()
    field, words = (figure.locator(part).bounding_box() for part in (".live-field", ".live-words"))
    assert words["y"] + words["height"] - field["y"] < page.viewport_size["height"]
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


def transfer_learning(page, figure, expect):
    """Nothing drawn, too little kept; then ten signals of the chapter."""
    words = figure.locator(".live-words")
    for name, told in (("Keep as A", "The field is empty"), ("Train both heads", "Keep at least one drawing of each"),
                       ("Start from ten", "5 of A, 5 of B")):
        figure.get_by_role("button", name=name).click()
        expect(words).to_contain_text(told)
    train, result = figure.get_by_role("button", name="Train both heads"), figure.locator(".live-result")
    train.dblclick()
    expect(words).to_contain_text("the head on features tells")
    features, numbers = [int(share) for share in re.findall(r"(\d+)\s%", words.inner_text())[2:4]]
    assert features > numbers
    figure.locator(".live-field").click()
    expect(words).to_contain_text("That is a dot")
    figure.get_by_role("button", name="Clear").click()
    expect(words).to_contain_text("the head on features tells")
    # At once, while the heads are learning.
    train.evaluate("(it) => (it.click(), it.closest('.live-model').querySelector('.live-shelf button').click())")
    expect(words).to_contain_text("have not learned your signs. Kept: 4 of A, 5 of B")
    expect(result).to_be_hidden()
    expect(train).to_be_visible()


def transfer_learning_by_keyboard(page, figure, expect):
    """A peak and a dip, one of each; then another peak."""
    words, field = figure.locator(".live-words"), figure.locator(".live-field")
    peak, dip = [[" ", *[way, "ArrowRight"] * 4, *[back, "ArrowRight"] * 4, " ", *["ArrowLeft"] * 8]
                 for way, back in (("ArrowUp", "ArrowDown"), ("ArrowDown", "ArrowUp"))]
    for keys, name in ((peak, "Keep as A"), (dip, "Keep as B"), ([], "Train both heads"), (peak, "")):
        field.focus()
        for key in keys:
            page.keyboard.press(key)
        if name:
            figure.get_by_role("button", name=name).press("Enter")
        if name.startswith("Train"):
            expect(words).to_contain_text("the head on features tells")
    expect(words).to_contain_text("Of your drawing the head on features says A")


def components(page, figure, expect):
    """An island that two units cannot close in, and three can; a learning rate that diverges, and one that is none."""
    words, units, rate = figure.locator(".live-words"), figure.get_by_label("units in each"), figure.get_by_label("learning rate")
    expect(words).to_contain_text(re.compile(r"The trained network: [0-9]+ of 250 points on their side.*The network has \d+ parameters\."))
    field = figure.locator(".live-field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    for stray, count in ((20, 250), (2, 251)):
        page.mouse.move(box["x"] + 50, box["y"] + 50)
        page.mouse.down()
        page.mouse.move(box["x"] + 50, box["y"] + 50 + stray)
        page.mouse.up()
        expect(words).to_contain_text(f"of {count} points")
    figure.get_by_role("button", name="an island").click()
    for count, border in (("2", "leaves the field|is no border"), ("3", "closes within the field")):
        units.fill(count)
        figure.get_by_role("button", name="Train").click()
        expect(words).to_contain_text(re.compile(f"[0-9]{{3,}} steps: .*{border}"), timeout=20_000)
    units.fill("4")
    figure.get_by_role("button", name="Train").click()
    rate.fill("1e9")
    expect(figure.get_by_role("button", name="Stop")).to_have_count(0)
    figure.get_by_role("button", name="One step").click()
    expect(words).to_contain_text("take a smaller learning rate and a new start. ")
    figure.get_by_role("button", name="New start").click()
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


def gan(page, figure, expect):
    """A walk straight across the noise meets modes and bridges, where the discriminator says less."""
    words, field = figure.locator(".live-words"), figure.locator(".live-field")
    field.scroll_into_view_if_needed()
    box, said = field.bounding_box(), []
    across = [(box["x"] + box["width"] * (0.15 + 0.7 * i / 60), box["y"] + box["height"] * 0.6) for i in range(61)]
    page.mouse.move(*across[0])
    page.mouse.down()
    for point in across[1:]:
        page.mouse.move(*point)
        said.append(words.inner_text())
    page.mouse.up()
    good, bridge = ([float(re.search(r"D says (0\.[0-9]+)", text)[1]) for text in said if place in text] for place in ("a good sample", "on a bridge"))
    assert sum(good) / len(good) - sum(bridge) / len(bridge) > 0.1
    figure.get_by_role("button", name="Map of the noise").click()
    expect(words).to_contain_text(re.compile(r"The map: 0\.[0-9]+ of all draws give a good sample.*counterclockwise.* modes [1-8](, [1-8]){4,}"), timeout=20_000)
    for told in ("Noise (", "The map: 0."):
        figure.get_by_role("button", name="Map of the noise").click()
        expect(words).to_contain_text(told)


def gan_by_keyboard(page, figure, expect):
    """To the corner of the field, where hardly any noise falls, and back to the start."""
    figure.locator(".live-field").focus()
    for key in ["Shift+ArrowRight"] * 5 + ["Shift+ArrowUp"] * 5:
        page.keyboard.press(key)
    expect(figure.locator(".live-words")).to_contain_text(re.compile(r"Only 1 draw of noise in [0-9]{4} .*Noise \(3\.00, 3\.00\).*Modes met: [1-8] of 8"))
    page.keyboard.press("Delete")
    expect(figure.locator(".live-words")).to_contain_text("Noise (0.00, 0.00)")


def recurrent_networks(page, figure, expect):
    """A numeral and its letters in another order; then one that is too long, with letters that nobody knows."""
    words, box, states = figure.locator(".live-words"), figure.get_by_label("Roman numeral"), []
    for numeral, right in (("MMXC", 2090), ("MMCX", 2110)):
        figure.get_by_role("button", name=numeral).click()
        expect(words).to_contain_text(re.compile(rf"{numeral}: it writes ({right}\. That is right|\d{{4}}\. It should be {right})"))
        states.append(figure.locator("tbody tr").nth(3).locator("path").first.get_attribute("d"))
    assert states[0] != states[1]
    box.fill("qßı\U0001f388" + "m" * 10_000)
    expect(words).to_contain_text("It knows no Q ß ı \U0001f388 and leaves that out.")
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
    expect(figure).to_contain_text("‹F0› is one byte of a character.")
    box.fill("x" * 10_000)
    expect(words).to_contain_text("Only the first 500 characters are looked at. It reads the first 31 of")
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
