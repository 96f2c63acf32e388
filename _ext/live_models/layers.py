"""Each layer that the engine knows, as the engine's own steps.

`READ` names, for each class, the function that writes its steps and the options that this function
reads. Every other option must be harmless or stand at its only known value, so that an option
that Keras adds tomorrow stops an export, and never makes a silent difference.
"""

from dataclasses import dataclass, field

import keras
import numpy as np

from . import activation
from .errors import CannotRunInPage

# These options change how a model is made or learns, and not what it answers.
HARMLESS = ("_initializer", "_regularizer", "_constraint")
HARMLESS_NAMES = {"name", "dtype", "trainable", "seed", "batch_input_shape", "zero_output_for_mask", "unroll"}
# Only one value of each is known, whatever the layer.
ONLY = {
    "data_format": {"channels_last", None},
    "quantization_config": {None},
    "lora_rank": {None},
    "mask_zero": {False},
    "return_state": {False},
    "stateful": {False},
    "output_padding": {None},
    "input_length": {None},
    "renorm": {False},
    "renorm_clipping": {None},
    "renorm_momentum": {0.99},
    "synchronized": {False},
    "rms_scaling": {False},
    "interpolation": {"nearest"},
    "noise_shape": {None},
    "use_gate": {False},
    "sliding_window": {None},
    "flash_attention": {None, False},
    "attention_axes": {None, (1,)},
    "activity_regularizer": {None},
    "sparse": {False, None},
    "weights": {None},
}


@dataclass
class Call:
    """One use of a layer in a model: what is asked of it, and the steps it becomes."""

    model: str
    layer: object
    name: str
    shapes: list
    options: dict = field(default_factory=dict)
    arrays: dict = field(default_factory=dict)

    def refuse(self, what, remedy):
        """Stop the export with a sentence."""
        raise CannotRunInPage(self.model, f"layer {self.layer.name!r} ({type(self.layer).__name__}) {what}", remedy)

    def activation(self, function):
        """An activation as a step's option, left out where it changes nothing."""
        named = activation.as_named(function, self.model, self.layer.name)
        return {} if named is None else {"activation": named}

    def step(self, kind, arrays=None, **options):
        """A step of the engine, its weights as arrays for now."""
        weights = {name: np.asarray(array, "float32") for name, array in (arrays or {}).items() if array is not None}
        step = {"kind": kind, **options, "weights": weights}
        if weights and not self.layer.trainable:
            step["trainable"] = False
        return step


def pair(value):
    """A window's option along both axes of an image; a sequence is one pixel high."""
    value = [value] if isinstance(value, int) else list(value)
    return [int(number) for number in ([1] * (2 - len(value)) + value)]


def dense(call):
    layer = call.layer
    arrays = {"kernel": layer.kernel, "bias": layer.bias}
    return [call.step("Dense", arrays, **call.activation(layer.activation))]


def an_activation(call):
    named = activation.of_layer(call.layer, call.model)
    return [call.step("Activation", **({"activation": named} if named else {}))]


def dropout(call):
    return [call.step("Dropout", rate=float(call.layer.rate))]


def no_change(call):
    """A layer that does nothing when a model answers, and something that the engine lacks when it trains."""
    return [call.step("Scale", scale=1, offset=0, still=True)]


def rescaling(call):
    if not all(isinstance(number, (int, float)) for number in (call.layer.scale, call.layer.offset)):
        call.refuse("scales by more than one number", "give one scale and one offset")
    return [call.step("Scale", scale=float(call.layer.scale), offset=float(call.layer.offset))]


def flatten(call):
    return [call.step("Reshape", shape=[-1])]


def reshape(call):
    return [call.step("Reshape", shape=[int(length) for length in call.layer.target_shape])]


def embedding(call):
    return [call.step("Embedding", {"table": call.layer.embeddings})]


def window_options(call, size):
    layer = call.layer
    strides = layer.pool_size if layer.strides is None else layer.strides
    return {"size": pair(size), "strides": pair(strides), "padding": layer.padding}


