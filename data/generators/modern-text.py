"""Questions for the chapter on modern text. `tools/course/README.md` says how a generator is written."""

from math import log

import numpy as np

from tools.course.generators import asked, asks, from_chapter

attention, cut, softmax, rounded = from_chapter("modern-text", "attention", "cut", "softmax", "rounded")
cache_gigabytes, dpo_loss, calibration_error = from_chapter("modern-text", "cache_gigabytes", "dpo_loss", "calibration_error")


@asks(low=range(2, 12), lower=range(2, 12), newest=range(2, 12), widest=range(2, 12))
def commonest_pair(low, lower, newest, widest):
    """How often a pair of neighbors occurs."""
    return asked(
        f"Byte-pair encoding starts on *low* ({low} times), *lower* ({lower}), *newest* ({newest}) and *widest* ({widest}). How often does it "
        "count the pair of *w* and *e*?",
        lower + newest,
        "In *lower* and in *newest* an *e* follows a *w*, and each counts as often as its word occurs.",
        {
            "counts each different word once": 2,
            "counts the two letters in either order": lower + 2 * newest,
            "counts every word that has both letters, next to each other or not": lower + newest + widest,
            "counts the letter *w* alone": low + lower + newest + widest,
        },
    )


MERGES = [("e", "s"), ("es", "t"), ("l", "o"), ("lo", "w"), ("n", "e"), ("ne", "w"), ("e", "r")]


@asks(word=["lowest", "newest", "newer", "lower", "slowest", "renew", "blower", "tower", "test", "nest", "lownest", "resnow"], known=range(3, 8))
def pieces_of(word, known):
    """What a word is cut into."""
    merges = MERGES[:known]
    pieces = cut(word, {pair: place for place, pair in enumerate(merges)})
    listed = ", ".join(f"{first}+{second}" for first, second in merges)
    once = cut(word, {merges[0]: 0})
    return asked(
        f"A tokenizer starts with letters and has learned these merges, in this order: {listed}. Into how many pieces does it cut *{word}*?",
        len(pieces),
        f"It applies the merges in the order in which they were learned: {' | '.join(pieces)}.",
        {
            "counts letters, as if no merge had been learned": len(word),
            "takes a word that was never merged whole for one unknown token": 1,
            "applies the first merge and stops": len(once),
        },
    )


@asks(tokens=[400, 500, 800, 1000, 1500], loss=[2.5, 3.0, 3.2, 3.5, 4.0], size=[2.0, 2.5, 3.0, 4.0])
def bits(tokens, loss, size):
    """From the loss of a token to bits per byte."""
    count = round(tokens * size)
    return asked(
        f"On a text of {count:,} bytes, cut into {tokens:,} tokens, a language model has a mean loss of {loss:g} nats a token. How many bits per "
        "byte is that?",
        tokens * loss / (count * log(2)),
        r"It is $N \mathcal{L} / (\text{bytes} \cdot \log 2)$.",
        {
            "is in nats per byte": tokens * loss / count,
            "is in bits per token": loss / log(2),
            "multiplies by $\\log 2$, where nats are divided by it": tokens * loss * log(2) / count,
        },
    )


@asks(perplexity=[8, 10, 12, 15, 20, 30, 40], tenths=[12, 13, 14, 15, 16, 18, 20])
def per_word(perplexity, tenths):
    """Perplexity of tokens and of words."""
    ratio = tenths / 10
    return asked(
        f"A model has perplexity {perplexity} per token, and a word has {ratio:g} tokens on average. What is its perplexity per word on the same text?",
        perplexity**ratio,
        f"The losses of a word's tokens add up, and perplexity is $e$ to the loss: so it is taken to the power {ratio:g}.",
        {
            "multiplies the perplexity, where the losses add up": perplexity * ratio,
            "takes the root, as if a token held several words": perplexity ** (1 / ratio),
            "takes perplexity for something that does not depend on the tokens": perplexity,
        },
    )


