"""Questions for the chapter on batch normalization. `tools/course/README.md` says how a generator is written."""

from math import ceil, log, sqrt

import numpy as np

from tools.course.generators import asked, asks, from_chapter

batch_norm_training, batch_norm_inference, update = from_chapter(
    "batch-normalization", "batch_norm_training", "batch_norm_inference", "update"
)


@asks(numbers=range(1000), gamma=[2, 3, 4], beta=[-2, 1, 5])
def normalized(numbers, gamma, beta):
    """One feature of a batch, by hand."""
    z = np.random.default_rng(numbers).integers(0, 10, (4, 1)).astype(float) + np.array([[0.0], [0.0], [0.0], [10.0]])
    deviation, n = z.std(), len(z)
    last = (z[-1, 0] - z.mean()) / deviation
    return asked(
        rf"A feature has the values `{z.ravel().astype(int).tolist()}` in a batch of four. With $\gamma = {gamma}$, $\beta = {beta}$ and "
        r"$\epsilon = 0$, what comes out for the last one, in training mode?",
        batch_norm_training(z, gamma, beta, epsilon=0)[0][-1, 0],
        r"Subtract the mean of the batch, divide by its standard deviation, then scale and shift.",
        {
            r"stops before the scale and the shift": last,
            r"divides by the variance and not by its root": gamma * last / deviation + beta,
            r"divides the variance by $B - 1$, which the layer does not in training": gamma * last * sqrt((n - 1) / n) + beta,
            "does not subtract the mean": gamma * z[-1, 0] / deviation + beta,
        },
    )


@asks(filters=[16, 32, 64, 128, 256], size=[7, 14, 28])
def numbers_held(filters, size):
    """What a layer holds."""
    return asked(
        f"Batch normalization follows a convolution with {filters} filters and maps of {size} by {size}. How many numbers does the layer hold, "
        "and how many of them are trained?",
        (4 * filters, 2 * filters),
        "Four for each channel: scale and shift are trained, the two moving averages are only kept.",
        {
            "forgets the moving averages": (2 * filters, 2 * filters),
            "takes the moving averages for trained": (4 * filters, 4 * filters),
            "counts every position as a feature of its own": (4 * filters * size**2, 2 * filters * size**2),
        },
    )


@asks(momentum=[0.8, 0.9, 0.95, 0.98, 0.99], updates=[5, 10, 20, 30, 50, 100])
def weight_of_the_start(momentum, updates):
    """How much a moving average still remembers its start."""
    return asked(
        f"After {updates} updates with momentum {momentum}, which weight has the starting value in a moving average of Keras?",
        momentum**updates,
        "Each update multiplies it by the momentum.",
        {
            "is the weight of the data, which is the rest": 1 - momentum**updates,
            "takes the momentum for the weight of the new value, as in PyTorch": (1 - momentum) ** updates,
            "looks at one update only": momentum,
        },
    )


@asks(mean=[5, 8, 10, 20, 50], momentum=[0.9, 0.95, 0.99], updates=[3, 5, 10, 20])
def moving_mean(mean, momentum, updates):
    """Where a moving average has come to."""
    moving = 0.0
    for _ in range(updates):
        moving = update(moving, mean, momentum)
    return asked(
        f"A feature has the mean {mean} in every batch. Where is its moving mean after {updates} updates with momentum {momentum} in Keras? It starts at 0.",
        moving,
        rf"The start still weighs ${momentum}^{{{updates}}}$, and the rest is the mean of the batches.",
        {
            "takes the average for ready": mean,
            "takes the weight of the start for that of the data": mean * momentum**updates,
            "is the step of one update": mean * (1 - momentum),
        },
    )


@asks(momentum=[0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999], percent=[1, 5, 10, 20])
def until_warm(momentum, percent):
    """How many updates a moving average needs."""
    share = percent / 100
    return asked(
        f"After how many updates with momentum {momentum} does the starting value of a moving average weigh less than {percent} percent?",
        ceil(log(share) / log(momentum)),
        "The smallest whole number of updates for which that power of the momentum is below it.",
        {
            "is the number of updates until a half is left": ceil(log(0.5) / log(momentum)),
            r"is $1 / (1 - \alpha)$, after which more than a third of the start is left": round(1 / (1 - momentum)),
            "lets the weight fall by the same amount each time, where it falls by the same factor": ceil((1 - share) / (1 - momentum)),
        },
    )


