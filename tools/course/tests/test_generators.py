"""The generators: one right option, numbers apart, mistakes with names, for 1,000 seeds; and keys worked by hand."""

import pytest

from tools.course import generators, quiz
from tools.course.generators import asked, draw, from_chapter, shown
from tools.course.markup import plain

ALL = [(chapter, name) for chapter in generators.chapters() for name in generators.generators(chapter)]
SEEDS = 1000

# For each generator its numbers, and the key as it was worked out on paper or stands in the chapter.
WORKED = {
    "dropout": {
        "passed_on": (dict(rate=0.2, output=4), "5"),
        "noise": (dict(rate=0.75, output=2), "12"),
        "paper": (dict(keep=0.8), "0.2"),
        "dropped": (dict(rate=0.2, units=100), "(20, 4)"),
        "parameters": (dict(inputs=64, units=32, rate=0.5), "2,410"),
        "both_there": (dict(rate=0.2), "0.64"),
        "rows_agree": (dict(rate=0.2), "0.68"),
        "ridge": (dict(rate=0.2, examples=100), "25"),
        "floor": (dict(share=0.2), "0.94"),
        "band": (dict(samples=50), "0.1"),
    },
    "components": {
        "neuron": (dict(numbers=5), "5"),
        "dense": (dict(inputs=64, first=32, second=16, classes=10), "2,778"),
        "probability": (dict(numbers=1), "0.936"),
        "one_loss": (dict(percent=10), "2.3"),
        "logit_gradient": (dict(percent=90), "−0.1"),
        "guessing": (dict(classes=10), "2.3"),
        "first_weights": (dict(inputs=200, outputs=100), "0.1"),
        "transformer": (dict(d=64, ratio=2, blocks=2, tokens=1000), "210,240"),
        "pieces": (dict(layers=5), "32"),
        "steps": (dict(examples=1000, batch_size=300, epochs=10), "40"),
    },
    "backpropagation": {
        "first_weight": (dict(w1=0.5, w2=1.5, w3=2.0, w4=-1.0), "−8"),
        "two_paths": (dict(w1=0.5, w2=1.5, w3=2.0, w4=-1.0), "1"),
        "silent_unit": (dict(w1=0.5, w2=-1.5, w3=2.0, w4=-1.0), "(−1, 0)"),
        "start": (dict(percent=80, batch=4), "−0.05"),
        "one_weight": (dict(numbers=1), "12"),
        "one_layer_back": (dict(numbers=3, h=0.5), "6"),
        "sigmoids": (dict(layers=3), "0.0156"),
        "by_momentum": (dict(gradient=1.0, rate=0.1, count=2), "−0.29"),
        "by_adam": (dict(gradient=100.0, rate=0.1, count=2), "−0.2"),
        "finite_differences": (dict(parameters=2778), "5,556"),
        "never_cleared": (dict(gradient=2.0, rate=0.1, count=3), "−1.2"),
        "clipped": (dict(sides=(3, 4), limit=1.0), "(0.6, 0.8)"),
    },
    "batch-normalization": {
        "normalized": (dict(numbers=1, gamma=2, beta=1), "4.41"),
        "numbers_held": (dict(filters=64, size=7), "(256, 128)"),
        "weight_of_the_start": (dict(momentum=0.99, updates=10), "0.904"),
        "moving_mean": (dict(mean=20, momentum=0.99, updates=10), "1.91"),
        "until_warm": (dict(momentum=0.99, percent=1), "459"),
        "floor": (dict(thousandths=20), "0.535"),
        "folded": (dict(w=2, gamma=3, beta=1, mean=4, deviation=2), "(3, −5)"),
        "noise_of_the_mean": (dict(spread=6, batch=9), "2"),
        "longer_weights": (dict(factor=3), "9"),
        "accumulated": (dict(parts=4, size=32), "(32, 128)"),
        "of_a_convolution": (dict(batch=8, size=7, channels=16), "(16, 392)"),
        "equilibrium": (dict(rate=0.1, decay=0.01), "0.0447"),
    },
    "convolutional-networks": {
        "size": (dict(cells=224, kernel=7, stride=2, padding=3), "112"),
        "same": (dict(cells=28, stride=2, kernel=5), "14"),
        "parameters": (dict(kernel=3, channels=32, filters=64, positions=28), "18,496"),
        "multiply_adds": (dict(kernel=3, channels=3, filters=16, positions=32), "442,368"),
        "field": (dict(layers=3, kernel=3), "7"),
        "field_with_stride": (dict(layers=3, kernel=3, stride=2), "15"),
        "field_with_dilation": (dict(layers=3, kernel=3), "15"),
        "one_output": (dict(numbers=1), "12"),
        "kernel_gradient": (dict(numbers=1), "4"),
        "separable": (dict(kernel=3, channels=128, filters=128), "17,536"),
        "grouped": (dict(kernel=3, channels=128, filters=128, groups=4), "36,864"),
        "head": (dict(side=7, channels=64, classes=10), "31,370"),
    },
    "recurrent-networks": {
        "simple": (dict(features=3, units=64, steps=20), "4,352"),
        "lstm": (dict(features=5, units=32), "4,864"),
        "gru": (dict(features=5, units=32), "3,744"),
        "linear_unit": (dict(weight=0.5, numbers=1), "3.5"),
        "left": (dict(bias=5, steps=100), "0.511"),
        "bias_for": (dict(steps=500), "6.58"),
        "through_time": (dict(radius=0.9, steps=10), "0.349"),
        "rounds": (dict(length=1000), "10"),
        "stored": (dict(tokens=100, width=64), "(12,800, 64)"),
        "sequences_out": (dict(batch=8, steps=20, features=3, units=16), "(8, 20, 16)"),
        "written_twice": (dict(old=3, new=5), "(8, 5)"),
        "skill": (dict(error=15, naive=20), "0.25"),
    },
    "generative-adversarial-networks": {
        "best_answer": (dict(times=4), "0.2"),
        "uneven_batches": (dict(dense=1, generated=2), "0.333"),
        "two_slopes": (dict(percent=1), "(−0.01, −0.99)"),
        "two_losses": (dict(real=80, generated=20), "0.446"),
        "value_at_best": (dict(hundredths=10), "−1.19"),
        "one_mode": (dict(modes=2), "0.216"),
        "frechet_distance": (dict(apart=3, one=1, two=3), "13"),
        "precision_recall": (dict(samples=500, data=1000, good=75, covered=60), "(0.75, 0.6)"),
        "best_quality": (dict(tenths=20), "0.865"),
        "r1": (dict(sides=(3, 4), strength=10), "125"),
        "spectral": (dict(a=3, b=1), "4"),
        "passes": (dict(samples=100, trained=1000, steps=50), "10,000"),
        "spiral": (dict(rate=0.1, steps=200), "2.7"),
        "equal_budget": (dict(total=1500, ratio=5), "(1,250, 250)"),
        "attack_or_noise": (dict(pixels=64, weight=1, epsilon=0.1), "(6.4, 0.8)"),
        "noised": (dict(signal=64, start=2, noise=1), "2.2"),
    },
    "modern-text": {
        "commonest_pair": (dict(low=5, lower=2, newest=6, widest=3), "8"),
        "pieces_of": (dict(word="lowest", known=4), "2"),
        "bits": (dict(tokens=500, loss=3.5, size=2.5), "2.02"),
        "per_word": (dict(perplexity=20, tenths=15), "89.4"),
        "one_output": (dict(d=4, first=2, second=-2, values=(10, 2)), "9.05"),
        "weights_left": (dict(tokens=10, heads=4, blocks=2), "440"),
        "positions": (dict(tokens=32), "(32, 528)"),
        "cache": (dict(layers=80, key_heads=8, query_heads=64, tokens=8000, texts=100), "262"),
        "to_train": (dict(billions=7), "112"),
        "in_groups": (dict(billions=70, bits_each=4, group=32), "(4.5, 39.4)"),
        "rounded_weight": (dict(bits_each=3, largest=2.1, share=0.2), "0.7"),
        "at_temperature": (dict(probabilities=(0.5, 0.3, 0.2), temperature=0.5), "0.658"),
        "kept": (dict(probabilities=(40, 25, 15, 10, 6, 4), percent=78), "3"),
        "operations": (dict(billions=7, each=20), r"$5.88 \cdot 10^{21}$"),
        "preference": (dict(gained=1, lost=-1, beta=0.1), "0.598"),
        "judged": (dict(blind=0.3, able=0.8), "(0.86, 0.56)"),
        "calibration": (dict(sure=(95, 65), answers=(80, 20), right=(16, 15)), "0.14"),
        "copies": (dict(out=0.25, classes=2), "0.875"),
        "never": (dict(percent=5), "0.487"),
        "unharmed": (dict(letters=7, rate=0.05), "0.698"),
        "mixed_counts": (dict(seen=10, followed=2, kappa=40, lower=0.05), "0.08"),
        "decayed": (dict(plan=(0.001, 0.1, 5000)), "0.607"),
        "similarity": (dict(one=6, two=8, shared=4), "0.4"),
    },
    "transfer-learning": {
        "nearest": (dict(start=(1, 0), example=(1, 1), target=5), "(3, 2)"),
        "error_left": (dict(weights=50, percent=40, squared=2), "1.2"),
        "at_an_angle": (dict(angle=90, examples=20), "(1.2, 0.6)"),
        "break_even": (dict(tenths=14), "45.6"),
        "stored": (dict(tasks=10, millions=100, thousands=100), "(1,001,000,000, 101,000,000)"),
        "lora_numbers": (dict(layers=12, matrices=2, width=768, rank=8), "294,912"),
        "lora_share": (dict(inputs=4096, outputs=4096, rank=8), "0.391"),
        "lora_entry": (dict(w=2, alpha=16, rank=2, a=1, b=1), "18"),
        "contrastive_loss": (dict(pairs=2, partner=0.8, other=0.4), "0.24"),
        "no_idea": (dict(signals=50), "4.6"),
        "three_seeds": (dict(one=2, two=4, three=6), "(4, 1.15)"),
        "backbone_and_head": (dict(filters=16, kernel=5, blocks=4, classes=5), "(3,984, 85)"),
        "discriminative": (dict(rate=0.01, decay=2, blocks=3), "0.00125"),
        "pulled_to_the_source": (dict(best=4, source=1, curvature=1, strength=0.5), "3"),
        "one_byte": (dict(inputs=512, outputs=100), "51,600"),
        "fair_lead": (dict(scratch=58, transfer=74, varied=82, both=87), "(16, 5)"),
    },
}


