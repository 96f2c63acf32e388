"""Activations as the engine names them: a name and its parameters."""

import keras

from .errors import CannotRunInPage

SAME_NAME = ("relu", "elu", "selu", "silu", "sigmoid", "hard_sigmoid", "tanh", "softplus", "softsign", "softmax")
KNOWN = {
    **{getattr(keras.activations, name): [name] for name in SAME_NAME},
    keras.activations.linear: None,
    keras.activations.gelu: ["gelu"],
    keras.activations.leaky_relu: ["relu", 0.2],
    keras.activations.relu6: ["relu", 0, 6],
    keras.activations.exponential: ["exponential"],
}
LARGEST = float(2**127)


def as_named(function, model, layer):
    """The function as name and parameters, or None where it changes nothing."""
    if isinstance(function, keras.layers.Layer):
        return of_layer(function, model)
    if function not in KNOWN:
        name = getattr(function, "__name__", type(function).__name__)
        raise CannotRunInPage(
            model,
            f"layer {layer!r} has the activation {name}, which a page does not know",
            f"use one of {', '.join(sorted(known.__name__ for known in KNOWN))}",
        )
    return KNOWN[function]


def of_layer(layer, model):
    """The same for a layer that is an activation."""
    kind = type(layer)
    if kind is keras.layers.Activation:
        return as_named(layer.activation, model, layer.name)
    if kind is keras.layers.ReLU:
        most = LARGEST if layer.max_value is None else float(layer.max_value)
        return ["relu", float(layer.negative_slope), most, float(layer.threshold)]
    if kind is keras.layers.LeakyReLU:
        return ["relu", float(layer.negative_slope)]
    if kind is keras.layers.ELU:
        return ["elu", float(layer.alpha)]
    if kind is keras.layers.Softmax and layer.axis in (-1, [-1], (-1,)):
        return ["softmax"]
    raise CannotRunInPage(
        model,
        f"layer {layer.name!r} ({kind.__name__}) is an activation of a form that a page does not know",
        "use softmax over the last axis, or another activation",
    )
