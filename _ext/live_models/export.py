"""Writes a trained Keras model as a file that a page can run, and reports what that costs."""

import gzip
from contextlib import contextmanager

import keras
import numpy as np

from .errors import CannotRunInPage
from .graph import Graph
from .pack import pack, unpack
from .shipped import script

FORMAT = 1
# Up to here a float32 counts without a gap.
MOST_NUMBERS = 2**24
FORMS = ("float32", "float16", "int8", "int6")
LOSSES = {
    keras.losses.MeanSquaredError: "squared_error",
    keras.losses.BinaryCrossentropy: "binary_crossentropy",
    keras.losses.CategoricalCrossentropy: "categorical_crossentropy",
    keras.losses.SparseCategoricalCrossentropy: "sparse_categorical_crossentropy",
}


def export(model, name=None, form="float16"):
    """The model as a dictionary that becomes JSON."""
    name = name or model.name
    if form not in FORMS:
        raise CannotRunInPage(name, f"its weights were to be stored as {form!r}", f"choose one of {', '.join(FORMS)}")
    graph = Graph(model, name)
    arrays, places = [], {}
    for number, step in enumerate(graph.steps):
        owner = step.pop("owner", number)
        for key, array in step.get("weights", {}).items():
            if not np.isfinite(array).all():
                raise CannotRunInPage(
                    name, f"layer {step['name']!r} has a weight that is not a finite number",
                    "train it so that its loss stays finite")
            # Two calls of one layer share its weights, two layers with equal weights do not.
            mark = (owner, key)
            if mark not in places:
                places[mark] = len(arrays)
                arrays.append(array)
            step["weights"][key] = places[mark]
        if not step.get("weights"):
            step.pop("weights", None)
    constants = {step["weights"]["value"] for step in graph.steps if step["kind"] == "Constant"}
    entries, data = pack(arrays, ["float32" if place in constants else form for place in range(len(arrays))])
    return {"format": FORMAT, "name": name, "inputs": graph.inputs, "outputs": graph.outputs,
            "steps": graph.steps, "weights": entries, "data": data}


def arrays(name, named, form="float16"):
    """Arrays by their names as a file of constants, which a page loads as it loads a model."""
    for key, array in named.items():
        if not np.isfinite(array).all():
            raise CannotRunInPage(name, f"its array {key!r} holds a number that is not finite", "leave that number out")
    entries, data = pack([np.asarray(array, "float32") for array in named.values()], [form] * len(named))
    steps = [{"name": key, "kind": "Constant", "from": [], "weights": {"value": place}} for place, key in enumerate(named)]
    return {"format": FORMAT, "name": name, "inputs": [], "outputs": [], "steps": steps, "weights": entries, "data": data}


def training(optimizer, loss, name="model"):
    """An optimizer and a loss of Keras, as the page's trainer takes them."""
    def refuse(what, remedy):
        raise CannotRunInPage(name, what, remedy)

    kind = type(optimizer).__name__
    if type(optimizer) not in (keras.optimizers.SGD, keras.optimizers.Adam):
        refuse(f"the optimizer {kind} is not known in a page", "use SGD or Adam")
    settings = optimizer.get_config()
    if isinstance(settings["learning_rate"], dict):
        refuse(f"the optimizer {kind} has a schedule of rates", "give it one learning rate")
    off = {"weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "amsgrad",
           "loss_scale_factor", "gradient_accumulation_steps"}
    for key in sorted(off & set(settings)):
        if settings[key]:
            refuse(f"the optimizer {kind} has {key}={settings[key]!r}, which a page does not know", f"leave {key} out")
    names = {"learning_rate": "rate"} | {key: key for key in ("momentum", "nesterov", "beta_1", "beta_2", "epsilon")}
    found = {names[key]: value if isinstance(value, bool) else float(value)
             for key, value in settings.items() if key in names}
    loss = keras.losses.get(loss)
    # A name becomes a function, which has the options of its class.
    kinds = {keras.losses.get(kind().get_config()["name"]): kind for kind in LOSSES}
    loss = kinds[loss]() if loss in kinds else loss
    if type(loss) not in LOSSES:
        called = getattr(loss, "__name__", type(loss).__name__)
        refuse(f"the loss {called} is not known in a page", "use a cross-entropy or MeanSquaredError")
    told = loss.get_config()
    if "crossentropy" in LOSSES[type(loss)] and not told.get("from_logits"):
        refuse(f"the loss {type(loss).__name__} takes probabilities", "give it from_logits=True")
    if told.get("label_smoothing") or told.get("ignore_class") is not None:
        refuse(f"the loss {type(loss).__name__} smooths or ignores labels", "leave these options out")
    if told.get("reduction", "sum_over_batch_size") != "sum_over_batch_size":
        refuse(f"the loss {type(loss).__name__} has reduction={told['reduction']!r}", "leave reduction out")
    return {"optimizer": {"kind": kind, **found}, "loss": LOSSES[type(loss)]}


