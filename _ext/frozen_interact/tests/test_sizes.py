"""The weight of frames and script; `pytest -s` prints the README's table."""

import gzip

import matplotlib.pyplot as plt
import numpy as np
import pytest
from frozen_interact.in_build.script import shipped
from frozen_interact.in_kernel.boxes import Boxes
from frozen_interact.in_kernel.capture import Frame
from frozen_interact.in_kernel.controls import Control
from frozen_interact.in_kernel.figures import figure_svg
from frozen_interact.in_kernel.freeze import Frozen
from frozen_interact.in_kernel.page import frozen_html
from sklearn.datasets import load_digits

FRAMES = 21


def line_plot(position):
    x = np.linspace(0, 10, 200)
    figure, axes = plt.subplots(figsize=(6.4, 4), layout="constrained")
    axes.plot(x, np.exp(-x / (position + 1)), label="training")
    axes.plot(x, np.cos(x * position / FRAMES), label="test")
    axes.set(ylim=(-1, 1), xlabel="epoch", ylabel="loss", title="Two curves")
    axes.legend()
    return figure


def heat_map(position):
    figure, axes = plt.subplots(figsize=(6.4, 4), layout="constrained")
    values = np.random.default_rng(position).normal(size=(30, 40))
    figure.colorbar(axes.imshow(values, vmin=-3, vmax=3), label="weight")
    axes.set(xlabel="input", ylabel="unit", title="Weights")
    return figure


def feature_maps(position):
    """Eight filters of 3 x 3 over an enlarged real digit, cut at zero."""
    picture = np.kron(load_digits().images[position], np.ones((4, 4)))
    windows = np.lib.stride_tricks.sliding_window_view(picture, (3, 3))
    filters = np.random.default_rng(0).normal(size=(8, 3, 3))
    figure, panels = plt.subplots(2, 4, figsize=(6.4, 3.4), layout="constrained")
    for panel, kernel in zip(panels.flat, filters):
        panel.imshow(np.maximum(np.einsum("xyij,ij->xy", windows, kernel), 0), cmap="gray")
        panel.set_axis_off()
    return figure


@pytest.mark.parametrize(
    ("draw", "kilobytes"), [(line_plot, 31), (heat_map, 120), (feature_maps, 120)]
)
def test_weight_of_frames(draw, kilobytes):
    frames, boxes = [], Boxes()
    for position in range(FRAMES):
        figure = draw(position)
        frames.append(Frame((("html", figure_svg(figure, "salt", "", boxes)), ("stdout", f"At {position}."))))
        plt.close(figure)
    values = tuple(range(FRAMES))
    control = Control("position", "position", "range", values, tuple(map(str, values)), 0)
    weight = len(gzip.compress(frozen_html(Frozen((control,), tuple(frames), 0), "id").encode()))
    print(f"\n{draw.__name__}: {weight / 1000:.1f} KB gzipped for {FRAMES} frames")
    assert weight <= kilobytes * 1000


def test_weight_of_the_script():
    weight = len(gzip.compress(shipped().encode()))
    print(f"\nscript: {weight} bytes gzipped")
    assert weight <= 3000
