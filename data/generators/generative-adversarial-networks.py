"""Questions for the chapter on generative adversarial networks. `tools/course/README.md` says how a generator is written."""

from math import erf, exp, hypot, log, sqrt

from tools.course.generators import asked, asks


@asks(times=range(3, 16))
def best_answer(times):
    """What the best discriminator says at a point."""
    return asked(
        f"At a point generated samples are {times} times as dense as data. What does the best discriminator say there?",
        1 / (1 + times),
        r"$D^* = p_{\text{data}} / (p_{\text{data}} + p_G)$.",
        {
            "is the ratio of the two densities; the discriminator divides by their sum": 1 / times,
            "is the probability that the sample is generated": times / (1 + times),
            "is the answer where both are equally dense": 1 / 2,
        },
    )


@asks(dense=range(1, 8), generated=range(2, 7))
def uneven_batches(dense, generated):
    """The best discriminator, where generated samples come more often."""
    times = "as dense as" if dense == 1 else f"{dense} times as dense as"
    return asked(
        f"A discriminator is trained with {generated} generated samples for each real one. What does the best one say where data are {times} samples?",
        dense / (dense + generated),
        "What counts is how often a sample from there is real: the generated density comes in as often as it is drawn.",
        {
            "takes the batch for an even one": dense / (dense + 1),
            "lets the real samples count more often": generated * dense / (generated * dense + 1),
            "is the probability that the sample is generated": generated / (dense + generated),
        },
    )


@asks(percent=[0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 8, 10, 15, 20, 25])
def two_slopes(percent):
    """The slopes of the generator's two losses."""
    d = percent / 100
    return asked(
        f"On a generated sample the discriminator says $D = {d:g}$. What are the slopes of $\\log(1 - D)$ and of $-\\log D$ in its logit?",
        (-d, -(1 - d)),
        "The slope of the saturating loss is $-D$, that of the non-saturating one $-(1 - D)$.",
        {
            "exchanges the two losses": (-(1 - d), -d),
            "differentiates by $D$, and not by the logit": (-1 / (1 - d), -1 / d),
            "has the wrong sign: both losses fall where the logit grows": (d, 1 - d),
        },
    )


@asks(real=[60, 70, 75, 80, 90, 95], generated=[5, 10, 20, 30, 40, 45])
def two_losses(real, generated):
    """The discriminator's loss, by hand."""
    p, q = real / 100, generated / 100
    return asked(
        f"The discriminator says {p:g} of a real sample and {q:g} of a generated one. What is the sum of its two losses, in nats?",
        -log(p) - log(1 - q),
        r"It is $-\log D$ on the real sample and $-\log(1 - D)$ on the generated one.",
        {
            "treats the generated sample as a real one": -log(p) - log(q),
            "is the value of the game, which the discriminator makes large": log(p) + log(1 - q),
            "is the generator's non-saturating loss": -log(q),
        },
    )


@asks(hundredths=[2, 5, 8, 10, 15, 20, 25, 30, 40, 45, 50, 55, 60, 65])
def value_at_best(hundredths):
    """The value of the game and the divergence."""
    divergence = hundredths / 100
    return asked(
        f"Data and samples have a Jensen-Shannon divergence of {divergence:g} nats. What is the value $V$ of the game with the best discriminator?",
        2 * divergence - log(4),
        r"$V(D^*, G) = 2 \operatorname{JS} - \log 4$.",
        {
            "forgets what the best discriminator gets where both are equal": 2 * divergence,
            "counts only one of the two terms of the game": divergence - log(2),
            "is the loss of the discriminator, which has the other sign": log(4) - 2 * divergence,
        },
    )


@asks(modes=range(2, 15))
def one_mode(modes):
    """The divergence of a collapsed generator."""
    from_data = log(2 / (modes + 1)) / modes + (modes - 1) / modes * log(2)
    from_samples = log(2 * modes / (modes + 1))
    return asked(
        f"Data lie at {modes} separate points, equally often. A generator has collapsed and returns one of them only. "
        "What is the Jensen-Shannon divergence of data and samples, in nats?",
        (from_data + from_samples) / 2,
        r"The middle has $\frac12 (\frac1k + 1)$ at the point that both have and $\frac{1}{2k}$ at each of the others; the divergence is the mean of two.",
        {
            "is $\\log 2$, as if the two had no point in common": log(2),
            "adds the two Kullback-Leibler divergences and forgets to halve": from_data + from_samples,
            "is the Kullback-Leibler divergence of the data from the middle, one of the two": from_data,
        },
    )