def check_trainable(model, name=None):
    """Refuse a model that Keras trains by more than its loss and optimizer."""
    for layer in model._flatten_layers():
        for key in ("kernel", "bias", "activity"):
            for part in ("regularizer", "constraint"):
                if layer.trainable and getattr(layer, f"{key}_{part}", None) is not None:
                    raise CannotRunInPage(
                        name or model.name, f"layer {layer.name!r} has a {key}_{part}, which a page does not know",
                        "leave it out where the model is trained in the page")


def report(model, exported, examples=None):
    """What the file weighs, and how far it is from the model.

    `weights`: the largest difference of a weight, as a share of the largest weight of its array.
    `answers`, for examples: the largest difference of an answer, alone and as a share of the largest
    answer; for a model with several outputs a choice, how often it stays, and how many examples are
    too near to a tie for this to be promised.
    """
    text = script(exported)
    exact = export(model, exported["name"], "float32")
    pairs = list(zip(arrays_of(exact), arrays_of(exported), strict=True))
    shares = [float(np.abs(a - b).max() / (np.abs(a).max() or 1)) for a, b in pairs if a.size]
    found = {
        "form": form_of(exported),
        "numbers": sum(a.size for a, _ in pairs),
        "bytes": len(text.encode()),
        "gzipped": len(gzip.compress(text.encode(), 9, mtime=0)),
        "weights": max(shares, default=0.0),
    }
    if examples is not None:
        found["answers"] = compare(model, exported, examples)
    return found


def form_of(exported):
    """The smallest form that stands in a file."""
    kinds = {"int6" if "bits" in entry else entry["type"] for entry in exported["weights"]}
    return next((form for form in reversed(FORMS) if form in kinds), FORMS[0])


def compare(model, exported, examples):
    """The answers of the model and of the same model with the weights of the file."""
    before = outputs(model, examples)
    with weights_of_file(model, exported):
        after = outputs(model, examples)
    error = max(float(np.abs(a - b).max()) for a, b in zip(before, after, strict=True))
    largest = max(float(np.abs(a).max()) for a in before)
    found = {"examples": len(before[0]), "largest": error, "share": error / (largest or 1)}
    if len(before) == 1 and before[0].ndim == 2 and before[0].shape[1] > 1:
        top = np.sort(before[0], axis=1)
        found["same_choice"] = int((before[0].argmax(1) == after[0].argmax(1)).sum())
        found["near_tie"] = int((top[:, -1] - top[:, -2] <= 2 * error).sum())
    return found


def recorded(model, exported, examples):
    """Examples, and what Keras answers to them with the weights of the file: what a page must answer too."""
    given = examples if isinstance(examples, list) else [examples]
    with weights_of_file(model, exported):
        answers = outputs(model, examples)
    named = {f"input {i}": one for i, one in enumerate(given)} | {f"output {i}": one for i, one in enumerate(answers)}
    return arrays(exported["name"], named, "float32")


def arrays_of(exported):
    """The arrays of a file as a page reads them."""
    return unpack(exported["weights"], exported["data"])


@contextmanager
def weights_of_file(model, exported):
    """Give a model the weights that a page reads out of its file, for the block.

    Which number of the file is which weight is found by an export of the weights' own numbers.
    """
    kept = model.get_weights()
    sizes = [array.size for array in kept]
    if sum(sizes) > MOST_NUMBERS:
        raise CannotRunInPage(exported["name"], f"it has {sum(sizes):,} weights", "make a smaller one for a page")

    def shaped(flat):
        pieces = np.split(flat, np.cumsum(sizes)[:-1])
        return [piece.reshape(array.shape) for piece, array in zip(pieces, kept, strict=True)]

    try:
        model.set_weights(shaped(np.arange(sum(sizes), dtype="float32")))
        numbered = export(model, exported["name"], "float32")
        flat = np.concatenate([np.ravel(array) for array in kept])
        values, numbers = arrays_of(exported), arrays_of(numbered)
        for step, twin in zip(exported["steps"], numbered["steps"], strict=True):
            for key, place in step.get("weights", {}).items():
                if step["kind"] != "Constant":
                    flat[numbers[twin["weights"][key]].astype(int)] = values[place]
        model.set_weights(shaped(flat))
        yield
    finally:
        model.set_weights(kept)


def outputs(model, examples):
    """What a model answers in inference, as a list of arrays."""
    return [np.asarray(array, float) for array in keras.tree.flatten(model(examples, training=False))]
