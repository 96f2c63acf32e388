"""Figures as inline SVG."""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from frozen_interact.in_build.pictures import drawn
from frozen_interact.in_kernel.boxes import Boxes, settle
from frozen_interact.in_kernel.figures import describe, figure_svg
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
    assert (root.get("width"), root.get("height")) == ("507", "343")


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


def color_of(svg, words):
    return re.search(rf'<text style="([^"]*)"[^>]*>{words}<', svg)[1].partition("fill: ")[2].partition(";")[0] or "ink"


def test_words_on_a_ground_of_their_own_keep_their_color_and_others_follow_the_page(axes):
    axes.imshow([[0, 1]], cmap="Blues", aspect="auto")
    axes.text(0, 0, "on light", color="black")
    axes.text(1, 0, "on dark", color="white")
    axes.set_title("outside")
    svg = figure_svg(axes.figure, "salt", "")
    assert color_of(svg, "on dark") == "#fff" and color_of(svg, "on light") == "#000"
    assert color_of(svg, "outside") == "ink"
    assert axes.texts[1].get_color() == "white", "the figure itself is as it was"


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.bar([0], [1], color="navy") and axes.text(0, 0.5, "word"),
        lambda axes: axes.scatter([0], [0], s=900, color="navy") and axes.text(0, 0, "word"),
        lambda axes: axes.text(0, 0.5, "word", bbox={"facecolor": "wheat"}),
        lambda axes: axes.plot([0], label="word") and axes.legend(facecolor="wheat"),
        lambda axes: axes.set_facecolor("#eaeaf2") or axes.text(0, 0.5, "word"),
        lambda axes: axes.imshow(np.ones((2, 2)), alpha=0.3) and axes.text(0, 0, "word"),
        lambda axes: axes.imshow(np.zeros((2, 2, 4))) and axes.text(0, 0, "word"),
        lambda axes: axes.contourf(np.arange(9).reshape(3, 3)) and axes.text(1, 1, "word"),
        lambda axes: axes.pie([1], labeldistance=0, labels=["word"]),
        lambda axes: axes.table([["word"]], cellColours=[["wheat"]], loc="center"),
    ],
    ids=["bar", "mark", "box", "legend", "panel", "alpha", "rgba", "contours", "pie", "table"],
)
def test_every_ground_counts(axes, draw):
    draw(axes)
    assert color_of(figure_svg(axes.figure, "salt", ""), "word") == "#000"


def test_words_on_a_faint_ground_or_a_white_box_follow_the_page(axes):
    axes.bar([0], [1], color="navy", alpha=0.2)
    axes.text(0, 0.5, "faint")
    axes.text(0.6, 0.5, "boxed", bbox={"facecolor": "white"})
    svg = figure_svg(axes.figure, "salt", "")
    assert color_of(svg, "faint") == color_of(svg, "boxed") == "ink"


@pytest.mark.parametrize("style", ["dark_background", "Solarize_Light2"])
def test_a_figure_that_paints_its_own_ground_keeps_all_its_colors(style):
    with plt.style.context(style):
        figure, axes = plt.subplots()
        axes.set_title("words")
        svg = figure_svg(figure, "salt", "")
    plt.close(figure)
    assert "var(--frozen-ink" not in svg and "var(--frozen-paper" not in svg
    # (Black is what a shape has that names no color.)
    assert matplotlib.colors.to_hex(figure.get_facecolor()) in svg + "#000000"


def test_its_own_ground_lies_under_what_other_frames_draw_outside_the_canvas():
    """The first frame is drawn in a smaller box than that of both."""
    boxes, frames = Boxes(), []
    for text in ("short", "a long word far beyond the canvas"):
        figure = plt.figure(figsize=(2, 1), facecolor="#102030")
        figure.text(0.5, 0.5, text, color="white")
        frames.append([figure_svg(figure, "salt", "", boxes)])
        plt.close(figure)
    for (svg,) in settle(frames):
        picture = drawn(svg)
        assert picture.width > 200 and picture.getpixel((picture.width - 2, 1)) == (0x10, 0x20, 0x30)