@pytest.mark.parametrize("chapter", generators.chapters())
def test_keys_are_those_worked_by_hand(chapter):
    """One for each generator, and a chapter has eight at least."""
    found = generators.generators(chapter)
    assert found.keys() == WORKED[chapter].keys() and len(found) >= 8
    assert {name: shown(found[name](**numbers).right) for name, (numbers, _) in WORKED[chapter].items()} == {
        name: key for name, (_, key) in WORKED[chapter].items()
    }


@pytest.mark.parametrize("chapter, name", ALL)
def test_a_thousand_seeds_give_sound_questions(chapter, name):
    """One option is right, all are apart in words and numbers, and each wrong one has a mistake of its own."""
    generator, stems = generators.generators(chapter)[name], set()
    for seed in range(SEEDS):
        question = draw(name, generator, seed)
        options = [question.right, *question.wrong.values()]
        words = [shown(option) for option in options]
        assert words.count(shown(question.right)) == 1 and len(set(words)) == len(words) >= 3, (seed, words)
        assert generators.are_apart(options), (seed, words)
        assert all(question.wrong) and not any("Right" in mistake or "Yes" in mistake for mistake in question.wrong)
        stems.add(question.stem)
    assert len(stems) >= 8, "the seeds give too few different questions"


@pytest.mark.parametrize("chapter", generators.chapters())
def test_questions_are_whole(chapter):
    """As the forms take them: ids of their own, one right option at changing places, feedback that names the mistake."""
    places = set()
    for seed in range(5):
        found = generators.questions(chapter, seed)
        assert len({question.id for question in found}) == len(found)
        for name, question in zip(generators.generators(chapter), found):
            drawn = draw(name, generators.generators(chapter)[name], seed)
            (right,) = [place for place, option in enumerate(question.options) if option.is_right]
            places.add(right)
            said = {plain(option.text): plain(option.feedback) for option in question.options}
            assert quiz.RIGHT.match(said.pop(plain(question.options[right].text)))
            assert said == {
                plain(generators.markup.from_markdown(shown(value))): plain(generators.markup.from_markdown(f"No: this {mistake}."))
                for mistake, value in drawn.wrong.items()
            }
    assert len(places) > 1


