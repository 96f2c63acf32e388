"""The HTML of a frozen cell."""

import json
import textwrap
from html.parser import HTMLParser

import pytest
from frozen_interact.in_kernel.capture import Frame
from frozen_interact.in_kernel.controls import Control
from frozen_interact.in_kernel.freeze import Frozen
from frozen_interact.in_kernel.page import frozen_html

NASTY = "</script><b> & \"double\" 'single' é 漢\nnew line"


class Page(HTMLParser):
    """Collects the elements and the text of each."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", **dict(attributes)}
        self.elements.append(element)
        if tag not in ("input", "img"):
            self.open.append(element)

    def handle_endtag(self, tag):
        while self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, text):
        for element in self.open:
            element["text"] += text

    def all(self, tag):
        return [element for element in self.elements if element["tag"] == tag]


def control(kind, labels, start=0, label="label"):
    return Control("name", label, kind, tuple(range(len(labels))), tuple(labels), start)


def page(*controls, texts):
    frames = tuple(Frame((("stdout", text),)) for text in texts)
    return Page(frozen_html(Frozen(controls, frames, 0), "frozen-page-1"))


def data(found):
    return json.loads(found.all("script")[0]["text"])


def shown(found, place):
    contents = data(found)
    lines = contents["frames"][contents["grid"][place]]
    return Page("\n".join(contents["lines"][line] for line in lines))


def test_every_kind_has_a_native_labeled_control():
    found = page(
        control("range", ["a", "b"]),
        control("checkbox", ["off", "on"], start=1),
        control("select", ["x", "y"], start=1),
        control("radio", ["p", "q"], start=1),
        texts=[str(number) for number in range(16)],
    )
    kinds = [element.get("type") for element in found.all("input")]
    assert kinds == ["range", "checkbox", "radio", "radio"] and len(found.all("select")) == 1
    labeled = {element.get("for") for element in found.all("label")}
    for element in found.all("select") + found.all("input")[:2]:
        assert element["id"] in labeled
    assert [legend["text"] for legend in found.all("legend")] == ["Controls", "label"]
    assert "checked" in found.all("input")[1] and "checked" in found.all("input")[3]
    assert found.all("input")[0]["aria-valuetext"] == "a" == found.all("output")[0]["text"]


def test_without_the_script_controls_are_disabled_and_the_start_frame_is_there():
    found = page(control("range", ["a", "b"]), texts=["start", "other"])
    assert "disabled" in found.all("fieldset")[0]
    assert "start" in found.all("pre")[0]["text"]


def test_text_is_shown_as_it_is_and_adds_no_markup():
    plain = page(control("range", ["a", "b"]), texts=["x", "y"])
    nasty = page(control("range", [NASTY, "b"], label=NASTY), texts=[NASTY, "y"])
    assert [e["tag"] for e in nasty.elements] == [e["tag"] for e in plain.elements]
    assert nasty.all("label")[0]["text"] == NASTY
    assert nasty.all("output")[0]["text"] == NASTY
    assert nasty.all("span")[0]["text"] == NASTY
    assert data(nasty)["texts"][0] == NASTY and data(nasty)["labels"][0][0] == NASTY
    assert shown(nasty, 0).all("span")[0]["text"] == NASTY


def test_equal_frames_are_stored_once():
    contents = data(page(control("range", list("abcd")), texts=["x", "y", "x", "x"]))
    assert contents["grid"] == [0, 1, 0, 0] and len(contents["frames"]) == 2


def test_shared_lines_are_stored_once():
    contents = data(page(control("range", list("ab")), texts=["same\none", "same\ntwo"]))
    assert len(contents["lines"]) == len(set(contents["lines"]))
    assert len(set(contents["frames"][0]) & set(contents["frames"][1])) >= 1


def test_each_text_has_room_for_the_longest_in_its_place():
    found = page(control("range", list("abc")), texts=["short", "a\nb\nc", "a longer line"])
    assert {shown(found, place).all("pre")[0]["data-room"] for place in range(3)} == {"a\nb\nc"}


def test_room_is_enough_where_a_shorter_text_breaks_worse():
    # In 24 columns the shorter one takes three lines, the longer one two.
    longer, shorter = "aaaaaaaaaaa aaaaaaaaaaa aaaaaaaaaaa aaaaaaaaaaa", "bbbbbbbbbbbbbbb bbbbbbbbbbbbbbb bbbbbbbb b"
    found = page(control("range", list("ab")), texts=[longer, shorter])
    room = found.all("pre")[0]["data-room"]
    assert room.startswith(longer) and len(textwrap.wrap(room, 24)) == 3


def test_images_are_labeled_with_the_words_of_their_frame():
    image = '<svg class="frozen-image" role="img" aria-label="title only"></svg>'
    frames = (Frame((("html", image), ("stdout", "Said & done."))), Frame((("html", image),)))
    found = Page(frozen_html(Frozen((control("range", "ab"),), frames, 0), "frozen-page-1"))
    assert found.all("svg")[0]["aria-label"] == "Said & done."
    assert shown(found, 1).all("svg")[0]["aria-label"] == "title only"


@pytest.mark.parametrize(
    ("kind", "values", "labels", "words"),
    [
        ("range", (0.0, 0.1, 1e-7), ("0%", "10%", "0%"), ["0", "0.1", "1e-07"]),
        ("range", ("x", None), ("one", "two"), ["one", "two"]),
        ("select", (0.2, 5.0), ("1 to 5", "5 to 1"), ["1 to 5", "5 to 1"]),
        ("radio", (1, 2, 3), ("same", "same", "other"), ["1", "2", "3"]),
        ("checkbox", (False, True), ("off", "on"), ["off", "on"]),
    ],
)
def test_an_address_names_positions_by_number_or_by_what_is_seen(kind, values, labels, words):
    found = page(Control("rate", "Dropout rate", kind, values, labels, 0), texts=[str(value) for value in values])
    assert data(found)["names"] == ["rate"] and data(found)["values"] == [words]


def test_a_link_can_be_copied_only_where_the_script_runs():
    (button,) = page(control("range", ["a", "b"]), texts=["x", "y"]).all("button")
    assert "hidden" in button and button["aria-label"].startswith(button["text"])