def test_gray_words_are_mixed_from_the_colors_of_the_page(axes):
    axes.set_title("gray", color="#333333")
    assert "var(--frozen-333333,color-mix(in srgb,var(--frozen-ink,currentColor) 80%" in figure_svg(axes.figure, "salt", "")


def test_an_inset_covers_what_lies_below_it_and_a_panel_alone_paints_nothing(axes):
    assert "frozen-paper" not in figure_svg(axes.figure, "salt", "")
    axes.inset_axes([0.5, 0.5, 0.4, 0.4])
    assert "frozen-paper" in figure_svg(axes.figure, "salt", "")


def test_what_lies_outside_the_canvas_is_whole_and_all_positions_have_one_box():
    boxes, frames = Boxes(), []
    for position in range(3):
        figure, axes = plt.subplots(figsize=(4, 3))
        axes.plot([0, position], label="a name of some length" * (position + 1))
        axes.legend(bbox_to_anchor=(1.05, 1))
        axes.set_title("above", y=1 + position / 5)
        frames.append([figure_svg(figure, "salt", "", boxes)])
        plt.close(figure)
    frames = [frame for (frame,) in settle(frames)]
    sizes = {re.search(r' width="(\d+)" height="(\d+)"', frame).groups() for frame in frames}
    ((width, height),) = sizes
    assert int(width) > 600 and int(height) > 300 and not any("data-box" in frame for frame in frames)
    # The panel stands at the same place of the box in each frame.
    corners = set()
    for frame in frames:
        left, top, *_ = map(float, re.search(r'viewBox="([^"]*)"', frame)[1].split())
        bottom, across = map(float, re.search(r'd="M ([\d.]+) ([\d.]+)', frame).groups())
        corners.add((round(bottom - left), round(across - top)))
    assert len(corners) == 1


def test_figures_within_their_canvas_keep_it(axes):
    ((svg,),) = settle([[figure_svg(axes.figure, "salt", "", Boxes())]])
    assert 'viewBox="0 0 432 288" width="576" height="384"' in svg


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes, x: axes.plot(x[0], x[1], "."),
        lambda axes, x: axes.plot(x.reshape(60, -1), lw=0.5),
        lambda axes, x: axes.hist(x[0], bins=2000),
        lambda axes, x: axes.vlines(x[0], 0, 1),
        lambda axes, x: axes.plot_surface(*np.mgrid[:50, :50], x[0, :2500].reshape(50, 50)),
    ],
    ids=["marks", "lines", "histogram", "segments", "surface"],
)
def test_dense_parts_become_pixels_whoever_drew_them(draw):
    surface = draw.__code__.co_names[0] == "plot_surface"
    figure, axes = plt.subplots(subplot_kw={"projection": "3d"} if surface else {})
    draw(axes, np.random.default_rng(0).normal(size=(2, 9000)))
    svg = figure_svg(figure, "salt", "")
    plt.close(figure)
    assert images(svg) and len(svg) < 300_000


def test_a_formula_is_drawn_as_shapes_where_no_reader_has_its_font(axes):
    title = axes.set_title(r"$\mathcal{L}$")
    svg = figure_svg(axes.figure, "salt", "")
    assert not re.search("[\ue000-\uf8ff]", svg) and not title.get_path_effects()
    axes.set_title(r"$\alpha + x^2$")
    assert "α" in figure_svg(axes.figure, "salt", "")
    with plt.rc_context({"mathtext.fontset": "cm"}):
        axes.set_title(r"$\alpha$")
        assert "cmmi" not in figure_svg(axes.figure, "salt", "")


def test_signs_that_the_font_lacks_stay_text_without_a_warning(axes, recwarn):
    axes.set_title("损失函数")
    assert "损失函数" in figure_svg(axes.figure, "salt", "") and not recwarn.list
