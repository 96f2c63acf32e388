"""What the kernel hands over, and what Sphinx makes of it."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import nbformat
import numpy as np
import pytest
from live_models.contract import LIVE_FIGURE
from live_models.errors import CannotRunInPage
from live_models.export import arrays_of
from live_models.extension import _put_in, _take_out
from live_models.figure import proof, scripts_of
from live_models.take import take

TOLD = {
    "name": "net", "kind": "masks", "button": "Draw", "model": "net", "test": "x",
    "examples": {"one": "x[1]"}, "settings": {"size": 2},
}


def names():
    return {"net": keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)]), "x": np.eye(4, dtype="float32")}


def test_what_a_figure_needs_is_taken():
    taken = take(names(), TOLD, "frozen-page-show")[LIVE_FIGURE]
    assert taken["figure"] == "frozen-page-show" and taken["model"]["name"] == "net"
    assert taken["model"]["figure"] == {"size": 2, "examples": [["one", "AP8AAA=="]]}
    assert taken["report"]["answers"]["examples"] == 4


def test_more_than_one_model_can_be_taken():
    """With arrays, values, and what a page trains with; each model comes with what Keras answers."""
    more = {
        "models": {"twin": {"model": "net", "test": "x[:2]"}},
        "arrays": {"points": "x[:, :2]"}, "values": {"letters": "['a', np.int64(3)]"},
        "training": {"optimizer": "keras.optimizers.SGD(0.5)", "loss": "keras.losses.MeanSquaredError()"},
    }
    known = names() | {"np": np, "keras": keras}
    taken = take(known, {key: value for key, value in TOLD.items() if key != "examples"} | more, "f")[LIVE_FIGURE]
    held = taken["model"]["figure"]
    assert held["models"]["twin"]["name"] == "net-twin" and held["letters"] == ["a", 3]
    assert held["training"]["optimizer"]["rate"] == 0.5 and "examples" not in held
    [points] = arrays_of(held["arrays"])
    assert np.array_equal(points, known["x"][:, :2])
    assert taken["proofs"].keys() == {"net", "net-twin"}
    given, answer = arrays_of(taken["proofs"]["net-twin"])
    assert np.array_equal(given, known["x"][:2]) and np.allclose(answer, known["net"](given), atol=1e-3)


@pytest.mark.parametrize(
    ("change", "figure", "words"),
    [
        ({"model": "nett"}, "f", "'nett' of its metadata gives NameError.*; name what the notebook has made"),
        ({"kind": "mask"}, "f", "its figure is to be 'mask'; choose one of masks"),
        ({"modle": "net"}, "f", "its metadata hold 'modle', which is not known; write name"),
        ({"button": None}, None, "its cell shows no slider that a page without a script could show; use interact"),
    ],
)
def test_each_mistake_is_one_sentence(change, figure, words):
    with pytest.raises(CannotRunInPage, match=f"Model 'net': {words}"):
        take(names(), TOLD | change, figure)


def test_what_is_missing_is_named():
    with pytest.raises(CannotRunInPage, match="its metadata lack 'test'"):
        take(names(), {key: value for key, value in TOLD.items() if key != "test"}, "f")


@pytest.mark.parametrize(("share", "words"), [(0, "the answers do not differ."), (0.0004, "the answers differ by at most 0.0004 of the largest.")])
def test_how_close_a_page_comes_is_one_sentence(share, words):
    report = {"numbers": 4, "form": "float16", "answers": {"examples": 25, "share": share}}
    assert proof(report).endswith(f"with its 4 weights stored as float16, {words}")


class App:
    """As much of a Sphinx application as the extension asks for."""

    def __init__(self, folder):
        self.doctreedir, self.outdir = folder / "doctrees", folder / "html"
        self.env = self.builder = self
        self.metadata, self.name, self.files = {"chapters/page": {}}, "html", []

    def add_css_file(self, name):
        self.files.append(name)

    def add_js_file(self, name, **attributes):
        self.files.append(name)


def test_the_figure_stands_below_the_frozen_one_and_leaves_the_notebook(tmp_path):
    app = App(tmp_path)
    output = nbformat.v4.new_output("display_data", take(names(), TOLD, "frozen-page-show"))
    source = [nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show()", outputs=[output])]))]
    _take_out(app, "chapters/page", source)
    assert LIVE_FIGURE not in source[0]
    kept = {path.name for path in (app.doctreedir / "live_models").iterdir()}
    assert kept == {*scripts_of("net", "masks"), "net.json"}
    context = {
        "body": '<figure class="frozen-interact" id="frozen-page-show">frames</figure><p>after</p>',
        "pathto": lambda address, resource: f"../{address}",
    }
    _put_in(app, "chapters/page", "page.html", context, None)
    before, live, after = context["body"].partition('<figure class="live-model" hidden')
    assert before.strip().endswith("frames</figure>") and after.endswith("</figure><p>after</p>")
    addresses = " ".join(f"../_live/{file}" for file in scripts_of("net", "masks"))
    assert f'data-live-scripts="{addresses}"' in after
    assert "Compared with Keras on 4 examples" in after
    assert app.files == ["live-models.css", "live-start.js"]