def convolution(call):
    layer = call.layer
    arrays = {"kernel": layer.kernel, "bias": layer.bias}
    return [call.step(
        "Convolution", arrays, **window_options(call, layer.kernel_size), dilation=pair(layer.dilation_rate),
        groups=int(layer.groups), **call.activation(layer.activation))]


def depthwise_kernel(array):
    """The kernel of a convolution with as many groups as channels."""
    *size, channels, multiplier = array.shape
    return np.reshape(array, (*size, 1, channels * multiplier))


def depthwise(call):
    layer = call.layer
    arrays = {"kernel": depthwise_kernel(layer.kernel), "bias": layer.bias}
    return [call.step(
        "Convolution", arrays, **window_options(call, layer.kernel_size), dilation=pair(layer.dilation_rate),
        groups=int(call.shapes[0][-1]), **call.activation(layer.activation))]


def separable(call):
    layer = call.layer
    first = call.step(
        "Convolution", {"kernel": depthwise_kernel(layer.depthwise_kernel)},
        **window_options(call, layer.kernel_size), dilation=pair(layer.dilation_rate),
        groups=int(call.shapes[0][-1]))
    second = call.step(
        "Convolution", {"kernel": layer.pointwise_kernel, "bias": layer.bias}, size=[1, 1], strides=[1, 1],
        padding="valid", **call.activation(layer.activation))
    return [first, second]


def transposed(call):
    layer = call.layer
    if set(pair(layer.dilation_rate)) != {1}:
        call.refuse("is dilated", "set dilation_rate=1")
    kernel = np.swapaxes(np.asarray(layer.kernel), -1, -2)
    return [call.step(
        "Convolution", {"kernel": kernel, "bias": layer.bias}, transposed=True,
        **window_options(call, layer.kernel_size), **call.activation(layer.activation))]


def pooling(call):
    layer = call.layer
    return [call.step("Pooling", **window_options(call, layer.pool_size), max="Max" in type(layer).__name__)]


def pooling_of_all(call):
    name = type(call.layer).__name__
    return [call.step("Pooling", all=True, max="Max" in name, keep=bool(call.layer.keepdims))]


def up_sampling(call):
    return [call.step("UpSampling", size=pair(call.layer.size))]


def padding(call):
    pads = call.layer.padding
    pads = [(0, 0), pads] if isinstance(pads[0], int) else pads
    return [call.step("Padding", padding=[[int(n) for n in side] for side in pads])]


def along_last_axis(call, axis):
    axes = [axis] if isinstance(axis, int) else list(axis)
    rank = len(call.shapes[0])
    if [number % rank for number in axes] != [rank - 1]:
        call.refuse(f"normalizes along axis {axis}", "normalize along the last axis, axis=-1")


def batch_normalization(call):
    layer = call.layer
    along_last_axis(call, layer.axis)
    arrays = {"gamma": layer.gamma, "beta": layer.beta, "mean": layer.moving_mean, "variance": layer.moving_variance}
    return [call.step("BatchNormalization", arrays, epsilon=layer.epsilon)]


def layer_normalization(call):
    layer = call.layer
    along_last_axis(call, layer.axis)
    arrays = {"gamma": layer.gamma, "beta": layer.beta}
    return [call.step("RowNormalization", arrays, epsilon=layer.epsilon, centered=True)]


def rms_normalization(call):
    along_last_axis(call, call.layer.axis)
    return [call.step("RowNormalization", {"gamma": call.layer.scale}, epsilon=call.layer.epsilon, centered=False)]


def recurrent(call, layer=None, **more):
    layer = layer or call.layer
    kind, cell = type(layer).__name__, layer.cell
    bias = None if cell.bias is None else np.asarray(cell.bias)
    arrays = {"kernel": cell.kernel, "recurrent": cell.recurrent_kernel, "bias": bias}
    if kind == "GRU" and cell.reset_after and bias is not None:
        arrays |= {"bias": bias[0], "recurrent_bias": bias[1]}
    if kind == "GRU" and not cell.reset_after:
        gates, candidate = np.split(np.asarray(cell.recurrent_kernel), [2 * cell.units], axis=1)
        arrays |= {"recurrent": gates, "candidate": candidate}
    options = {"units": int(cell.units), "cell": kind, **call.activation(layer.activation), **more}
    if kind != "SimpleRNN":
        gate = activation.as_named(layer.recurrent_activation, call.model, layer.name)
        options |= {"gate": gate} if gate else {}
    flags = {"sequences": layer.return_sequences, "backwards": layer.go_backwards,
             "still": bool(layer.dropout or layer.recurrent_dropout)}
    return [call.step("Recurrent", arrays, **options, **{name: True for name, flag in flags.items() if flag})]


