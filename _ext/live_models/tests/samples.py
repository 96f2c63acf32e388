"""Random layers: for each kind, how one is drawn, with the shapes of its inputs."""

import keras
import numpy as np

L = keras.layers
ACTIVATIONS = ["linear", "relu", "leaky_relu", "relu6", "elu", "selu", "gelu", "silu", "sigmoid", "hard_sigmoid",
               "tanh", "softplus", "softsign", "exponential", "softmax"]


class Draw:
    """A source of chance with the few draws that layers need."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def among(self, *options):
        return options[self.random.integers(len(options))]

    def number(self, least, most):
        return int(self.random.integers(least, most + 1))

    def flag(self):
        return bool(self.random.integers(2))

    def sequence(self, least=4):
        return (self.number(least, 9), self.number(1, 5))

    def image(self, least=4):
        return (self.number(least, 9), self.number(least, 9), self.number(1, 4))

    def activation(self):
        return self.among(*ACTIVATIONS)


def dense(draw):
    shape = draw.among((draw.number(1, 9),), draw.sequence(1), draw.image(1))
    return L.Dense(draw.number(1, 8), activation=draw.activation(), use_bias=draw.flag()), [shape]


def convolution(kind, transposed=False, depthwise=False):
    def made(draw):
        flat = "1D" in kind.__name__
        shape = draw.sequence(5) if flat else draw.image(5)
        stride = draw.number(1, 3)
        dilation = 1 if transposed or stride > 1 else draw.number(1, 2)
        causal = flat and kind is L.Conv1D
        padding = draw.among("valid", "same", *(["causal"] if causal else []))
        size = draw.number(1, 3)
        options = {"strides": stride, "padding": padding, "use_bias": draw.flag(), "activation": draw.activation()}
        if not flat:
            size = (size, draw.number(1, 3))
        if kind in (L.Conv1D, L.Conv2D) and draw.flag():
            shape = (*shape[:-1], 4)
            options |= {"groups": 2}
        if depthwise:
            options |= {"depth_multiplier": draw.number(1, 3)}
        if not transposed:
            options |= {"dilation_rate": dilation}
        filters = [] if depthwise is True else [2 * draw.number(1, 3)]
        return kind(*filters, size, **options), [shape]
    return made


def pooling(kind):
    def made(draw):
        flat = "1D" in kind.__name__
        size = draw.number(1, 3) if flat else (draw.number(1, 3), draw.number(1, 3))
        options = {"strides": draw.among(None, 1, 2), "padding": draw.among("valid", "same")}
        return kind(size, **options), [draw.sequence() if flat else draw.image()]
    return made


def pooling_of_all(kind):
    def made(draw):
        return kind(keepdims=draw.flag()), [draw.sequence() if "1D" in kind.__name__ else draw.image()]
    return made


def normalization(kind, *flags):
    def made(draw):
        shape = draw.among((draw.number(2, 9),), (draw.number(2, 9), draw.number(2, 6)), (5, 4, draw.number(2, 5)))
        options = {flag: draw.flag() for flag in flags}
        return kind(epsilon=draw.among(1e-6, 1e-3, 0.1), **options), [shape]
    return made


def recurrent(kind, **more):
    def made(draw):
        options = {"return_sequences": draw.flag(), "use_bias": draw.flag(), "go_backwards": draw.flag()}
        options["activation"] = draw.among("tanh", "relu", "sigmoid", "softsign")
        if kind is not L.SimpleRNN:
            options["recurrent_activation"] = draw.among("sigmoid", "hard_sigmoid")
        return kind(draw.number(1, 7), **options, **more), [draw.sequence(2)]
    return made


def both_ways(draw):
    kind = draw.among(L.SimpleRNN, L.LSTM, L.GRU)
    inner = kind(draw.number(1, 5), return_sequences=draw.flag())
    return L.Bidirectional(inner, merge_mode=draw.among("concat", "sum", "mul", "ave")), [draw.sequence(2)]


def attention(causal):
    def made(draw):
        width = draw.number(2, 6)
        options = {"value_dim": draw.among(None, 3), "use_bias": draw.flag(), "output_shape": draw.among(None, 4)}
        layer = L.MultiHeadAttention(draw.number(1, 3), draw.number(2, 5), **options)
        query = (draw.number(2, 7), width)
        others, length = draw.number(0, 2), draw.number(2, 7)
        shapes = [query, *[(length, draw.number(2, 5)) for _ in range(others)]]

        def call(*tensors):
            tensors = tensors * 2 if len(tensors) == 1 else tensors
            return layer(*tensors, **({"use_causal_mask": True} if causal else {}))
        return call, shapes
    return made


def merge(kind):
    def made(draw):
        shape = draw.among((draw.number(1, 8),), draw.sequence(1), draw.image(1))
        count = 2 if kind is L.Subtract else draw.number(2, 3)
        other = (1,) * (len(shape) - 1) + shape[-1:] if draw.flag() else shape
        return kind(), [shape, *[other] * (count - 1)]
    return made


def concatenate(draw):
    shape = draw.among((draw.number(1, 8),), draw.sequence(1), draw.image(1))
    axis = draw.number(1, len(shape))
    others = [tuple(draw.number(1, 5) if place + 1 == axis else length for place, length in enumerate(shape))
              for _ in range(draw.number(1, 2))]
    return L.Concatenate(axis=draw.among(axis, axis - len(shape) - 1)), [shape, *others]


def reshape(draw):
    rows, columns = draw.number(1, 5), draw.number(1, 5)
    return L.Reshape(draw.among((columns, rows), (-1,), (rows, -1, 1))), [(rows, columns)]


def an_activation(draw):
    kind = draw.number(0, 5)
    layer = [
        lambda: L.Activation(draw.activation()),
        lambda: L.ReLU(draw.among(None, 1.5), draw.among(0.0, 0.3), draw.among(0.0, 0.5)),
        lambda: L.LeakyReLU(draw.among(0.01, 0.3)),
        lambda: L.ELU(draw.among(1.0, 0.5)),
        lambda: L.Softmax(),
        lambda: L.Activation(keras.activations.gelu),
    ][kind]()
    return layer, [draw.sequence()]


def operation(draw):
    shape = draw.sequence(2)
    constant = draw.random.normal(size=draw.among(shape, shape[-1:])).astype("float32")
    kind = draw.number(0, 3)
    call = [lambda a, b: a + b * constant, lambda a, b: (2.5 * a - b) - constant,
            lambda a, b: keras.ops.maximum(a, b) * constant, lambda a, b: keras.ops.minimum(a, 0.1) + b][kind]
    return call, [shape, shape]


KINDS = {
    "Dense": (dense, 24),
    "Activation": (an_activation, 20),
    "Flatten": (lambda draw: (L.Flatten(), [draw.among(draw.sequence(), draw.image())]), 3),
    "Reshape": (reshape, 5),
    "Rescaling": (lambda draw: (L.Rescaling(1 / 255, draw.among(0.0, -0.5)), [draw.image()]), 3),
    "Dropout": (lambda draw: (L.Dropout(0.5), [draw.sequence()]), 2),
    "GaussianNoise": (lambda draw: (L.GaussianNoise(1.0), [draw.sequence()]), 2),
    "Embedding": (lambda draw: (L.Embedding(9, draw.number(1, 6)), [(draw.number(1, 8),)]), 6),
    "Conv1D": (convolution(L.Conv1D), 16),
    "Conv2D": (convolution(L.Conv2D), 16),
    "DepthwiseConv1D": (convolution(L.DepthwiseConv1D, depthwise=True), 6),
    "DepthwiseConv2D": (convolution(L.DepthwiseConv2D, depthwise=True), 10),
    "SeparableConv1D": (convolution(L.SeparableConv1D, depthwise="and more"), 5),
    "SeparableConv2D": (convolution(L.SeparableConv2D, depthwise="and more"), 5),
    "Conv1DTranspose": (convolution(L.Conv1DTranspose, transposed=True), 10),
    "Conv2DTranspose": (convolution(L.Conv2DTranspose, transposed=True), 12),
    **{kind.__name__: (pooling(kind), 8)
       for kind in (L.MaxPooling1D, L.MaxPooling2D, L.AveragePooling1D, L.AveragePooling2D)},
    **{kind.__name__: (pooling_of_all(kind), 4)
       for kind in (L.GlobalMaxPooling1D, L.GlobalMaxPooling2D, L.GlobalAveragePooling1D, L.GlobalAveragePooling2D)},
    "UpSampling1D": (lambda draw: (L.UpSampling1D(draw.number(1, 3)), [draw.sequence()]), 3),
    "UpSampling2D": (lambda draw: (L.UpSampling2D((draw.number(1, 3), draw.number(1, 3))), [draw.image()]), 5),
    "ZeroPadding1D": (lambda draw: (L.ZeroPadding1D((draw.number(0, 2), draw.number(0, 2))), [draw.sequence()]), 3),
    "ZeroPadding2D": (lambda draw: (L.ZeroPadding2D(((1, 0), (draw.number(0, 2), 2))), [draw.image()]), 4),
    "BatchNormalization": (normalization(L.BatchNormalization, "center", "scale"), 10),
    "BatchNormalization, training": (normalization(L.BatchNormalization, "center", "scale"), 10),
    "LayerNormalization": (normalization(L.LayerNormalization, "center", "scale"), 10),
    "RMSNormalization": (normalization(L.RMSNormalization), 8),
    "SimpleRNN": (recurrent(L.SimpleRNN), 6),
    "LSTM": (recurrent(L.LSTM), 6),
    "GRU, reset after": (recurrent(L.GRU, reset_after=True), 6),
    "GRU, reset before": (recurrent(L.GRU, reset_after=False), 6),
    "Bidirectional": (both_ways, 5),
    "MultiHeadAttention": (attention(causal=False), 10),
    "MultiHeadAttention, causal": (attention(causal=True), 10),
    **{kind.__name__: (merge(kind), 5)
       for kind in (L.Add, L.Subtract, L.Multiply, L.Maximum, L.Minimum, L.Average)},
    "Concatenate": (concatenate, 8),
    "+ - * and ops": (operation, 8),
}


def fill(model, random):
    """Give every weight a random value: a fresh bias of zeros would prove nothing."""
    for variable in model.weights:
        name = variable.path.rsplit("/", 1)[-1]
        if name in ("moving_variance",):
            value = random.uniform(0.2, 2, variable.shape)
        else:
            fan = int(np.prod(variable.shape[:-1])) if len(variable.shape) > 1 else 4
            value = random.normal(name in ("gamma", "scale"), fan**-0.5, variable.shape)
        variable.assign(value.astype("float32"))


def cases(kind):
    """Models of one layer with random weights, inputs, and what Keras answers."""
    made, count = KINDS[kind]
    for number in range(count):
        draw = Draw([number, *kind.encode()])
        layer, shapes = made(draw)
        inputs = [keras.Input(shape) for shape in shapes]
        merges = kind in ("Concatenate", "Add", "Subtract", "Multiply", "Maximum",
                                                                 "Minimum", "Average")
        model = keras.Model(inputs, layer(inputs) if merges else layer(*inputs), name="sample")
        fill(model, draw.random)
        batch = draw.number(1, 3)
        if kind == "Embedding":
            given = [draw.random.integers(0, 9, (batch, *shape)).astype("float32") for shape in shapes]
        else:
            given = [draw.random.normal(0, 2, (batch, *shape)).astype("float32") for shape in shapes]
        yield model, given, {"training": True} if "training" in kind else {}
