"""Questions for the chapter on the components of a network. `tools/course/README.md` says how a generator is written."""

from math import ceil, log, log2, sqrt

import numpy as np

from tools.course.generators import asked, asks, from_chapter

relu, softmax, transformer_count = from_chapter("components", "relu", "softmax", "transformer_count")


@asks(numbers=range(1000))
def neuron(numbers):
    """One neuron with ReLU, by hand."""
    chance = np.random.default_rng(numbers)
    w, x, b = chance.integers(-3, 4, 3), chance.integers(-3, 4, 3), chance.integers(1, 5)
    return asked(
        f"A neuron with ReLU has the weights `{w.tolist()}` and the bias {b}. What does it put out for the input `{x.tolist()}`?",
        relu(w @ x + b),
        "Multiply, add up, add the bias, and cut at zero once.",
        {
            "cuts each product at zero before adding up": relu(w * x).sum() + b,
            "forgets the bias": relu(w @ x),
            "subtracts the bias": relu(w @ x - b),
        },
    )


@asks(inputs=[20, 64, 100, 784], first=[16, 32, 64, 128], second=[8, 24, 48], classes=[3, 5, 10])
def dense(inputs, first, second, classes):
    """The parameters of a dense network."""
    weights = inputs * first + first * second + second * classes
    return asked(
        f"A dense network has {inputs} inputs, hidden layers of {first} and {second} units, and {classes} outputs. How many parameters?",
        weights + first + second + classes,
        "A weight for each pair of units, and a bias for each unit that computes.",
        {
            "forgets the biases": weights,
            "counts one bias a layer": weights + 3,
            "gives biases to the inputs, too": weights + inputs + first + second + classes,
        },
    )


@asks(numbers=range(1000))
def probability(numbers):
    """Softmax, by hand."""
    logits = np.random.default_rng(numbers).permutation(np.arange(1, 6))[:3].astype(float)
    return asked(
        f"The logits of three classes are `{logits.astype(int).tolist()}`. Which probability has the first class?",
        softmax(logits)[0],
        "Softmax divides the exponential of its logit by the sum of all three exponentials.",
        {
            "divides the logit by the sum of the logits, without exponentials": logits[0] / logits.sum(),
            "puts the one logit through a sigmoid": 1 / (1 + np.exp(-logits[0])),
            "turns the sign of the logits": softmax(-logits)[0],
        },
    )


@asks(percent=[2, 5, 10, 20, 25, 30, 40, 60, 70, 80, 90])
def one_loss(percent):
    """The cross-entropy of one example."""
    p = percent / 100
    return asked(
        f"A classifier gives the right class the probability {p}. What is its cross-entropy on this example, in nats?",
        -log(p),
        "Cross-entropy is minus the natural logarithm of the right class's probability.",
        {
            "is the probability of being wrong, and no loss in nats": 1 - p,
            "takes the logarithm to base 2, which gives bits": -log2(p),
            "takes the logarithm of the probability of the other classes": -log(1 - p),
        },
    )


@asks(percent=[5, 10, 20, 30, 40, 60, 70, 80, 90])
def logit_gradient(percent):
    """The gradient with respect to a logit."""
    p = percent / 100
    return asked(
        f"Softmax gives the right class the probability {p}. What is the derivative of the cross-entropy with respect to that class's logit?",
        p - 1,
        "Prediction minus target, and the target is 1.",
        {
            "is target minus prediction: the loss falls when this logit grows": 1 - p,
            "is the derivative with respect to the probability, and not to the logit": -1 / p,
            "forgets to subtract the target": p,
        },
    )


@asks(classes=[3, 4, 5, 6, 8, 10, 20, 50, 100, 1000])
def guessing(classes):
    """The loss of knowing nothing."""
    return asked(
        f"Which cross-entropy, in nats, has a network that gives each of {classes} classes the same probability?",
        log(classes),
        r"Minus the logarithm of $1/K$ is $\ln K$: a useful number to compare a first loss with.",
        {
            "takes the logarithm to base 2, which gives bits": log2(classes),
            "is the share of wrong guesses": 1 - 1 / classes,
            "is one over the probability, without a logarithm": classes,
        },
    )


@asks(inputs=[32, 50, 64, 128, 200, 512], outputs=[16, 100, 256, 1024])
def first_weights(inputs, outputs):
    """He's initialization."""
    return asked(
        f"A layer with {inputs} inputs and {outputs} units starts with He's initialization. Which standard deviation have its weights?",
        sqrt(2 / inputs),
        r"The variance is $2 / d_{\text{in}}$.",
        {
            "is the variance": 2 / inputs,
            "is Glorot's initialization, which looks at both sides": sqrt(2 / (inputs + outputs)),
            "counts the units, and not the inputs that each unit adds up": sqrt(2 / outputs),
        },
    )


@asks(d=[64, 128, 256, 512, 768], ratio=[2, 3, 4], blocks=[2, 4, 6, 12], tokens=[1000, 8000, 32_000])
def transformer(d, ratio, blocks, tokens):
    """The parameters of a Transformer."""
    d_ff = ratio * d
    right = transformer_count(d, d_ff, blocks, tokens)
    return asked(
        rf"A Transformer with RMS norms, a gated network and no biases has $d = {d}$, $d_{{\text{{ff}}}} = {d_ff}$, {blocks} blocks with two norms each, "
        f"one more norm at the end, and for {tokens:,} tokens an embedding and a head of its own. How many parameters?",
        right,
        r"A block has $4 d^2 + 3 d d_{\text{ff}} + 2 d$; then one norm, and two tables of the tokens.",
        {
            "forgets the matrix behind the heads of attention": right - blocks * d * d,
            "counts two matrices in the gated network, which has three": right - blocks * d * d_ff,
            "counts one table of the tokens, though the head has its own": right - tokens * d,
        },
    )


@asks(layers=range(5, 13))
def pieces(layers):
    """What depth does for a sawtooth."""
    return asked(
        f"Each layer of a network folds the line once, with two ReLUs. How many straight pieces has its output after {layers} layers?",
        2**layers,
        "Each fold doubles the number of pieces.",
        {
            "adds the folds up, where each doubles": 2 * layers,
            "is what one hidden layer with as many ReLUs can make": 2 * layers + 1,
            "squares the number of layers": layers**2,
        },
    )


@asks(examples=[1000, 1437, 5000, 60_000], batch_size=[30, 64, 128, 300], epochs=[3, 5, 10, 20])
def steps(examples, batch_size, epochs):
    """How many steps training takes."""
    return asked(
        f"`fit` with {examples:,} examples, `batch_size={batch_size}` and `epochs={epochs}`: how many steps does the optimizer make?",
        ceil(examples / batch_size) * epochs,
        "One for each batch, and the last batch of a pass may be a small one.",
        {
            "leaves out the last, smaller batch of each pass": examples // batch_size * epochs,
            "makes a step for each example": examples * epochs,
            "counts one pass only": ceil(examples / batch_size),
        },
    )