def both_ways(call):
    layer = call.layer
    ways = [layer.forward_layer, layer.backward_layer]
    if any(type(way) not in READ or READ[type(way)][0] is not recurrent for way in ways):
        call.refuse("goes both ways with a layer that a page does not know", "use SimpleRNN, LSTM or GRU")
    if [way.go_backwards for way in ways] != [False, True]:
        call.refuse("has a layer that already goes backwards", "set go_backwards=False")
    for way in ways:
        check_options(Call(call.model, way, call.name, call.shapes))
    there, back = recurrent(call, ways[0])[0], recurrent(call, ways[1], flip=True)[0]
    merges = {"concat": "Concatenate", "sum": "Add", "mul": "Multiply", "ave": "Add"}
    if layer.merge_mode not in merges:
        call.refuse("gives two answers", "set merge_mode to 'concat', 'sum', 'mul' or 'ave'")
    axis = 2 if ways[0].return_sequences else 1
    together = call.step(merges[layer.merge_mode], axis=axis)
    steps = [there | {"from": [0]}, back | {"from": [0]}, together | {"from": ["there", "back"]}]
    return steps + ([call.step("Scale", scale=0.5, offset=0)] if layer.merge_mode == "ave" else [])


def attention(call):
    layer = call.layer
    if any(len(shape) != 3 for shape in call.shapes):
        call.refuse("attends over more than one axis", "give it inputs of shape (batch, length, features)")
    if layer._use_bias and 1 in (layer.key_dim, layer.value_dim):
        # Keras adds such a bias along the length where that equals the number of heads.
        call.refuse("has a bias and heads of one number, which Keras adds up by the length of the text",
                    "give it a key_dim and value_dim of 2 or more, or use_bias=False")
    arrays = {}
    for name in ("query", "key", "value", "output"):
        part = getattr(layer, f"{name}_dense")
        kernel = np.asarray(part.kernel)
        last = kernel.shape[-1] if name == "output" else kernel[0].size
        arrays |= {name: kernel.reshape(-1, last)}
        if part.bias is not None:
            arrays |= {f"{name}_bias": np.asarray(part.bias).reshape(-1)}
    options = {"heads": int(layer.num_heads), "size": [int(layer.key_dim), int(layer.value_dim)]}
    if call.options.get("use_causal_mask"):
        options["causal"] = True
    if layer.dropout:
        options["still"] = True
    return [call.step("Attention", arrays, **options)]


def merge(call):
    name = type(call.layer).__name__
    if name == "Average":
        return [call.step("Add"), call.step("Scale", scale=1 / len(call.shapes), offset=0)]
    return [call.step(name)]


def concatenate(call):
    rank = len(call.shapes[0])
    axis = int(call.layer.axis) % rank
    if axis == 0:
        call.refuse("joins examples of a batch", "join along another axis")
    return [call.step("Concatenate", axis=axis)]


WINDOW = {"strides", "padding", "activation", "use_bias", "filters", "kernel_size", "dilation_rate", "groups"}
RECURRENT = {"units", "activation", "recurrent_activation", "use_bias", "reset_after", "return_sequences",
             "go_backwards", "dropout", "recurrent_dropout", "unit_forget_bias", "implementation"}

