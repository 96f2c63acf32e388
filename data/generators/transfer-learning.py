"""Questions for the chapter on transfer learning. `tools/course/README.md` says how a generator is written."""

from math import acos, cos, degrees, exp, log, radians, sin, sqrt
from statistics import mean, pstdev, stdev

import numpy as np

from tools.course.generators import asked, asks, from_chapter

nearest_solution = from_chapter("transfer-learning", "nearest_solution")


@asks(start=[(1, 0), (0, 2), (3, 1), (2, 2), (1, 4)], example=[(1, 1), (1, 2), (2, 1), (1, 3)], target=range(5, 14))
def nearest(start, example, target):
    """Where gradient descent ends, with fewer examples than weights."""
    import numpy as np

    inputs = np.array([example], float)
    error, length = target - np.dot(example, start), np.dot(example, example)
    return asked(
        f"A linear model with two weights starts at $\\mathbf{{w}} = {start}$ and is trained on one example, the inputs {example} with the target "
        f"{target}. Where does gradient descent on the squared error end?",
        nearest_solution(np.array(start, float), inputs, np.array([target], float)).round(9),
        r"At the solution nearest to the start: $\mathbf{w}_{\text{start}} + \mathbf{X}^+ (\mathbf{y} - \mathbf{X} \mathbf{w}_{\text{start}})$.",
        {
            "is the solution nearest to zero, as if the start left no trace": np.array(example) * target / length,
            "takes the transpose of the example for its pseudoinverse": np.array(start) + np.array(example) * float(error),
            "fits the example by the first weight alone": (start[0] + error / example[0], float(start[1])),
        },
    )


@asks(weights=[20, 40, 50, 80, 100, 200], percent=[10, 20, 25, 30, 40, 60, 70, 75, 80, 90], squared=[2, 3, 4, 5, 8])
def error_left(weights, percent, squared):
    """The error that examples leave in a linear model."""
    examples = weights * percent // 100
    share = examples / weights
    return asked(
        f"A linear model of {weights} weights is trained on {examples} examples without noise, drawn from a normal distribution with no direction "
        f"preferred. Its start has the squared distance {squared} from the truth. Which squared distance is left on average?",
        (1 - share) * squared,
        r"The share $n / d$ of the squared distance is corrected, so $1 - n / d$ of it is left.",
        {
            "is the part that the examples correct": share * squared,
            "takes the share as one of the length, and squares it": (1 - share) ** 2 * squared,
            "is the distance at the start: what no example touches stays, and the rest does not": squared,
        },
    )


@asks(angle=[20, 30, 40, 45, 75, 80, 100, 110, 120, 135, 150], examples=[5, 10, 15, 20, 25, 30, 35, 40])
def at_an_angle(angle, examples):
    """Source and truth at an angle, from two starts."""
    left, turn = 1 - examples / 50, radians(angle)
    from_source = left * (2 - 2 * cos(turn))
    return asked(
        f"In a linear model of 50 weights the vectors of source and truth both have length 1, with an angle of {angle} degrees between them. There are "
        f"{examples} normal examples without noise. Which mean squared error of the weights is left from a start at the source, and which from zero?",
        (from_source, left),
        r"The squared distance of the source from the truth is $2 - 2 \cos \varphi$, that of zero is 1, and $1 - n / d$ of each is left.",
        {
            "exchanges the two starts": (left, from_source),
            "is what the start has before any example": (2 - 2 * cos(turn), 1.0),
            "takes for the distance only the part of the truth at a right angle to the source": (left * sin(turn) ** 2, left),
        },
    )


@asks(tenths=[6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18])
def break_even(tenths):
    """The angle at which a source begins to hurt."""
    length = tenths / 10
    return asked(
        f"In the linear model the true weights have length 1, and those of the source have length {length:g}. From which angle between the two, in degrees, is "
        "the source a worse start than zero?",
        degrees(acos(length / 2)),
        r"Both starts are equally far from the truth where $s^2 - 2 s \cos \varphi + 1 = 1$, that is $\cos \varphi = s / 2$.",
        {
            "is the angle for two vectors of equal length": 60.0,
            "exchanges the lengths of source and truth": degrees(acos(1 / (2 * length))),
            "is a right angle, at which the source says nothing of the truth and costs its own length": 90.0,
        },
    )


@asks(tasks=range(2, 13), millions=[5, 20, 50, 100, 300], thousands=[10, 20, 50, 100, 200])
def stored(tasks, millions, thousands):
    """What several tasks cost to store."""
    whole, head = millions * 1_000_000, thousands * 1_000
    return asked(
        f"A network has a backbone of {millions} million numbers and a head of {thousands} thousand. It serves {tasks} target tasks. How many numbers are stored "
        "with full fine-tuning, and how many with one frozen backbone and a head for each task?",
        (tasks * (whole + head), whole + tasks * head),
        "Full copies are different networks. Only what is frozen can be shared.",
        {
            "shares the backbone in both cases, and a tuned backbone is another one for each task": (whole + tasks * head, whole + tasks * head),
            "keeps a single head, and each task needs its own": (tasks * (whole + head), whole + head),
            "exchanges the two": (whole + tasks * head, tasks * (whole + head)),
        },
    )


