"""A live figure in a page: what stands there before its button is pressed, and the files behind it."""

import base64
from html import escape

import numpy as np

from .errors import CannotRunInPage
from .shipped import script, shipped

ENGINE, PARTS = "live-models.js", ("live-parts.css", "live-parts.js")
# What a page does with a model, and the files that do it, in this order, beside the engine and the parts.
KINDS = {
    "masks": ("live-pad.js", "live-masks.js"),
    "shifts": ("live-shifts.css", "live-pad.js", "live-shifts.js"),
    "teach": ("live-teach.css", "live-training.js", "live-pad.js", "live-teach.js"),
    "batch": ("live-batch.css", "live-batch.js"),
    "walk": ("live-training.js", "live-walk.css", "live-walk.js"),
    "points": ("live-training.js", "live-plane.css", "live-plane.js", "live-points.js"),
    "wander": ("live-plane.css", "live-plane.js", "live-wander.js"),
    "sentence": ("live-text.css", "live-text.js", "live-tokens.js", "live-sentence.js"),
    "translate": ("live-text.css", "live-text.js", "live-translate.js"),
}


def html(name, kind, button, scripts, proof=""):
    """The figure as a page holds it. The page also needs `live-start.js` and `live-models.css` once.

    `scripts` are the addresses to load at the press, in this order. `proof` is a sentence on how close
    the page comes to Keras. Without JavaScript the figure stays hidden.
    """
    return (
        f'<figure class="live-model" hidden data-live-model="{escape(name)}" data-live-figure="{escape(kind)}"'
        f' data-live-scripts="{escape(" ".join(scripts))}">'
        f'<button type="button" class="live-start">{escape(button)}</button>'
        f'<p class="live-said" role="status"></p><p class="live-hint live-proof">{escape(proof)}</p></figure>'
    )


def pixels(image):
    """A picture with values from 0 to 1 as the pad takes it."""
    return base64.b64encode(np.rint(np.clip(image, 0, 1) * 255).astype("uint8").tobytes()).decode()


def proof(report):
    """How close the page comes to Keras, in a sentence; report: what `export.report` found."""
    answers = report["answers"]
    differ = f"differ by at most {answers['share']:.1g} of the largest" if answers["share"] else "do not differ"
    sentence = (
        f"Compared with Keras on {answers['examples']:,} examples: with its {report['numbers']:,} weights stored as "
        f"{report['form']}, the answers {differ}"
    )
    if "same_choice" in answers:
        same = answers["same_choice"]
        sentence += f", and {'all' if same == answers['examples'] else same} keep their class"
    return sentence + "."


def scripts_of(name, kind):
    """The names of the files that the button loads, in order."""
    if kind not in KINDS:
        raise CannotRunInPage(name, f"its figure is to be {kind!r}", f"choose one of {', '.join(KINDS)}")
    return [ENGINE, *PARTS, f"live-{name}.js", *KINDS[kind]]


def write(folder, exported, settings, kind="masks"):
    """Write these files, and return their names in order."""
    name = exported["name"]
    files = scripts_of(name, kind)
    for file in files:
        text = script(exported | {"figure": settings}) if file == f"live-{name}.js" else shipped(file)
        (folder / file).write_text(text, encoding="utf-8")
    return files