@asks(d=[4, 9, 16], first=[1, 2, 3, 4, 6], second=[0, -1, -2], values=[(10, 2), (8, -2), (20, 4), (5, 1), (12, 0), (9, -3)])
def one_output(d, first, second, values):
    """Attention by hand."""
    query, keys = np.eye(1, d), np.zeros((2, d))
    keys[:, 0] = first, second
    key = attention(query, keys, np.array(values, float)[:, None])[0, 0]
    weigh = lambda a, b: float(softmax(np.array([a, b], float)) @ values)
    return asked(
        f"A query of {d} numbers has the inner products {first} and {second} with two keys. Their values are {values[0]} and {values[1]}. What does "
        "scaled dot-product attention put out?",
        key,
        rf"The inner products are divided by $\sqrt{{{d}}}$, and their softmax weighs the values.",
        {
            "forgets the root": weigh(first, second),
            "divides by $d$, and not by its root": weigh(first / d, second / d),
            "fetches the value of the best key alone": values[0],
        },
    )


@asks(tokens=[8, 10, 16, 20, 32, 50, 100], heads=[2, 4, 8], blocks=[2, 3, 6])
def weights_left(tokens, heads, blocks):
    """What the causal mask leaves."""
    return asked(
        f"A decoder of {blocks} blocks with {heads} heads each reads {tokens} tokens. How many of its attention weights does the causal mask leave?",
        blocks * heads * tokens * (tokens + 1) // 2,
        r"Position $t$ attends to $t$ positions, itself included: $T(T + 1)/2$ in each head.",
        {
            "counts the whole table, as without a mask": blocks * heads * tokens**2,
            "lets no position attend to itself": blocks * heads * tokens * (tokens - 1) // 2,
            "counts a single head": tokens * (tokens + 1) // 2,
        },
    )