@asks(layers=[6, 12, 24, 32], matrices=[1, 2, 3, 4], width=[512, 768, 1024, 2048, 4096], rank=[2, 4, 8, 16])
def lora_numbers(layers, matrices, width, rank):
    """What LoRA trains."""
    return asked(
        f"A transformer has {layers} layers. LoRA of rank {rank} is put on {matrices} square matri{'x' if matrices == 1 else 'ces'} of {width:,} rows "
        "in each layer. How many numbers are trained for it?",
        layers * matrices * rank * 2 * width,
        r"Each matrix gets two thin ones, with $k (d_{\text{in}} + d_{\text{out}})$ numbers.",
        {
            "counts one of the two thin matrices": layers * matrices * rank * width,
            "counts the matrices that stay frozen": layers * matrices * width**2,
            "takes the two thin matrices for square ones of the rank": layers * matrices * 2 * rank**2,
        },
    )


@asks(inputs=[256, 512, 1024, 2048, 4096], outputs=[64, 128, 384, 768, 3072], rank=[2, 4, 8, 16])
def lora_share(inputs, outputs, rank):
    """The share that LoRA trains of one matrix."""
    return asked(
        f"LoRA of rank {rank} is put on a kernel with {inputs:,} inputs and {outputs:,} outputs. How many numbers are trained, as a share of those in the "
        "kernel, in percent?",
        100 * rank * (inputs + outputs) / (inputs * outputs),
        r"The share is $k (d_{\text{in}} + d_{\text{out}}) / (d_{\text{in}} d_{\text{out}})$.",
        {
            "is the rank as a share of the highest rank that the kernel can have": 100 * rank / min(inputs, outputs),
            "counts the rank on both sides of one product": 100 * rank**2 / (inputs * outputs),
            "is the share, and percent are asked for": rank * (inputs + outputs) / (inputs * outputs),
        },
    )


@asks(w=[-4, -3, 2, 5, 6], alpha=[8, 16, 32], rank=[2, 4], a=[-2, -1, 1, 2, 3], b=[-3, 1, 2, 4])
def lora_entry(w, alpha, rank, a, b):
    """One weight after LoRA is merged."""
    product = rank * a * b
    return asked(
        f"In LoRA of rank {rank} with $\\alpha = {alpha}$ all entries of $\\mathbf{{A}}$ are {a} and all of $\\mathbf{{B}}$ are {b}. A weight of the frozen "
        f"kernel is {w}. What is it when the correction has been merged?",
        w + alpha * a * b,
        r"An entry of $\mathbf{A}\mathbf{B}$ is a sum of $k$ products, and it is scaled by $\alpha / k$.",
        {
            "forgets the scale": w + product,
            "scales by the rank, and divides by $\\alpha$": w + rank / alpha * product,
            "puts the correction in the place of the weight": alpha * a * b,
            "takes one product for the sum of them": w + alpha / rank * a * b,
        },
    )


@asks(pairs=[2, 4, 5, 8, 10, 16], partner=[0.9, 0.8, 0.7, 0.6], other=[0.5, 0.4, 0.3, 0.2, 0.1])
def contrastive_loss(pairs, partner, other):
    """The contrastive loss of one signal."""
    others = 2 * pairs - 2
    near, far, itself = exp(partner / 0.2), others * exp(other / 0.2), exp(1 / 0.2)
    return asked(
        f"A batch holds two variations of each of {pairs} signals. A variation has the similarity {partner} to its partner and {other} to each of the "
        "rest. What is its contrastive loss at a temperature of 0.2, in nats?",
        -log(near / (near + far)),
        "It is the cross-entropy of the choice among all others, the partner among them, with similarities divided by 0.2.",
        {
            "forgets the temperature": -log(exp(partner) / (exp(partner) + others * exp(other))),
            "lets the signal be its own rival": -log(near / (near + far + itself)),
            "is the probability of the partner, not its loss": near / (near + far),
        },
    )


@asks(signals=[4, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256])
def no_idea(signals):
    """The contrastive loss of a network that sees no difference."""
    return asked(
        f"Contrastive learning makes two variations of each of {signals} signals. All similarities are equal. What is the loss, in nats?",
        log(2 * signals - 1),
        "The partner is one of all the others, that is of $2B - 1$.",
        {
            "looks for the partner among the signals, and not among their variations": log(signals),
            "takes it for a choice of two, partner or not": log(2),
            "is the chance to guess the partner": 1 / (2 * signals - 1),
        },
    )


