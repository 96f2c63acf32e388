"""Questions for the chapter on recurrent networks. `tools/course/README.md` says how a generator is written."""

from math import log, log2

import numpy as np

from tools.course.generators import asked, asks, from_chapter

scan = from_chapter("recurrent-networks", "scan")

FEATURES, UNITS, STEPS = [2, 3, 5, 8, 10], [16, 20, 32, 50, 64, 100], [20, 30, 50, 100]


@asks(features=FEATURES, units=UNITS, steps=STEPS)
def simple(features, units, steps):
    """The parameters of a SimpleRNN."""
    right = features * units + units**2 + units
    return asked(
        f"How many parameters has `SimpleRNN({units})` on sequences of {steps} steps with {features} features?",
        right,
        r"$F d + d^2 + d$, whatever the length.",
        {
            "gives every step weights of its own": right * steps,
            "forgets the weights from the old state": features * units + units,
            "forgets the biases": features * units + units**2,
        },
    )


@asks(features=FEATURES, units=UNITS)
def lstm(features, units):
    """The parameters of an LSTM."""
    part = features * units + units**2 + units
    return asked(
        f"How many parameters has `LSTM({units})` on {features} features?",
        4 * part,
        "Three gates and a candidate, each with the weights of a SimpleRNN.",
        {
            "counts the three gates and forgets the candidate": 3 * part,
            "is a SimpleRNN": part,
            "forgets the biases": 4 * (part - units),
        },
    )


@asks(features=FEATURES, units=UNITS)
def gru(features, units):
    """The parameters of a GRU."""
    weights = features * units + units**2
    return asked(
        f"How many parameters has Keras's `GRU({units})`, as it comes, on {features} features?",
        3 * (weights + 2 * units),
        "Two gates and a candidate, and in Keras each has two biases for a unit.",
        {
            "gives each part one bias, as the paper does": 3 * (weights + units),
            "counts four parts, as an LSTM has": 4 * (weights + 2 * units),
            "counts the two gates and forgets the candidate": 2 * (weights + 2 * units),
        },
    )


@asks(weight=[-0.5, 0.5, 0.8, 1.5, 2.0], numbers=range(200))
def linear_unit(weight, numbers):
    """Three steps of a linear unit."""
    x = np.random.default_rng(numbers).integers(-3, 5, 3)
    a, b, c = x.tolist()
    return asked(
        rf"A unit without an activation computes $h_t = {weight} h_{{t-1}} + x_t$ from $h_0 = 0$. It reads `{x.tolist()}`. What is $h_3$?",
        weight**2 * a + weight * b + c,
        r"The first input has been multiplied by $w$ twice, the second once.",
        {
            "reads the sequence from its end": weight**2 * c + weight * b + a,
            "forgets that the state is multiplied at each step": a + b + c,
            "multiplies each input by the weight before it is added": weight**3 * a + weight**2 * b + weight * c,
        },
    )


@asks(bias=[1, 2, 3, 4, 5, 6], steps=[5, 10, 20, 50, 100, 200])
def left(bias, steps):
    """What a forget gate leaves."""
    gate = 1 / (1 + np.exp(-float(bias)))
    return asked(
        f"An LSTM's forget gate has the bias {bias}, and nothing else moves it. Which share of the cell is left after {steps} steps?",
        gate**steps,
        r"$\sigma(b)^k$: the gate multiplies the cell at each step.",
        {
            "looks at one step only": gate,
            "exchanges what is kept and what is forgotten": 1 - gate**steps,
            "takes the same amount away at each step, where the same factor acts": max(0.0, 1 - steps * (1 - gate)),
        },
    )


@asks(steps=[10, 20, 30, 50, 80, 100, 150, 200])
def bias_for(steps):
    """The bias that a memory needs."""
    gate = 2 ** (-1 / steps)
    return asked(
        f"Which bias of the forget gate leaves half of an LSTM's cell after {steps} steps?",
        log(gate / (1 - gate)),
        r"The gate has to be $2^{-1/k}$, and its bias is the inverse of the sigmoid there, near $\ln(k / \ln 2)$.",
        {
            r"leaves $1/e$ of the cell, and not a half": log(steps),
            "is the value of the gate, before the sigmoid is undone": gate,
            "turns the sign, and the gate forgets nearly everything at once": -log(gate / (1 - gate)),
        },
    )