@asks(apart=range(1, 7), one=range(1, 6), two=range(1, 6))
def frechet_distance(apart, one, two):
    """The Fréchet distance of two normal distributions."""
    return asked(
        f"Two normal distributions of one feature have means {apart} apart, and standard deviations {one} and {two}. "
        "What is their Fréchet distance, as FID counts it?",
        apart**2 + (one - two) ** 2,
        r"In one dimension it is $(\mu_1 - \mu_2)^2 + \sigma_1^2 + \sigma_2^2 - 2 \sigma_1 \sigma_2$.",
        {
            "compares the means only": apart**2,
            "forgets the mixed term of the two spreads": apart**2 + one**2 + two**2,
            "takes the difference of the variances": apart**2 + abs(one**2 - two**2),
            "is its root, and FID takes none": sqrt(apart**2 + (one - two) ** 2),
        },
    )


@asks(samples=[400, 500, 600], data=[800, 1000, 1200], good=range(15, 96, 10), covered=range(10, 91, 10))
def precision_recall(samples, data, good, covered):
    """Precision and recall of a generator, from counts."""
    close, met = samples * good // 100, data * covered // 100
    return asked(
        f"Of {samples} generated samples {close} lie in the ball of some data point. Of {data:,} data points {met} lie in the ball of some "
        "generated sample. What are precision and recall?",
        (close / samples, met / data),
        "Precision is the share of samples that lie where data are, recall the share of data that lie where samples are.",
        {
            "exchanges the two": (met / data, close / samples),
            "counts as for a classifier, with the same hits in both shares": (close / samples, close / data),
            "divides both counts by the size of the two clouds together": (close / (samples + data), met / (samples + data)),
        },
    )


@asks(tenths=[5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20])
def best_quality(tenths):
    """The quality of perfect samples."""
    r = tenths / 10
    return asked(
        f"Call a sample good if it lies within {r:g} standard deviations of a center, and let each mode be a round normal cloud in the plane, "
        "far from the others. Which share of *real* data is good?",
        1 - exp(-(r**2) / 2),
        r"In the plane the share within $r$ standard deviations is $1 - e^{-r^2 / 2}$.",
        {
            "is the share in one dimension, between $-r$ and $r$": erf(r / sqrt(2)),
            "is the share that lies outside": exp(-(r**2) / 2),
        },
    )


@asks(sides=[(3, 4), (6, 8), (5, 12), (1, 2), (2, 3), (1, 3), (2, 2), (4, 1)], strength=[1, 2, 5, 10, 20])
def r1(sides, strength):
    """The penalty of a linear discriminator."""
    square = sides[0] ** 2 + sides[1] ** 2
    return asked(
        f"A discriminator's logit is $a(\\mathbf{{x}}) = {sides[0]} x_1 - {sides[1]} x_2 + 7$. What does R1 of strength {strength} charge?",
        strength / 2 * square,
        r"The slope is $\mathbf{w}$ everywhere, so that R1 charges $\frac{\lambda}{2} \lVert \mathbf{w} \rVert^2$.",
        {
            "forgets that R1 halves the strength": strength * square,
            "takes the norm of the slope, and R1 squares it": strength / 2 * sqrt(square),
            "charges for the slope's distance from 1, as WGAN-GP does": strength * (sqrt(square) - 1) ** 2,
            "charges for the bias, which has no part in the slope": strength / 2 * (square + 49),
        },
    )


@asks(a=range(2, 12), b=range(1, 9))
def spectral(a, b):
    """The largest singular value of a matrix."""
    return asked(
        rf"By which number does spectral normalization divide the matrix $\begin{{pmatrix}} {a} & {b} \\ {b} & {a} \end{{pmatrix}}$?",
        a + b,
        "By its largest singular value. The vector of two equal numbers is stretched most, by the sum of a row.",
        {
            "is the root of the sum of all squares, the Frobenius norm": hypot(a, b, a, b),
            "is the largest entry": max(a, b),
            "is the smaller of the two singular values": abs(a - b),
        },
    )