@asks(one=range(-1, 6), two=range(2, 9), three=range(4, 13))
def three_seeds(one, two, three):
    """A mean difference, and its error over seeds."""
    found = [one, two, three]
    spread = stdev(found)
    return asked(
        f"Transfer is ahead of scratch by {one}, {two} and {three} points with three seeds. What are the mean difference and its standard error over seeds?",
        (mean(found), spread / sqrt(3)),
        r"The standard deviation, with $n - 1$ below, is divided by $\sqrt{n}$.",
        {
            "is the standard deviation of one seed's difference, and the mean of three varies less": (mean(found), spread),
            "divides by $n$ where one degree of freedom is gone": (mean(found), pstdev(found) / sqrt(3)),
            "divides by the number of seeds, and not by its root": (mean(found), spread / 3),
        },
    )


@asks(filters=[8, 16, 32, 64], kernel=[3, 5, 7], blocks=[2, 3, 4, 5], classes=[2, 5, 10, 20])
def backbone_and_head(filters, kernel, blocks, classes):
    """What a backbone holds, and what its head."""
    backbone = (kernel + 1) * filters + (blocks - 1) * (kernel * filters + 1) * filters
    return asked(
        f"A network for signals with one channel has {blocks} convolutions of {filters} filters, kernel size {kernel}, then the average over positions and a "
        f"dense head for {classes} classes. How many numbers hold its backbone and its head?",
        (backbone, (filters + 1) * classes),
        "A convolution has kernel times channels times filters weights and a bias for each filter; the average has none.",
        {
            "forgets the biases": (kernel * filters + (blocks - 1) * kernel * filters**2, filters * classes),
            "gives each convolution one channel, and all but the first see all filters": (blocks * (kernel + 1) * filters, (filters + 1) * classes),
            "gives the first convolution as many channels as the rest": (blocks * (kernel * filters + 1) * filters, (filters + 1) * classes),
        },
    )


@asks(rate=[0.001, 0.002, 0.003, 0.01, 0.03], decay=[2, 2.6, 3], blocks=[3, 4, 5, 6])
def discriminative(rate, decay, blocks):
    """The rate of the lowest block."""
    return asked(
        f"In discriminative fine-tuning the head gets a rate of {rate}, and each of the {blocks} blocks below it the rate of the layer above divided by {decay}. "
        "Which rate has the lowest block?",
        rate / decay**blocks,
        "The highest block is one step below the head, the lowest as many steps as there are blocks.",
        {
            "lets the rate grow on the way down": rate * decay**blocks,
            "gives the highest block the rate of the head": rate / decay ** (blocks - 1),
            "divides by the factor times the number of steps": rate / (decay * blocks),
        },
    )


@asks(best=[4, 5, 6, 8, 10], source=[-2, 1, 2, 3], curvature=[1, 2, 4], strength=[0.5, 1, 2, 3])
def pulled_to_the_source(best, source, curvature, strength):
    """The minimum with L2-SP, for one weight."""
    total = curvature + strength
    return asked(
        f"The target's loss of one weight is ${curvature} (w - {best})^2$, and the source weight is {source}. Where is the minimum with L2-SP of strength "
        f"{strength:g}?",
        (curvature * best + strength * source) / total,
        r"Set the derivative of $c (w - b)^2 + \lambda (w - s)^2$ to zero: the minimum is the mean of $b$ and $s$, weighted by $c$ and $\lambda$.",
        {
            "pulls toward zero, as weight decay does": curvature * best / total,
            "exchanges the two weights of the mean": (strength * best + curvature * source) / total,
            "leaves the penalty out": best,
        },
    )


@asks(inputs=[64, 128, 256, 512, 1024], outputs=[10, 100, 200, 300, 768])
def one_byte(inputs, outputs):
    """A kernel in 8-bit integers."""
    return asked(
        f"A dense kernel with {inputs:,} inputs and {outputs} outputs is stored as 8-bit integers, with one scale of 4 bytes for each output unit. How many bytes "
        "does it take?",
        inputs * outputs + 4 * outputs,
        "One byte for each weight, four for each scale.",
        {
            "keeps the kernel in 32 bits": 4 * inputs * outputs,
            "has a scale for each input": inputs * outputs + 4 * inputs,
            "has one scale for the whole kernel": inputs * outputs + 4,
        },
    )


@asks(scratch=[50, 55, 58, 60], transfer=[68, 70, 72, 74], varied=[76, 78, 80, 82], both=[83, 85, 87, 89])
def fair_lead(scratch, transfer, varied, both):
    """What is left of a lead when both sides are augmented."""
    return asked(
        f"From scratch a network has {scratch} percent, with augmentation {varied}. A transferred one has {transfer}, with augmentation {both}. What is the lead of "
        "transfer without augmentation, and with it on both sides, in points?",
        (transfer - scratch, both - varied),
        "A comparison gives both sides the same care: plain beside plain, augmented beside augmented.",
        {
            "takes the lead of both together over plain scratch": (transfer - scratch, both - scratch),
            "is what augmentation gains in each arm": (varied - scratch, both - transfer),
            "compares plain transfer with augmented scratch": (transfer - scratch, transfer - varied),
        },
    )
