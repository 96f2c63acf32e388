"""Figures as inline SVG."""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from frozen_interact.figures import describe, figure_svg
from PIL import Image


@pytest.fixture
def axes():
    figure, axes = plt.subplots(figsize=(6, 4))
    yield axes
    plt.close(figure)


def images(svg):
    found = re.findall(r'"data:image/png;base64,([^"]+)"', svg)
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in found]


def test_it_is_one_element_with_a_label_and_a_size(axes):
    svg = figure_svg(axes.figure, "salt", 'a < "b"')
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == 'a < "b"' and root.get("role") == "img"
    assert (root.get("width"), root.get("height")) == ("576", "384")


def test_text_stays_text_and_cannot_be_markup(axes):
    axes.set_title("loss <b> & 'more' é")
    root = ElementTree.fromstring(figure_svg(axes.figure, "salt", ""))
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "loss <b> & 'more' é" in texts


def test_black_and_white_follow_the_page(axes):
    axes.plot([0, 1], color="#0072B2", label="line")
    axes.legend()
    svg = figure_svg(axes.figure, "salt", "")
    assert "#000000" not in svg and "#ffffff" not in svg
    assert "--frozen-ink" in svg and "--frozen-paper" in svg
    assert ": var(--frozen-0072b2,#0072b2)" in svg


def test_a_group_has_no_id_and_other_ids_differ_by_salt(axes):
    axes.plot([0, 1])
    first, second = (figure_svg(axes.figure, salt, "") for salt in ("one", "two"))
    assert "<g id" not in first
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0] and not ids[0] & ids[1]
    for svg, known in zip((first, second), ids):
        assert set(re.findall(r"url\(#([\w]+)\)", svg)) <= known
        assert set(re.findall(r'href="#([\w]+)"', svg)) <= known


def test_the_same_figure_gives_the_same_text(axes):
    axes.plot([0, 1])
    assert figure_svg(axes.figure, "salt", "") == figure_svg(axes.figure, "salt", "")


def test_a_small_image_keeps_its_own_pixels(axes):
    axes.imshow(np.arange(12).reshape(3, 4), cmap="gray")
    (image,) = images(figure_svg(axes.figure, "salt", ""))
    assert image.size == (4, 3)
    assert image.convert("RGB").getpixel((3, 2)) == (255, 255, 255)
    assert axes.get_images()[0].get_interpolation() != "none"


def test_an_image_has_a_palette_where_that_is_smaller(axes):
    axes.imshow(np.random.default_rng(0).random((40, 40)), cmap="viridis")
    (image,) = images(figure_svg(axes.figure, "salt", ""))
    assert image.mode == "P" and len(image.getcolors()) > 200


def test_a_large_image_is_drawn_at_the_size_of_its_place(axes):
    axes.imshow(np.random.default_rng(0).random((2000, 3000)))
    (image,) = images(figure_svg(axes.figure, "salt", ""))
    assert 200 < image.width < 1000


def test_meshes_and_clouds_become_pixels_and_lines_do_not(axes):
    axes.pcolormesh(np.arange(100).reshape(10, 10))
    axes.scatter(*np.random.default_rng(0).random((2, 2000)))
    axes.plot([0, 10], [0, 10], color="#0072B2")
    svg = figure_svg(axes.figure, "salt", "")
    assert images(svg) and svg.count("<path") < 100 and "#0072b2" in svg


def test_description_has_titles_labels_and_legend(axes):
    axes.plot([0, 1], label="training")
    axes.set(title="Loss", xlabel="epoch", ylabel="nats")
    axes.legend()
    assert describe(axes.figure) == (
        "Loss; horizontal axis: epoch; vertical axis: nats; legend: training"
    )