@asks(tokens=[10, 20, 32, 40, 50, 64, 100, 128, 200, 256])
def positions(tokens):
    """What a cache saves."""
    return asked(
        f"A decoder writes {tokens} tokens. Through how many positions does it compute with a cache of keys and values, and how many without one?",
        (tokens, tokens * (tokens + 1) // 2),
        "With the cache each step computes the new position alone, and without it all that are there.",
        {
            "exchanges the two": (tokens * (tokens + 1) // 2, tokens),
            "lets each step without a cache compute the whole length from the start": (tokens, tokens**2),
            "takes the cache for something that saves memory, and no computing": (tokens * (tokens + 1) // 2, tokens * (tokens + 1) // 2),
        },
    )


@asks(layers=[24, 32, 40, 80], key_heads=[4, 8], query_heads=[32, 64], tokens=[2000, 4000, 8000, 16000], texts=[10, 50, 100])
def cache(layers, key_heads, query_heads, tokens, texts):
    """The memory of a cache."""
    held = lambda **changed: texts * cache_gigabytes(tokens, **{"key_heads": key_heads, "layers": layers, **changed})
    return asked(
        f"A model has {layers} layers. Each has {query_heads} heads of queries, and {key_heads} heads of keys and values, all of 128 numbers. How many "
        f"gigabytes does the cache of {texts} texts of {tokens:,} tokens take, at 2 bytes a number?",
        held(),
        "For each token, layer and head of keys it holds a key and a value.",
        {
            "forgets the values": held(bytes_each=1),
            "counts the heads of queries, which are not kept": held(key_heads=query_heads),
            "is the cache of one text": cache_gigabytes(tokens, key_heads, layers),
            "forgets that each layer has a cache": held(layers=1),
        },
    )


@asks(billions=[1, 2, 3, 7, 8, 13, 27, 30, 34, 65, 70])
def to_train(billions):
    """The memory of training."""
    return asked(
        f"How many gigabytes do weights, gradients and Adam's numbers take when {billions} billion weights are trained in mixed precision?",
        16 * billions,
        "It is 16 bytes a weight: 2 for the weight, 2 for its gradient, 4 for a copy in 32 bits, 8 for Adam's two means.",
        {
            "counts the weights alone, as for answering": 2 * billions,
            "counts weights and gradients, and nothing that Adam keeps": 4 * billions,
            "forgets the copy of the weights in 32 bits": 12 * billions,
        },
    )


@asks(billions=[3, 7, 8, 13, 30, 70], bits_each=[3, 4, 8], group=[16, 32, 64])
def in_groups(billions, bits_each, group):
    """What scales cost."""
    return asked(
        f"How many bits does each of {billions} billion weights cost at {bits_each} bits, when every {group} of them share a scale of 16 bits, and how "
        "many gigabytes do all of them take?",
        (bits_each + 16 / group, billions * (bits_each + 16 / group) / 8),
        rf"The scale adds $16/{group}$ of a bit to each weight, and a byte has 8 bits.",
        {
            "forgets the scales": (bits_each, billions * bits_each / 8),
            "gives each weight a scale of its own": (bits_each + 16, billions * (bits_each + 16) / 8),
            "takes bits for bytes": (bits_each + 16 / group, billions * (bits_each + 16 / group)),
        },
    )


@asks(bits_each=[3, 4], largest=[0.7, 1.4, 2.1, 2.8, 3.5, 4.2], share=[0.2, 0.31, 0.38, 0.45, 0.52, 0.6, 0.67])
def rounded_weight(bits_each, largest, share):
    """A weight in few bits."""
    weight = round(share * largest, 2)
    levels = 2 ** (bits_each - 1) - 1
    step = lambda count: largest / count
    return asked(
        f"In a group the largest weight is {largest:g}, and all are rounded to {bits_each} bits with one scale, as in the chapter. What becomes of a weight of {weight:g}?",
        rounded(np.array([largest, weight]), bits_each, 0)[1],
        rf"With $M = {levels}$ the step is {largest:g}/{levels}, and the weight goes to the nearest multiple.",
        {
            f"counts one level too many, $2^{{{bits_each - 1}}}$ of them above zero": step(levels + 1) * round(weight / step(levels + 1)),
            "cuts off, where the nearest multiple is meant": step(levels) * int(weight / step(levels)),
            "leaves the weight as it is": weight,
        },
    )


@asks(probabilities=[(0.6, 0.3, 0.1), (0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.8, 0.15, 0.05), (0.4, 0.35, 0.25)], temperature=[0.25, 0.5, 2, 4])
def at_temperature(probabilities, temperature):
    """What a temperature does to a probability."""
    heated = lambda t: float(softmax(np.log(probabilities) / t)[0])
    shared = ", ".join(f"{p:g}" for p in probabilities)
    return asked(
        f"A model gives three tokens the probabilities {shared}. What is the first one's at temperature {temperature:g}?",
        heated(temperature),
        r"The logits are divided by the temperature: each probability is taken to the power $1/T$, and their sum is made one again.",
        {
            "multiplies the logits by the temperature": heated(1 / temperature),
            "divides all probabilities alike, which changes nothing": probabilities[0],
            "takes the power and does not make the sum one again": probabilities[0] ** (1 / temperature),
        },
    )


@asks(probabilities=[(40, 25, 15, 10, 6, 4), (50, 20, 12, 8, 6, 4), (30, 25, 20, 12, 8, 5), (60, 15, 10, 7, 5, 3), (35, 30, 15, 12, 5, 3)], percent=[45, 58, 72, 78, 86, 91])
def kept(probabilities, percent):
    """How many tokens stay in play."""
    reached = np.cumsum(probabilities)
    shown = ", ".join(f"{p / 100:g}" for p in probabilities)
    count = int((reached < percent).sum()) + 1
    return asked(
        f"Six tokens have the probabilities {shown}. From how many of them does top-p sampling draw at $p = {percent / 100:g}$?",
        count,
        "The most probable ones are kept until they together reach $p$, with the one that reaches it.",
        {
            "leaves out the token that reaches $p$": count - 1,
            "takes the tail for what is kept": 6 - count,
            "keeps all: that is what a temperature does": 6,
        },
    )


@asks(billions=[0.5, 1, 2, 3, 7, 8, 13, 70], each=[10, 20, 40, 100])
def operations(billions, each):
    """What training takes."""
    weights = billions * 1e9
    return asked(
        f"A model of {billions:g} billion weights is trained on {each} tokens for each weight. How many operations does that take, at six for each weight and token?",
        6 * weights * each * weights,
        "It is six times the weights times the tokens, and the tokens grow with the weights.",
        {
            "counts the way forward alone, two for each weight and token": 2 * weights * each * weights,
            "takes the tokens of one weight for all tokens": 6 * weights * each,
            "forgets that there are several tokens for each weight": 6 * weights * weights,
        },
    )


@asks(gained=range(-3, 6), lost=range(-4, 3), beta=[0.1, 0.2, 0.5])
def preference(gained, lost, beta):
    """The loss of DPO, by hand."""
    return asked(
        f"Since the start of DPO the log-probability of the preferred answer has changed by {gained}, that of the rejected one by {lost}, and "
        rf"$\beta = {beta}$. What is the loss of this pair?",
        dpo_loss(-20 + gained, -30 + lost, -20, -30, beta),
        r"It is $-\log \operatorname{sigmoid}$ of $\beta$ times the difference of the two changes.",
        {
            "exchanges the two answers": dpo_loss(-30 + lost, -20 + gained, -30, -20, beta),
            "is the loss at the start, where nothing has changed": log(2),
            r"forgets $\beta$": dpo_loss(-20 + gained, -30 + lost, -20, -30, 1),
        },
    )


@asks(blind=[0.1, 0.2, 0.3, 0.4, 0.5], able=[0.6, 0.7, 0.8, 0.9])
def judged(blind, able):
    """A judge that likes the first answer."""
    first, second = blind + (1 - blind) * able, (1 - blind) * able
    return asked(
        f"With probability {blind:g} a judge picks the first answer shown without reading, otherwise the better one with probability {able:g}. How often does "
        "the better answer win when it is always shown first, and how often when it is always second?",
        (first, second),
        rf"First it wins unread or read, $b + (1 - b)\,a$. Second it wins only where it is read, $(1 - b)\,a$.",
        {
            "exchanges the two orders": (second, first),
            "tosses a coin where the judge does not read": (blind / 2 + (1 - blind) * able,) * 2,
            "asks a judge who always reads": (able, able),
        },
    )


@asks(sure=[(95, 65), (95, 75), (85, 65), (98, 55)], answers=[(80, 20), (75, 25), (60, 40), (40, 60)], right=[(16, 15), (14, 18), (12, 13), (17, 11)])
def calibration(sure, answers, right):
    """The expected calibration error."""
    correct = [count * share // 20 for count, share in zip(answers, right)]
    p = np.array([[s / 100, 1 - s / 100] for s, count in zip(sure, answers) for _ in range(count)])
    truth = np.array([int(place >= hit) for count, hit in zip(answers, correct) for place in range(count)])
    gaps = [s / 100 - hit / count for s, count, hit in zip(sure, answers, correct)]
    return asked(
        f"A model gives {answers[0]} answers with a certainty of {sure[0] / 100:g}, of which {correct[0]} are right, and {answers[1]} with a certainty of "
        f"{sure[1] / 100:g}, of which {correct[1]} are right. What is its expected calibration error?",
        calibration_error(p, truth),
        "It is the mean distance between certainty and accuracy, each group weighted by its number of answers.",
        {
            "weighs both groups alike": (abs(gaps[0]) + abs(gaps[1])) / 2,
            "is the share of wrong answers": 1 - sum(correct) / sum(answers),
            "is the mean certainty": sum(s / 100 * count for s, count in zip(sure, answers)) / sum(answers),
        },
    )


@asks(out=[0.1, 0.2, 0.25, 0.3, 0.4, 0.5], classes=[2, 4, 5, 10])
def copies(out, classes):
    """What copies pretend."""
    return asked(
        f"Random points have random labels of {classes} classes, all equally often. Each point is copied once, and a random share of {out:g} of all rows is held out. "
        "How often is the nearest neighbor right?",
        1 - out + out / classes,
        "The copy is in training with one minus the share that is held out, and then its label is the answer. Otherwise the neighbor guesses.",
        {
            "forgets that a guess can be right": 1 - out,
            "takes the split for a clean one": 1 / classes,
            "exchanges the share held out and the share kept": out + (1 - out) / classes,
        },
    )


@asks(percent=[1, 2, 4, 5, 8, 10, 12.5, 20, 25])
def never(percent):
    """The macro-F1 of a classifier that never says the rare class."""
    rare = percent / 100
    common = 2 * (1 - rare) / (2 - rare)
    return asked(
        f"One item in {100 / percent:g} is rare, and a classifier always says *common*. What is its macro-F1?",
        common / 2,
        "It is the mean over both classes, and the rare one has an F1 of zero.",
        {
            "is the F1 of the common class alone": common,
            "gives the rare class an F1 of one half, though none of its items is found": (common + 0.5) / 2,
            "is the share of rare items": rare,
        },
    )


@asks(letters=range(4, 13), rate=[0.02, 0.03, 0.04, 0.05, 0.06, 0.08])
def unharmed(letters, rate):
    """How many words survive typos."""
    return asked(
        f"A typo hits each letter with probability {rate:g}, one apart from the other. Which share of words of {letters} letters stays as it was?",
        (1 - rate) ** letters,
        "All letters have to be spared, and their probabilities are multiplied.",
        {
            "looks at a single letter": 1 - rate,
            "is the share of words that are hit": 1 - (1 - rate) ** letters,
            "adds the probabilities up, where the letters are spared together": 1 - letters * rate,
        },
    )


@asks(seen=[10, 20, 30, 50, 100], followed=[1, 2, 5, 8], kappa=[4, 10, 16, 40], lower=[0.01, 0.02, 0.05])
def mixed_counts(seen, followed, kappa, lower):
    """A probability from counts."""
    return asked(
        f"A context was seen {seen} times, {followed} of them with a certain token next. The lower order gives that token {lower:g}, and "
        rf"$\kappa = {kappa}$ imagined observations are added. What is the token's probability?",
        (followed + kappa * lower) / (seen + kappa),
        r"The imagined observations are shared out as the lower order expects: $(n_w + \kappa p) / (n + \kappa)$.",
        {
            "uses the counts alone": followed / seen,
            "gives all imagined observations to this one token": (followed + kappa) / (seen + kappa),
            "is the mean of both orders": (followed / seen + lower) / 2,
        },
    )


PLANS = [
    (rate, decay, steps)
    for rate in (0.0005, 0.001, 0.002, 0.003) for decay in (0.05, 0.1, 0.2, 0.3) for steps in (500, 1000, 2000, 3000, 5000)
    if 0.3 < rate * decay * steps < 0.95
]


@asks(plan=PLANS)
def decayed(plan):
    """What AdamW leaves of a weight."""
    rate, decay, steps = plan
    return asked(
        f"A weight of 1 gets gradients of mean zero, and AdamW decays it with the strength {decay:g} at the learning rate {rate:g}. About what is left of it "
        f"after {steps:,} steps?",
        (1 - rate * decay) ** steps,
        r"Each step multiplies it by $1 - \eta\lambda$, whatever its gradients.",
        {
            "takes the learning rate for the decay": (1 - rate) ** steps,
            "adds the decays up, where they are multiplied": 1 - rate * decay * steps,
            "lets Adam's division cancel the decay, which it does to a penalty in the gradient": 1,
        },
    )


@asks(one=range(6, 16), two=range(6, 16), shared=range(2, 6))
def similarity(one, two, shared):
    """The Jaccard similarity of two sets."""
    return asked(
        f"A sentence has {one} different words and another {two}, and {shared} of them are in both. What is their Jaccard similarity?",
        shared / (one + two - shared),
        "The union has each shared word once.",
        {
            "counts the shared words twice in the union": shared / (one + two),
            "divides by the shorter sentence": shared / min(one, two),
            "divides twice the shared words by the words of both": 2 * shared / (one + two),
        },
    )
