"""A page with a live figure, as a build would write it: python -m live_models.tests.demo FOLDER."""

import sys
from pathlib import Path

import keras
import numpy as np
from sklearn.datasets import load_digits

from live_models import figure
from live_models.export import export

STATIC = Path(__file__).parents[1] / "static"
PAGE = """<!doctype html>
<html lang="en" data-theme="light">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A live figure</title>
<style>
html {{ --pst-color-text-base: #222832; --pst-color-background: #fff; --pst-color-text-muted: #48566b;
  --pst-color-primary: #0a7d91; }}
html[data-theme=dark] {{ --pst-color-text-base: #ced6dd; --pst-color-background: #14181e;
  --pst-color-text-muted: #9ca4af; --pst-color-primary: #3fb1c5; }}
body {{ max-width: 60rem; margin: 0 auto; padding: 1rem; font: 1rem/1.6 sans-serif;
  color: var(--pst-color-text-base); background: var(--pst-color-background); }}
</style>
<link rel="stylesheet" href="live-models.css">
<main>
<h1>How sure is the network?</h1>
<p>Predict: for a clear 7, how many of a hundred masked passes say 7?</p>
{figure}
<p>The text goes on.</p>
</main>
<script src="live-start.js"></script>
"""


def quick_model():
    """A net for digits without training: random features, and the best last layer by algebra."""
    random = np.random.default_rng(0)
    digits = load_digits()
    images = digits.data.astype("float32") / 16
    model = keras.Sequential([
        keras.Input((64,)), keras.layers.Dense(256, "relu"), keras.layers.Dropout(0.5), keras.layers.Dense(10),
    ], name="digits")
    first = random.normal(0, 0.3, (64, 256))
    shift = random.normal(0, 0.3, 256)
    hidden = np.maximum(images[:1400] @ first + shift, 0)
    wanted = np.eye(10)[digits.target[:1400]] - 0.1
    ridge = hidden.T @ hidden + 30 * np.eye(256)
    last = np.linalg.solve(ridge, hidden.T @ wanted)
    model.set_weights([first, shift, last, np.zeros(10)])
    return model, images, digits.target


def write(folder, model, images, targets):
    """Write the page and all its files, and return its path."""
    examples = [[f"a {digit}", figure.pixels(images[np.flatnonzero(targets == digit)[-1]])] for digit in (0, 3, 7)]
    settings = {
        "size": 8, "line": 1.3, "fill": [0.625, 1], "stretch": 2, "labels": [str(digit) for digit in range(10)], "examples": examples,
        "told": "Your drawing is centered and scaled until it fills all 8 rows and about 5 columns, as the digits"
                " were from which the model learned.",
    }
    scripts = figure.write(folder, export(model, name="digits"), settings)
    held = figure.html("digits", "masks", "Draw your own digit", scripts)
    (folder / "live-start.js").write_text(figure.shipped("live-start.js"), encoding="utf-8")
    (folder / "live-models.css").write_text((STATIC / "live-models.css").read_text(), encoding="utf-8")
    page = folder / "page.html"
    page.write_text(PAGE.format(figure=held), encoding="utf-8")
    return page


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(write(target, *quick_model()))
