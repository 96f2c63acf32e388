"""Questions for the chapter on backpropagation. `tools/course/README.md` says how a generator is written."""

from math import hypot, sqrt

import numpy as np

from tools.course.generators import asked, asks, from_chapter

small_forward, small_backward, momentum, adam = from_chapter(
    "backpropagation", "small_forward", "small_backward", "momentum", "adam"
)

SMALL = (
    r"One input $x$, two hidden units with ReLU, $\hat{y} = w_3 h_1 + w_4 h_2$, and the loss is $\frac{1}{2} (\hat{y} - y)^2$ with $y = 1$. "
    "Let $x = 2$, $w_1 = %s$, $w_2 = %s$, $w_3 = %s$ and $w_4 = %s$. "
)
HALVES = [0.5, 1.0, 1.5, 2.0, 2.5]
SIGNED = [-2.0, -1.5, -1.0, 1.0, 1.5, 2.0, 3.0]


@asks(w1=HALVES, w2=HALVES, w3=SIGNED, w4=SIGNED)
def first_weight(w1, w2, w3, w4):
    """A gradient along one path."""
    values = small_forward(w1, w2, w3, w4)
    gradient = small_backward(values)
    return asked(
        SMALL % (w1, w2, w3, w4) + r"What is $\partial \mathcal{L} / \partial w_1$?",
        gradient["w1"],
        r"$(\hat{y} - y) \cdot w_3 \cdot 1 \cdot x$: every local derivative on the way, ReLU's among them.",
        {
            r"forgets the factor $w_3$ on the way to the hidden unit": gradient["prediction"] * 2,
            r"forgets the error $\hat{y} - y$, with which the way begins": w3 * 2,
            r"stops at $z_1$, one factor before the weight": gradient["z1"],
            "is the direction of descent, with the sign turned round": -gradient["w1"],
        },
    )


@asks(w1=HALVES, w2=HALVES, w3=SIGNED, w4=SIGNED)
def two_paths(w1, w2, w3, w4):
    """A gradient where two paths meet."""
    gradient = small_backward(small_forward(w1, w2, w3, w4))
    upper, lower = gradient["z1"] * w1, gradient["z2"] * w2
    return asked(
        SMALL % (w1, w2, w3, w4) + r"What is $\partial \mathcal{L} / \partial x$?",
        gradient["x"],
        "Multiply along each of the two paths, and add the results.",
        {
            r"takes the path through $z_1$ only": upper,
            r"takes the path through $z_2$ only": lower,
            "multiplies the results of the two paths, which are to be added": upper * lower,
        },
    )


@asks(w1=HALVES, w2=[-w for w in HALVES], w3=SIGNED, w4=SIGNED)
def silent_unit(w1, w2, w3, w4):
    """What a ReLU that is off lets through."""
    gradient = small_backward(small_forward(w1, w2, w3, w4))
    return asked(
        SMALL % (w1, w2, w3, w4) + "Which gradients have $h_2$ and $w_2$?",
        (gradient["h2"], gradient["w2"]),
        "The loss would still like $h_2$ to change, and ReLU with slope 0 lets nothing through to $w_2$.",
        {
            "takes ReLU's slope for 1 where the unit is off": (gradient["h2"], 2 * gradient["h2"]),
            "stops at $h_2$, though the slope 0 lies below it": (0.0, 0.0),
            "exchanges the two sides of ReLU": (0.0, 2 * gradient["h2"]),
        },
    )


@asks(percent=[10, 20, 30, 40, 60, 70, 80, 90], batch=[2, 4, 5, 10, 20])
def start(percent, batch):
    """Equation 1 for a batch."""
    p = percent / 100
    return asked(
        f"In a batch of {batch}, softmax gives an example's right class the probability {p}. What is the gradient of the batch's mean "
        "cross-entropy with respect to that logit?",
        (p - 1) / batch,
        "Prediction minus target, divided by the number of examples.",
        {
            "forgets that the loss is a mean over the batch": p - 1,
            "forgets to subtract the target": p / batch,
            "is target minus prediction": (1 - p) / batch,
        },
    )


@asks(numbers=range(1000))
def one_weight(numbers):
    """Equation 3."""
    chance = np.random.default_rng(numbers)
    delta, h = [chance.permutation([-3, -2, -1, 1, 2, 3, 4, 5])[:2] for _ in range(2)]
    return asked(
        rf"A layer of two units reads $\mathbf{{h}} = ({h[0]}, {h[1]})$, and $\boldsymbol{{\delta}} = ({delta[0]}, {delta[1]})$ arrives at its "
        r"$\mathbf{z}$. What is the gradient of $W_{12}$, the weight from input 2 to unit 1?",
        delta[0] * h[1],
        r"Equation 3: $\delta_1 h_2$, what arrives at the unit times what the weight multiplies.",
        {
            r"is the gradient of $W_{21}$, from input 1 to unit 2": delta[1] * h[0],
            "takes the input of another weight of the same unit": delta[0] * h[0],
            "adds the two numbers, which are to be multiplied": delta[0] + h[1],
        },
    )