@asks(samples=[16, 50, 64, 100, 200, 500], trained=[500, 1000, 2000], steps=[10, 20, 25, 50, 100])
def passes(samples, trained, steps):
    """What a sample costs."""
    return asked(
        f"A diffusion model is trained with {trained:,} noise steps. You draw {samples} samples with a sampler of {steps} steps and with guidance. "
        "How often does the network predict the noise of an image?",
        samples * steps * 2,
        "Each step of each sample needs a prediction with the prompt and one without it.",
        {
            "takes the noise steps of the training for those of the sampler": samples * trained * 2,
            "forgets that guidance needs a second prediction": samples * steps,
            "counts one pass for a sample, as a GAN needs": samples,
        },
    )


@asks(rate=[0.05, 0.1, 0.2], steps=[50, 100, 150, 200, 300, 400])
def spiral(rate, steps):
    """Simultaneous steps in the game of two straight lines."""
    return asked(
        rf"In the game $\min_u \max_v\, uv$ both players make {steps} simultaneous steps of size {rate}, from $(1, 0)$. How far from the resting "
        "point do they end?",
        (1 + rate**2) ** (steps / 2),
        r"Each step multiplies the squared distance by $1 + \eta^2$.",
        {
            "is the squared distance": (1 + rate**2) ** steps,
            "lets the distance grow by the factor $1 + \\eta$ in each step": (1 + rate) ** steps,
            "lets them circle, which alternating steps do": 1,
        },
    )


@asks(total=[600, 1200, 1800, 2400, 3000, 4200, 6000], ratio=[2, 3, 4, 5])
def equal_budget(total, ratio):
    """A fair comparison at another balance."""
    return asked(
        f"A control has {total:,} moves, one player as many as the other. An arm with {ratio} discriminator moves for each of the generator "
        "gets the same total. How many moves have its discriminator and its generator?",
        (total * ratio // (ratio + 1), total // (ratio + 1)),
        "The moves of both players are counted together.",
        {
            "gives the generator what the whole control has": (total * ratio, total),
            "gives the discriminator the total": (total, total // ratio),
            "exchanges the two players": (total // (ratio + 1), total * ratio // (ratio + 1)),
        },
    )


@asks(pixels=[16, 25, 36, 49, 64, 81, 100], weight=[0.5, 1, 2], epsilon=[0.05, 0.1, 0.2])
def attack_or_noise(pixels, weight, epsilon):
    """Why so little is enough."""
    return asked(
        f"A logit is linear in {pixels} pixels, with weights of size {weight} and of either sign. How far does FGSM move it at "
        rf"$\epsilon = {epsilon}$, and how far does coin noise of this size, in standard deviations?",
        (epsilon * pixels * weight, epsilon * sqrt(pixels) * weight),
        r"The attack moves it by $\epsilon \sum_j |w_j|$, the coins by $\epsilon \lVert \mathbf{w} \rVert_2$.",
        {
            "lets the coins pull together, as the attack does": (epsilon * pixels * weight, epsilon * pixels * weight),
            "exchanges the two": (epsilon * sqrt(pixels) * weight, epsilon * pixels * weight),
            "looks at a single pixel": (epsilon * weight, epsilon * weight),
        },
    )


@asks(signal=[10, 20, 30, 36, 64, 70, 80, 90], start=[-3, -2, 2, 3, 4], noise=[-2, -1, 1, 2])
def noised(signal, start, noise):
    """A data point on its way to noise."""
    c = signal / 100
    return asked(
        f"At a step with a share of signal $c_t = {c:g}$, a point $x_0 = {start}$ is mixed with the noise $e = {noise}$. What is $x_t$?",
        sqrt(c) * start + sqrt(1 - c) * noise,
        r"$x_t = \sqrt{c_t}\, x_0 + \sqrt{1 - c_t}\; e$, which leaves the variance of data with variance one as it is.",
        {
            "forgets the roots": c * start + (1 - c) * noise,
            "exchanges signal and noise": sqrt(1 - c) * start + sqrt(c) * noise,
            "adds the noise and does not shrink the signal": start + sqrt(1 - c) * noise,
        },
    )
