"""In the kernel that has trained a model: takes it for the page, after the cell that names it.

The cell's metadata are handed over by `frozen_interact`:

    {"frozen_interact": {"hand_to": {"live_models": {"name": "...", "kind": "masks", "model": "...", ...}}}}
"""

import numpy as np

from .contract import LIVE_FIGURE
from .errors import CannotRunInPage
from .export import export, report
from .figure import pixels, scripts_of

NEEDED = ("name", "kind", "model", "test", "button")
KNOWN = {*NEEDED, "form", "examples", "settings"}


def take(names, told, figure):
    """Return the bundle of a live figure.

    names: those of the notebook. figure: the id of the frozen figure that it stands below.
    told: `name`, that of its file; `kind`, what the page does with the model; `button`, the words on it.
    `model` and `test`, expressions for the model and the inputs on which the file is compared with it;
    `examples`, for the names of the pictures to start from, expressions for these; `form`, that of the
    weights; `settings`, what the page's script is told.
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
    model, inputs = (_value(name, names, told[key]) for key in ("model", "test"))
    exported = export(model, name, told.get("form", "float16"))
    examples = [
        [label, pixels(np.asarray(_value(name, names, expression)))]
        for label, expression in told.get("examples", {}).items()
    ]
    return {
        LIVE_FIGURE: {
            "figure": figure,
            "kind": told["kind"],
            "button": told["button"],
            "model": exported | {"figure": told.get("settings", {}) | {"examples": examples}},
            "report": report(model, exported, np.asarray(inputs)),
        }
    }


def _value(name, names, expression):
    try:
        return eval(expression, dict(names))  # the notebook's author wrote it, beside the cell
    except Exception as error:
        raise CannotRunInPage(
            name, f"{expression!r} of its metadata gives {type(error).__name__}: {error}",
            "name what the notebook has made before the end of this cell") from error