@asks(thousandths=[10, 12, 15, 18, 20, 25, 35, 40, 45, 50, 60])
def floor(thousandths):
    """What epsilon does."""
    s, epsilon = thousandths / 1000, 0.001
    return asked(
        rf"A feature has the standard deviation {s} in a batch, and $\epsilon = {epsilon}$. Which standard deviation has it after normalization, with $\gamma = 1$?",
        s / sqrt(s**2 + epsilon),
        r"$s / \sqrt{s^2 + \epsilon}$: a feature that hardly varies is not blown up.",
        {
            r"forgets $\epsilon$": 1,
            "is the variance": s**2 / (s**2 + epsilon),
            r"puts $\epsilon$ where the variance belongs": sqrt(epsilon / (s**2 + epsilon)),
        },
    )


@asks(w=[2, 3, 5], gamma=[2, 3, 4], beta=[1, -1, 5], mean=[-2, 3, 4], deviation=[0.5, 2, 4])
def folded(w, gamma, beta, mean, deviation):
    """Batch normalization folded into the layer before."""
    def layer(z):
        return batch_norm_inference(z, gamma, beta, mean, deviation**2, epsilon=0)

    bias = layer(0)
    return asked(
        f"A unit has one weight, {w}, and no bias. Behind it stands batch normalization with scale {gamma}, shift {beta}, moving mean {mean}, moving "
        rf"variance {deviation**2:g} and $\epsilon = 0$. Fold the two into one layer for inference: which weight and which bias?",
        (layer(w) - bias, bias),
        r"With $c = \gamma / \sqrt{\bar s^2}$ the weight is $c w$ and the bias $\beta - c \bar\mu$.",
        {
            "subtracts the moving mean without scaling it": (w * gamma / deviation, beta - mean),
            "forgets that the moving mean is subtracted": (w * gamma / deviation, beta),
            "divides by the variance and not by its root": (w * gamma / deviation**2, beta - gamma * mean / deviation**2),
        },
    )


@asks(spread=[2, 3, 5, 6, 10], batch=[4, 9, 16, 25, 36, 64, 100])
def noise_of_the_mean(spread, batch):
    """How noisy a batch is."""
    return asked(
        f"A feature has the standard deviation {spread} over the examples. Which standard deviation has its mean over a batch of {batch}?",
        spread / sqrt(batch),
        r"That of an example, divided by $\sqrt{B}$.",
        {
            "divides by the size of the batch and not by its root": spread / batch,
            "is the spread of an example": spread,
            "is the variance of the mean": spread**2 / batch,
        },
    )


@asks(factor=range(2, 13))
def longer_weights(factor):
    """What the length of the weights does."""
    return asked(
        f"All weights of a layer before batch normalization are made {factor} times as long. By which factor does a step of SGD turn them less?",
        factor**2,
        "The gradient is that much shorter, and the weights that much longer: the two factors are multiplied.",
        {
            "forgets that the gradient gets shorter, too": factor,
            "looks at the output, which stays as it is": 1,
            "takes a root, where two factors are multiplied": sqrt(factor),
        },
    )


@asks(parts=[2, 4, 8, 16], size=[8, 16, 32, 64])
def accumulated(parts, size):
    """What gradient accumulation leaves small."""
    return asked(
        f"The gradients of {parts} batches of {size} examples are added up before each step. Over how many examples go the statistics of batch "
        "normalization, and over how many the gradient?",
        (size, parts * size),
        "Each batch passes the layer by itself. Only the gradients are added.",
        {
            "lets the statistics see all batches of a step": (parts * size, parts * size),
            "forgets that the gradients are added up": (size, size),
            "exchanges the two": (parts * size, size),
        },
    )


@asks(batch=[8, 16, 32, 64], size=[7, 14, 28], channels=[16, 32, 64])
def of_a_convolution(batch, size, channels):
    """Over what a convolutional layer takes its means."""
    return asked(
        f"Batch normalization gets a batch of {batch} images with maps of {size} by {size} and {channels} channels. How many means does it compute, "
        "and over how many numbers goes each?",
        (channels, batch * size**2),
        "A feature is a channel: its statistics run over the examples and all positions.",
        {
            "leaves the positions apart": (channels * size**2, batch),
            "is instance normalization, which looks at each example alone": (batch * channels, size**2),
            "is layer normalization over a whole image": (batch, size**2 * channels),
        },
    )


@asks(rate=[0.01, 0.05, 0.1, 0.2, 0.5], decay=[0.0005, 0.001, 0.005, 0.01])
def equilibrium(rate, decay):
    """Where decay and growth meet."""
    return asked(
        f"SGD with rate {rate} and weight decay {decay} trains weights before batch normalization for a long time. By which angle does a step turn "
        "them, in radians?",
        sqrt(2 * rate * decay),
        r"Growth and decay of the length meet where the angle is $\sqrt{2 \eta \lambda}$.",
        {
            "forgets the root": 2 * rate * decay,
            "forgets the factor 2 that comes from the square of the length": sqrt(rate * decay),
            "is the share by which a step shortens the weights": rate * decay,
        },
    )