@asks(numbers=range(1000), h=[-0.8, -0.6, 0.5, 0.6, 0.8])
def one_layer_back(numbers, h):
    """Equation 2."""
    chance = np.random.default_rng(numbers)
    w, delta = chance.integers(-3, 4, (2, 2)), chance.permutation([-2, -1, 1, 2, 3])[:2]
    arriving = (w.T @ delta)[0]
    return asked(
        rf"The next layer has the weights `{w.tolist()}`, a row for each of its units, and $\boldsymbol{{\delta}} = ({delta[0]}, {delta[1]})$. "
        rf"Unit 1 of this layer has tanh and puts out $h_1 = {h}$. What is its $\delta_1$?",
        arriving * (1 - h**2),
        r"Equation 2: the transposed weights collect what arrives, and the slope of tanh is $1 - h^2$.",
        {
            "multiplies by the weights and not by their transpose": (w @ delta)[0] * (1 - h**2),
            "forgets the slope of tanh": arriving,
            r"takes $1 - h$ for the slope of tanh": arriving * (1 - h),
        },
    )


@asks(layers=range(3, 13))
def sigmoids(layers):
    """How a gradient shrinks."""
    return asked(
        f"What is the most that the slopes of {layers} sigmoids in a row leave of a gradient?",
        0.25**layers,
        r"The slope of a sigmoid is at most $1/4$, and the slopes are multiplied.",
        {
            "takes the sigmoid's value at 0 for its slope": 0.5**layers,
            "divides by the number of layers, where every layer multiplies": 0.25 / layers,
            "looks at one layer only": 0.25,
        },
    )


@asks(gradient=[2.0, 3.0, 5.0, 10.0, 20.0], rate=[0.01, 0.02, 0.05], count=[2, 3, 4])
def by_momentum(gradient, rate, count):
    """What momentum makes of a steady gradient."""
    moved = momentum(np.zeros(1), [np.array([gradient])] * count, rate)[0]
    mean = sum(1 - 0.9**step for step in range(1, count + 1))
    return asked(
        rf"A weight has the gradient {gradient:g} at each of {count} steps. How far does momentum with $\beta = 0.9$ and $\eta = {rate}$ move it?",
        moved,
        r"The sum $\mathbf{m} \leftarrow \beta \mathbf{m} + \mathbf{g}$ grows from step to step, and each step goes along it.",
        {
            "is plain gradient descent": -rate * gradient * count,
            r"averages with $1 - \beta$ before the gradient, where momentum adds up": -rate * gradient * mean,
            "is what Adam does: the size of the gradient does not count": -rate * count,
        },
    )


@asks(gradient=[0.02, 0.1, 5.0, 20.0, 100.0], rate=[0.001, 0.01, 0.1], count=[1, 2, 3])
def by_adam(gradient, rate, count):
    """What Adam makes of a steady gradient."""
    moved = adam(np.zeros(1), [np.array([gradient])] * count, rate)[0]
    m = v = uncorrected = 0.0
    for _ in range(count):
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        uncorrected -= rate * m / sqrt(v)
    steps = "its first step" if count == 1 else f"its first {count} steps"
    return asked(
        rf"A weight has the gradient {gradient:g} every time. How far does Adam with $\eta = {rate}$ move it in {steps}?",
        moved,
        "The size of a steady gradient cancels when it is divided by its root mean square.",
        {
            "is gradient descent, where the size of the gradient counts": -rate * gradient * count,
            r"forgets to divide both means by $1 - \beta^t$": uncorrected,
            "divides by the mean square and not by its root": -rate * count / gradient,
        },
    )


@asks(parameters=[50, 120, 200, 500, 1000, 2778, 4810, 10_000, 50_000, 109_386])
def finite_differences(parameters):
    """What a check costs."""
    return asked(
        f"A network has {parameters:,} parameters. How many forward passes does its gradient take by central differences?",
        2 * parameters,
        "Each parameter is moved up and down: two passes for each.",
        {
            "moves each parameter in one direction only": parameters + 1,
            "is about what backpropagation costs in all": 3,
            "moves all parameters at once, which gives one number and no gradient": 2,
        },
    )


@asks(gradient=[1.0, 2.0, 3.0, 5.0], rate=[0.01, 0.1], count=[3, 4, 5])
def never_cleared(gradient, rate, count):
    """What a forgotten `zero_grad` does."""
    return asked(
        f"In PyTorch `zero_grad` is forgotten. A weight's gradient is {gradient:g} at every step, and plain gradient descent has the rate {rate}. "
        f"How far has the weight moved after {count} steps?",
        -rate * gradient * count * (count + 1) / 2,
        "Step t goes along the sum of t gradients.",
        {
            "clears the gradient, as one should": -rate * gradient * count,
            "lets every step go along the sum of all gradients": -rate * gradient * count**2,
            r"is momentum with $\beta = 0.9$, which forgets": momentum(np.zeros(1), [np.array([gradient])] * count, rate)[0],
        },
    )


@asks(sides=[(3, 4), (6, 8), (5, 12), (8, 15), (9, 12), (12, 16)], limit=[1.0, 2.0, 2.5, 4.0])
def clipped(sides, limit):
    """Clipping by the norm."""
    a, b = sides
    norm = hypot(a, b)
    return asked(
        f"The gradient $({a}, {b})$ is clipped to a norm of at most {limit:g}. What is left of it?",
        (a * limit / norm, b * limit / norm),
        "The whole vector is shortened to that length, and keeps its direction.",
        {
            "clips each number for itself, which turns the direction": (min(a, limit), min(b, limit)),
            "divides by the limit": (a / limit, b / limit),
            "scales so that the numbers add up to the limit, and not their squares to its square": (a * limit / (a + b), b * limit / (a + b)),
        },
    )