READ = {
    keras.layers.Dense: (dense, {"units", "activation", "use_bias"}),
    keras.layers.Activation: (an_activation, {"activation"}),
    keras.layers.ReLU: (an_activation, {"max_value", "negative_slope", "threshold"}),
    keras.layers.LeakyReLU: (an_activation, {"negative_slope"}),
    keras.layers.ELU: (an_activation, {"alpha"}),
    keras.layers.Softmax: (an_activation, {"axis"}),
    keras.layers.Dropout: (dropout, {"rate"}),
    keras.layers.GaussianNoise: (no_change, {"stddev"}),
    keras.layers.GaussianDropout: (no_change, {"rate"}),
    keras.layers.SpatialDropout1D: (no_change, {"rate"}),
    keras.layers.SpatialDropout2D: (no_change, {"rate"}),
    keras.layers.Rescaling: (rescaling, {"scale", "offset"}),
    keras.layers.Flatten: (flatten, set()),
    keras.layers.Reshape: (reshape, {"target_shape"}),
    keras.layers.Embedding: (embedding, {"input_dim", "output_dim"}),
    keras.layers.Conv1D: (convolution, WINDOW),
    keras.layers.Conv2D: (convolution, WINDOW),
    keras.layers.DepthwiseConv1D: (depthwise, WINDOW | {"depth_multiplier"}),
    keras.layers.DepthwiseConv2D: (depthwise, WINDOW | {"depth_multiplier"}),
    keras.layers.SeparableConv1D: (separable, WINDOW | {"depth_multiplier"}),
    keras.layers.SeparableConv2D: (separable, WINDOW | {"depth_multiplier"}),
    keras.layers.Conv1DTranspose: (transposed, WINDOW - {"groups"}),
    keras.layers.Conv2DTranspose: (transposed, WINDOW - {"groups"}),
    **{getattr(keras.layers, f"{kind}Pooling{n}D"): (pooling, {"pool_size", "strides", "padding"})
       for kind in ("Max", "Average") for n in (1, 2)},
    **{getattr(keras.layers, f"Global{kind}Pooling{n}D"): (pooling_of_all, {"keepdims"})
       for kind in ("Max", "Average") for n in (1, 2)},
    keras.layers.UpSampling1D: (up_sampling, {"size"}),
    keras.layers.UpSampling2D: (up_sampling, {"size"}),
    keras.layers.ZeroPadding1D: (padding, {"padding"}),
    keras.layers.ZeroPadding2D: (padding, {"padding"}),
    keras.layers.BatchNormalization: (batch_normalization, {"axis", "momentum", "epsilon", "center", "scale"}),
    keras.layers.LayerNormalization: (layer_normalization, {"axis", "epsilon", "center", "scale"}),
    keras.layers.RMSNormalization: (rms_normalization, {"axis", "epsilon"}),
    keras.layers.SimpleRNN: (recurrent, RECURRENT),
    keras.layers.LSTM: (recurrent, RECURRENT),
    keras.layers.GRU: (recurrent, RECURRENT),
    keras.layers.Bidirectional: (both_ways, {"layer", "backward_layer", "merge_mode"}),
    keras.layers.MultiHeadAttention: (attention, {
        "num_heads", "key_dim", "value_dim", "dropout", "use_bias", "output_shape", "query_shape", "key_shape",
        "value_shape"}),
    **{getattr(keras.layers, name): (merge, set())
       for name in ("Add", "Subtract", "Multiply", "Maximum", "Minimum", "Average")},
    keras.layers.Concatenate: (concatenate, {"axis"}),
}


def check_options(call):
    """Refuse an option whose value the engine does not know."""
    layer, (_, read) = call.layer, READ[type(call.layer)]
    if layer.dtype_policy.name != "float32":
        call.refuse(f"computes in {layer.dtype_policy.name}", "make the model in float32")
    for name, value in layer.get_config().items():
        if name in read or name in HARMLESS_NAMES or name.endswith(HARMLESS):
            continue
        comparable = tuple(value) if isinstance(value, list) else value
        if isinstance(comparable, dict) or comparable not in ONLY.get(name, ()):
            remedy = f"set {name}={sorted(ONLY[name], key=str)[0]!r}" if name in ONLY else "leave this option out"
            call.refuse(f"has {name}={value!r}, which a page does not know", remedy)


def steps_of(call):
    """The steps of one call of a layer."""
    if type(call.layer) not in READ:
        call.refuse("is of a kind that a page does not know",
                    "make the live model of the layers that the README of live_models lists")
    if not call.layer.built:
        call.refuse("is not built", "call the model on an example first")
    check_options(call)
    return READ[type(call.layer)][0](call)