@asks(radius=[0.8, 0.9, 0.95, 0.98, 1.02, 1.05, 1.1], steps=[10, 20, 30, 50, 100])
def through_time(radius, steps):
    """A product of Jacobians."""
    return asked(
        f"In a linear recurrence with an orthogonal matrix times {radius}, by which factor does the length of the gradient change over {steps} steps?",
        radius**steps,
        "Each step multiplies it by the same factor.",
        {
            "adds the factors up, where each step multiplies": radius * steps,
            "looks at one step only": radius,
            "takes the square, as for a variance": radius ** (2 * steps),
        },
    )


@asks(length=[8, 20, 50, 64, 100, 200, 500, 1000, 1024])
def rounds(length):
    """The rounds of a scan."""
    return asked(
        f"A linear recurrence over {length:,} steps is computed by an associative scan. In how many rounds, one after the other?",
        scan(np.ones(length), np.ones(length))[1],
        r"The distance doubles from round to round: $\lceil \log_2 T \rceil$.",
        {
            "walks from step to step, as the plain loop does": length - 1,
            "halves the number of steps once only": length // 2,
            "takes the natural logarithm, though the distance doubles": round(log(length)),
            "needs one round more than the doubling takes": int(log2(length)) + 2,
        },
    )


@asks(tokens=[100, 500, 1000, 4000, 32_000], width=[64, 128, 256, 512])
def stored(tokens, width):
    """What is kept of the past."""
    return asked(
        f"After {tokens:,} tokens, how many numbers keep an attention layer of width {width} (keys and values), and a GRU of {width} units (its state)?",
        (2 * tokens * width, width),
        "Attention keeps a key and a value for each token. A state has a fixed size.",
        {
            "forgets that there are keys and values": (tokens * width, width),
            "counts the table of all pairs, which need not be kept": (tokens**2, width),
            "lets the GRU keep its state at every step": (2 * tokens * width, tokens * width),
        },
    )


@asks(batch=[8, 16, 32], steps=STEPS, features=FEATURES, units=UNITS)
def sequences_out(batch, steps, features, units):
    """The shape of what comes out."""
    return asked(
        f"`LSTM({units}, return_sequences=True)` reads an array of shape ({batch}, {steps}, {features}). Which shape has its output?",
        (batch, steps, units),
        "A state of each step, for each example.",
        {
            "gives back one number for each feature": (batch, steps, features),
            "counts the four parts of the layer, which stay inside": (batch, steps, 4 * units),
            "has a state of one step more, the one at the start": (batch, steps + 1, units),
        },
    )


@asks(old=range(2, 10), new=range(2, 10))
def written_twice(old, new):
    """A key that is stored twice."""
    return asked(
        f"A matrix stores the value {old} under a key of length one, then the value {new} under the same key. What does the key recall, if the outer products are "
        "added up, and what by the delta rule?",
        (old + new, new),
        "The sum holds both values. The delta rule writes the error of the recall, so that the new value replaces the old one.",
        {
            "lets the sum replace the old value, too": (new, new),
            "takes the mean of the two values for their sum": ((old + new) / 2, new),
            "reads what the delta rule writes, and not what is recalled then": (old + new, new - old),
        },
    )


@asks(error=[12, 15, 18, 22, 30, 36], naive=[20, 24, 25, 40, 50])
def skill(error, naive):
    """A forecast against its baseline."""
    return asked(
        f"A forecast has the mean error {error}, and the naive one {naive}. What is its skill?",
        1 - error / naive,
        r"$1 - E / E_0$: the share of the naive error that is taken away.",
        {
            "is the share of the error that is left": error / naive,
            "divides by the forecast's own error": 1 - naive / error,
            "is the difference, which depends on the unit": naive - error,
        },
    )
