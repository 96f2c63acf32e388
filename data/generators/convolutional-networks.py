"""Questions for the chapter on convolutional networks. `tools/course/README.md` says how a generator is written."""

import numpy as np

from tools.course.generators import asked, asks, from_chapter

correlate, output_size, receptive_field = from_chapter(
    "convolutional-networks", "correlate", "output_size", "receptive_field"
)


@asks(cells=range(20, 65), kernel=[3, 4, 5, 7], stride=[2, 3, 4], padding=[1, 2, 3])
def size(cells, kernel, stride, padding):
    """The size of an output."""
    return asked(
        f"An axis of {cells} cells meets a kernel of {kernel}, stride {stride} and {padding} zeros at each end. How many outputs?",
        output_size(cells, kernel, stride, padding),
        r"$\lfloor (N + 2p - k) / s \rfloor + 1$, rounded down.",
        {
            "rounds up, though the last window is not whole": -((kernel - cells - 2 * padding) // stride) + 1,
            "forgets the padding": output_size(cells, kernel, stride),
            "pads one end only": output_size(cells + padding, kernel, stride),
            "forgets the stride": output_size(cells, kernel, 1, padding),
        },
    )


@asks(cells=range(9, 60), stride=[2, 3, 4], kernel=[3, 5, 7])
def same(cells, stride, kernel):
    """What "same" means with a stride."""
    return asked(
        f'A layer with `padding="same"`, kernel {kernel} and stride {stride} reads {cells} cells. How many outputs?',
        -(-cells // stride),
        r'"Same" pads as much as needed for $\lceil N / s \rceil$ outputs.',
        {
            "rounds down, as without padding": cells // stride,
            "takes the name at its word, though there is a stride": cells,
            'is the size with `padding="valid"`': output_size(cells, kernel, stride),
        },
    )


@asks(kernel=[3, 5, 7], channels=[3, 16, 32, 64], filters=[8, 24, 48, 128], positions=[16, 28, 32])
def parameters(kernel, channels, filters, positions):
    """The parameters of a layer."""
    return asked(
        f"How many parameters has `Conv2D({filters}, {kernel})` on maps of {positions} by {positions} with {channels} channels?",
        kernel**2 * channels * filters + filters,
        r"$k^2 C F$ weights and $F$ biases, whatever the size of the maps.",
        {
            "forgets that each filter reads all channels": kernel**2 * filters + filters,
            "forgets the biases": kernel**2 * channels * filters,
            "gives every position weights of its own": (kernel**2 * channels + 1) * filters * positions**2,
            "lets the kernel have one axis only": kernel * channels * filters + filters,
        },
    )


@asks(kernel=[3, 5], channels=[3, 16, 32], filters=[8, 24, 64], positions=[16, 28, 32])
def multiply_adds(kernel, channels, filters, positions):
    """The work of a layer."""
    weights = kernel**2 * channels * filters
    return asked(
        f'A layer of {filters} filters, {kernel} by {kernel} with `padding="same"`, reads maps of {positions} by {positions} with {channels} channels. How many multiply-adds '
        "does one image take?",
        weights * positions**2,
        "Every weight is used at every position. Sharing saves memory, not work.",
        {
            "counts each weight once, where it is used at every position": weights,
            "forgets that each filter reads all channels": kernel**2 * filters * positions**2,
            "counts the positions along one axis only": weights * positions,
        },
    )


@asks(layers=range(3, 9), kernel=[3, 5, 7])
def field(layers, kernel):
    """How far a stack sees."""
    return asked(
        f"{layers} layers with a kernel of {kernel} and stride 1 follow each other. How wide is the receptive field?",
        receptive_field([(kernel, 1, 1)] * layers),
        r"The first layer sees $k$ cells, and each further one adds $k - 1$.",
        {
            "adds up the kernels, though neighboring patches overlap": layers * kernel,
            "is the field of one layer": kernel,
            "multiplies the kernels, where each layer adds": kernel**layers,
        },
    )


@asks(layers=range(2, 6), kernel=[3, 5], stride=[2, 3])
def field_with_stride(layers, kernel, stride):
    """What a stride does for all layers after it."""
    stack = [(kernel, stride, 1)] * layers
    return asked(
        f"{layers} layers with a kernel of {kernel} and stride {stride} follow each other. How wide is the receptive field?",
        receptive_field(stack),
        "Each layer adds as much as its kernel spans in cells of the input, and a step is all strides before it, multiplied.",
        {
            "forgets the strides": receptive_field([(kernel, 1, 1)] * layers),
            "multiplies by all strides at once": kernel * stride**layers,
            "lets a layer's own stride count before it": 1 + sum((kernel - 1) * stride ** (place + 1) for place in range(layers)),
        },
    )


@asks(layers=range(3, 9), kernel=[2, 3, 4])
def field_with_dilation(layers, kernel):
    """Dilations that double."""
    stack = [(kernel, 1, 2**place) for place in range(layers)]
    return asked(
        f"{layers} layers with a kernel of {kernel} have the dilations 1, 2, 4 and so on, doubled each time. How wide is the receptive field?",
        receptive_field(stack),
        r"Each layer adds $a (k - 1)$ cells.",
        {
            "forgets the dilations": receptive_field([(kernel, 1, 1)] * layers),
            "looks at the last layer only": 2 ** (layers - 1) * (kernel - 1) + 1,
            "adds a whole kernel's width for each dilation": 1 + sum(2**place * kernel for place in range(layers)),
        },
    )


@asks(numbers=range(2000))
def one_output(numbers):
    """One output, by hand."""
    chance = np.random.default_rng(numbers)
    patch, kernel, bias = chance.integers(0, 6, (2, 2)), chance.integers(-3, 4, (2, 2)), chance.integers(1, 4)
    return asked(
        f"A convolutional layer of Keras has the kernel `{kernel.tolist()}` and the bias {bias}, without an activation. What does it put out on the "
        f"patch `{patch.tolist()}`?",
        correlate(patch, kernel)[0, 0] + bias,
        "Multiply each number by the weight on top of it, add up, add the bias.",
        {
            "flips the kernel, as signal processing does and libraries do not": correlate(patch, kernel[::-1, ::-1])[0, 0] + bias,
            "forgets the bias": correlate(patch, kernel)[0, 0],
            "transposes the kernel": correlate(patch, kernel.T)[0, 0] + bias,
        },
    )


@asks(numbers=range(2000))
def kernel_gradient(numbers):
    """The gradient of a shared weight."""
    chance = np.random.default_rng(numbers)
    x, delta = chance.integers(-4, 5, 4), chance.integers(-3, 4, 3)
    return asked(
        rf"A kernel $(w_0, w_1)$ without bias reads the cells `{x.tolist()}`, and $\boldsymbol{{\delta}}$ at its three outputs is `{delta.tolist()}`. "
        r"What is the gradient of $w_1$?",
        delta @ x[1:],
        r"A sum over all positions: $\sum_i \delta_i x_{i+1}$.",
        {
            "takes one position only, though the weight is used at each": delta[0] * x[1],
            r"is the gradient of $w_0$": delta @ x[:-1],
            "turns the order of the outputs round": delta[::-1] @ x[1:],
        },
    )


@asks(kernel=[3, 5, 7], channels=[16, 32, 64, 128], filters=[24, 48, 96, 256])
def separable(kernel, channels, filters):
    """A depthwise separable layer."""
    depthwise, pointwise = kernel**2 * channels, channels * filters
    return asked(
        f"A {kernel} by {kernel} depthwise convolution on {channels} channels is followed by a 1 by 1 convolution with {filters} filters. How many weights, without biases?",
        depthwise + pointwise,
        r"$k^2 C$ for one kernel a channel, and $C F$ to mix the channels.",
        {
            "is the full convolution that the two replace": kernel**2 * channels * filters,
            "forgets the depthwise layer": pointwise,
            "forgets the 1 by 1 layer": depthwise,
        },
    )


@asks(kernel=[1, 3, 5], channels=[32, 64, 128], filters=[64, 128, 256], groups=[2, 4, 8])
def grouped(kernel, channels, filters, groups):
    """A grouped convolution."""
    full = kernel**2 * channels * filters
    return asked(
        f"A {kernel} by {kernel} convolution leads from {channels} to {filters} channels in {groups} groups. How many weights, without biases?",
        full // groups,
        "Each filter reads the channels of its own group.",
        {
            "forgets the groups": full,
            "counts one group only": full // groups**2,
            "lets every group have all filters and read all channels": full * groups,
        },
    )


@asks(side=[7, 8, 14], channels=[32, 64, 128, 256], classes=[10, 20, 100])
def head(side, channels, classes):
    """What a Flatten head costs."""
    return asked(
        f"A network ends in maps of {side} by {side} with {channels} channels, `Flatten` and `Dense({classes})`. How many parameters has the dense layer?",
        side**2 * channels * classes + classes,
        "It has weights for every position of every channel.",
        {
            "is the head behind global average pooling": channels * classes + classes,
            "forgets the channels": side**2 * classes + classes,
            "forgets the biases": side**2 * channels * classes,
        },
    )