def test_a_seed_gives_the_same_questions_again():
    """And another seed gives other numbers in the same shape."""
    first, again, other = [[plain(question.stem) for question in generators.questions("dropout", seed)] for seed in (7, 7, 8)]
    assert first == again != other and len(first) == len(other)


@pytest.mark.parametrize("values, apart", [
    ([1, 2], True), ([1.0, 1.04], False), ([1.0, 1.06], True), ([-1.0, 1.0], True), ([0.0, 0.0001], True),
    ([(1, 2), (1, 3)], True), ([(1.0, 2.0), (1.01, 2.0)], False), ([18_496, 18_432], True), ([3, 3.01], False),
])
def test_numbers_are_apart(values, apart):
    """Whole numbers by one, others by a share, tuples in one of their numbers."""
    assert generators.are_apart(values) is apart


def test_numbers_that_are_never_apart_are_told():
    """In words that say what to do."""
    with pytest.raises(ValueError, match="twins: in 1000 draws .* give its numbers other values"):
        draw("twins", generators.asks(a=[1, 2])(lambda a: asked("?", a, "", {"is the same": a})), 0)


@pytest.mark.parametrize("value, words", [
    (18496, "18,496"), (-3, "−3"), (2.0, "2"), (0.12345, "0.123"), (-0.5, "−0.5"), (1 - 0.8, "0.2"), (1.2e-7, r"$1.2 \cdot 10^{-7}$"),
    ((12, 0.25), "(12, 0.25)"),
])
def test_numbers_are_shown_as_a_reader_writes_them(value, words):
    """With a true minus, and powers of ten as a formula."""
    assert shown(value) == words


def test_functions_are_the_chapter_s_own():
    """With what they call."""
    size, backward = from_chapter("convolutional-networks", "output_size"), from_chapter("backpropagation", "backward")
    assert size(28, 5, stride=2) == 12 and size.__code__.co_filename == "chapters/convolutional-networks.ipynb"
    assert "softmax" in backward.__globals__ and "train_many" not in backward.__globals__
