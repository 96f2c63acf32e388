"""In the kernel that has trained a model: takes it for the page, after the cell that names it.

The cell's metadata are handed over by `frozen_interact`:

    {"frozen_interact": {"hand_to": {"live_models": {"name": "...", "kind": "masks", "model": "...", ...}}}}
"""

import json

import numpy as np

from .contract import LIVE_FIGURE
from .errors import CannotRunInPage
from .export import arrays, export, recorded, report, training
from .figure import pixels, scripts_of

NEEDED = ("name", "kind", "model", "test", "button")
KNOWN = {*NEEDED, "form", "examples", "settings", "values", "arrays", "models", "training"}


def take(names, told, figure):
    """Return the bundle of a live figure.

    names: those of the notebook. figure: the id of the frozen figure that it stands below.
    told: `name`, that of its file; `kind`, what the page does with the model; `button`, the words on it.
    `model` and `test`, expressions for the model and the inputs on which the file is compared with it;
    `examples`, for the names of the pictures to start from, expressions for these; `form`, that of the
    weights; `settings`, what the page's script is told; `values` and `arrays`, by the names under which
    the script finds them, expressions for what becomes JSON and for arrays of numbers; `models`, by
    name, further models, each with its `model` and `test`; `training`, expressions for an `optimizer`
    and a `loss` of Keras.
    Raises CannotRunInPage, worded for the author.
    """
    missing, unknown = [key for key in NEEDED if key not in told], sorted(set(told) - KNOWN)
    name = told.get("name", "without a name")
    if missing or unknown:
        raise CannotRunInPage(
            name, f"its metadata lack {missing[0]!r}" if missing else f"its metadata hold {unknown[0]!r}, which is not known",
            f"write {', '.join(NEEDED)}, and where needed form, examples and settings")
    if figure is None:
        raise CannotRunInPage(name, "its cell shows no slider that a page without a script could show", "use interact in it")
    scripts_of(name, told["kind"])
    def value(expression):
        return _value(name, names, expression)

    form, settings = told.get("form", "float16"), dict(told.get("settings", {}))
    exported, found, proofs = _model(name, value(told["model"]), value(told["test"]), form)
    if "examples" in told:
        settings["examples"] = [[label, pixels(np.asarray(value(one)))] for label, one in told["examples"].items()]
    settings |= {key: _plain(value(one)) for key, one in told.get("values", {}).items()}
    if "arrays" in told:
        settings["arrays"] = arrays(name, {key: np.asarray(value(one)) for key, one in told["arrays"].items()}, form)
    if "training" in told:
        settings["training"] = training(value(told["training"]["optimizer"]), value(told["training"]["loss"]), name)
    for key, one in told.get("models", {}).items():
        settings.setdefault("models", {})[key], _, proof = _model(f"{name}-{key}", value(one["model"]), value(one["test"]), form)
        proofs |= proof
    return {
        LIVE_FIGURE: {
            "figure": figure,
            "kind": told["kind"],
            "button": told["button"],
            "model": exported | {"figure": settings},
            "report": found,
            "proofs": proofs,
        }
    }


def _plain(found):
    """What NumPy holds, as JSON can hold it."""
    return json.loads(json.dumps(found, default=lambda one: one.tolist()))


def _model(name, model, inputs, form):
    """A model's file, what it costs, and what Keras answers with the weights of the file."""
    inputs = [np.asarray(one) for one in (inputs if isinstance(inputs, (list, tuple)) else [inputs])]
    exported = export(model, name, form)
    inputs = inputs[0] if len(inputs) == 1 else inputs
    return exported, report(model, exported, inputs), {name: recorded(model, exported, inputs)}


def _value(name, names, expression):
    try:
        return eval(expression, dict(names))  # the notebook's author wrote it, beside the cell
    except Exception as error:
        raise CannotRunInPage(
            name, f"{expression!r} of its metadata gives {type(error).__name__}: {error}",
            "name what the notebook has made before the end of this cell") from error
