"""Questions for the chapter on dropout. `tools/course/README.md` says how a generator is written."""

from math import log, sqrt

from tools.course.generators import asked, asks

RATES = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8]


@asks(rate=RATES, output=range(2, 10))
def passed_on(rate, output):
    """What becomes of a unit that stays."""
    return asked(
        f"In training a unit puts out {output}, and `Dropout({rate})` does not drop it. What is passed on?",
        output / (1 - rate),
        rf"What stays is divided by $1 - r$, here {1 - rate:.3g}, which makes up for what is dropped.",
        {
            "leaves the unit as it is, and the layer's mean would fall": output,
            "multiplies by the probability to stay, where inverted dropout divides by it": output * (1 - rate),
            "divides by the rate, and not by the probability to stay": output / rate,
        },
    )


@asks(rate=RATES, output=range(2, 10))
def noise(rate, output):
    """The variance that the coin gives to a unit."""
    return asked(
        f"A unit always puts out {output}. What is the variance of what it passes on in training through `Dropout({rate})`?",
        rate / (1 - rate) * output**2,
        r"It is $\frac{r}{1 - r} h^2$.",
        {
            "forgets that what stays is divided by $1 - r$, which divides the variance by its square": rate * (1 - rate) * output**2,
            "takes the rate for the probability to stay": (1 - rate) / rate * output**2,
            "is the standard deviation": sqrt(rate / (1 - rate)) * output,
        },
    )


@asks(keep=[0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])
def paper(keep):
    """The trap in the letter p."""
    return asked(
        f"The paper of 2014 prints $p = {keep}$ for a layer. Which `rate` do you give to Keras?",
        1 - keep,
        "The paper's p is the probability to keep a unit, and `rate` is the probability to drop it.",
        {
            "takes the paper's probability to keep for the probability to drop": keep,
            "is the factor for the units that stay": 1 / keep,
            "is the variance of a unit that puts out 1": (1 - keep) / keep,
        },
    )


@asks(rate=RATES, units=[50, 100, 200, 400, 900])
def dropped(rate, units):
    """The number of units that one mask drops."""
    mean, variance = units * rate, units * rate * (1 - rate)
    return asked(
        f"How many of {units} units does a mask of `Dropout({rate})` drop: what are the mean and the standard deviation?",
        (mean, sqrt(variance)),
        r"Each unit has a coin of its own: the number is binomial, with mean $dr$ and standard deviation $\sqrt{dr(1 - r)}$.",
        {
            "counts the units that stay": (units - mean, sqrt(variance)),
            "gives the variance in place of the standard deviation": (mean, variance),
            "takes the number for fixed, as if units were drawn without a coin for each": (mean, 0),
        },
    )


@asks(inputs=[64, 100, 256, 784], units=[32, 64, 128, 200], rate=[0.2, 0.25, 0.5])
def parameters(inputs, units, rate):
    """Dropout has no parameters."""
    dense = inputs * units + units + units * 10 + 10
    return asked(
        f"How many parameters has a model of `Dense({units})` on {inputs} inputs, `Dropout({rate})` and `Dense(10)`?",
        dense,
        "The two dense layers have all of them. Dropout tosses coins and learns nothing.",
        {
            "gives dropout a parameter for each unit": dense + units,
            "counts the head only for the units that stay": dense - round(units * rate) * 10,
            "forgets the biases": dense - units - 10,
        },
    )


@asks(rate=RATES)
def both_there(rate):
    """Two units under one mask."""
    return asked(
        f"In which share of the training examples are two given units of a layer both there, under `Dropout({rate})`?",
        (1 - rate) ** 2,
        "The two coins are independent, so the probabilities to stay are multiplied.",
        {
            "asks for one of the two only": 1 - rate,
            "is the share in which both are dropped": rate**2,
            "is the share in which at least one is there": 1 - rate**2,
        },
    )


@asks(rate=RATES)
def rows_agree(rate):
    """One unit under two masks."""
    return asked(
        f"With which probability do two rows of a batch agree about a unit under `Dropout({rate})`: there in both, or dropped in both?",
        (1 - rate) ** 2 + rate**2,
        "Each row has a coin of its own: both stay or both go.",
        {
            "forgets that they also agree where both are dropped": (1 - rate) ** 2,
            "is the probability that they differ": 2 * rate * (1 - rate),
            "looks at one row only": 1 - rate,
        },
    )


@asks(rate=RATES, examples=[40, 50, 80, 100, 200, 500])
def ridge(rate, examples):
    """Dropout on the inputs of a linear regression."""
    return asked(
        f"Dropout at rate {rate} on the inputs of a linear regression with {examples} examples, whose features have unit mean square, is "
        r"ridge regression on average. With which $\lambda$?",
        examples * rate / (1 - rate),
        r"$\lambda = n r / (1 - r)$: the noise of a feature is $\frac{r}{1 - r}$ times its square, summed over the examples.",
        {
            "forgets to divide by $1 - r$": examples * rate,
            "exchanges the probability to drop and the probability to stay": examples * (1 - rate) / rate,
            "forgets to sum over the examples": rate / (1 - rate),
        },
    )


@asks(share=[0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4])
def floor(share):
    """The training loss that wrong labels leave."""
    return asked(
        f"Of the training labels a share of {share} is wrong, spread evenly over the other nine classes. How low, in nats, can the training "
        "loss of a network be that memorizes nothing?",
        -(1 - share) * log(1 - share) - share * log(share / 9),
        r"At best it gives the right class $1 - s$ and each other class $s/9$, which costs $-(1 - s) \ln(1 - s) - s \ln(s / 9)$.",
        {
            "counts only the loss of the right labels": -log(1 - share),
            "lets the network know which of the nine wrong classes it will be": -(1 - share) * log(1 - share) - share * log(share),
            "is the loss of guessing": log(10),
        },
    )


@asks(samples=[8, 18, 32, 50, 72, 98, 128, 162, 200, 450])
def band(samples):
    """How well a number of samples tells a spread."""
    return asked(
        f"Monte Carlo dropout estimates the standard deviation of a prediction from {samples} samples. How large is the relative error of that estimate?",
        1 / sqrt(2 * samples),
        r"It falls like $1 / \sqrt{2S}$ for $S$ samples.",
        {
            "is the error of a mean, in standard deviations": 1 / sqrt(samples),
            "forgets the root": 1 / (2 * samples),
            "lets the error fall like one over the samples": 1 / samples,
        },
    )
