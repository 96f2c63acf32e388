"""Every layer in a real browser beside Keras, and all else that the README promises."""

import base64
import gzip
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest

from live_models import export as live
from live_models.shipped import engine
from live_models.tests import samples
from tools import browser as installed_browser

LARGEST_ENGINE = 8 * 1024
PARTS = ["live-models", "live-training"]

HELP = """
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
globalThis.read = ([shape, text]) => LiveModels.tensor(shape, new Float32Array(bytes(text).buffer));
globalThis.write = ({ shape, data }) =>
  [shape, btoa(Array.from(new Uint8Array(data.buffer), (code) => String.fromCharCode(code)).join(""))];
globalThis.answer = ({ model, inputs, options }) => {
  try {
    return LiveModels.load(model).run(inputs.map(read), options).outputs.map(write);
  } catch (error) {
    return error.message;
  }
};
"""


@pytest.fixture(scope="module")
def page():
    """An empty page with the engine in it."""
    with installed_browser.started() as chromium:
        page = chromium.new_page()
        page.add_script_tag(content=engine(*PARTS))
        page.add_script_tag(content=HELP)
        yield page


def written(array):
    """An array as the page's `read` takes it."""
    array = np.ascontiguousarray(array, "<f4")
    return [list(array.shape), base64.b64encode(array.tobytes()).decode()]


def as_array(answer):
    """What the page's `write` gave."""
    shape, text = answer
    return np.frombuffer(base64.b64decode(text), "<f4").reshape(shape)


def asked(page, model, inputs, form="float32", **options):
    """The outputs of a model in the page, or its sentence."""
    exported = live.export(model, form=form)
    case = {"model": exported, "inputs": [written(array) for array in inputs], "options": options}
    answer = page.evaluate("answer", case)
    return answer if isinstance(answer, str) else [as_array(tensor) for tensor in answer]


def difference(ours, theirs):
    """The largest difference, as a share of the largest value of Keras."""
    theirs = np.asarray(theirs)
    assert ours.shape == theirs.shape
    return float(np.abs(ours - theirs).max() / (np.abs(theirs).max() or 1))


@pytest.mark.parametrize("kind", samples.KINDS)
def test_layer_answers_as_keras_does(page, kind, record_property):
    found, expected, sent = [], [], []
    for model, inputs, options in samples.cases(kind):
        exported = live.export(model, form="float32")
        sent.append({"model": exported, "inputs": [written(array) for array in inputs], "options": options})
        expected.append(np.asarray(model(inputs if len(inputs) > 1 else inputs[0], **options)))
    for answer, wanted in zip(page.evaluate("(cases) => cases.map(answer)", sent), expected, strict=True):
        assert not isinstance(answer, str), answer
        found.append(difference(as_array(answer[0]), wanted))
    record_property(f"live_models, {kind}: largest difference of {len(found)}", f"{max(found):.1e}")
    assert max(found) <= 1e-5


def test_engine_is_small(record_property):
    weight = len(gzip.compress(engine(*PARTS).encode(), 9, mtime=0))
    record_property("live_models, engine and training", f"{weight / 1024:.1f} KB gzipped")
    assert weight <= LARGEST_ENGINE


def branches():
    """A model with two inputs, two outputs, branches, a shared layer and a model inside."""
    image, code = keras.Input((6, 6, 1), name="image"), keras.Input((4,), name="code")
    shared = keras.layers.Dense(5, activation="tanh", name="shared")
    tower = keras.Sequential([
        keras.Input((6, 6, 1)), keras.layers.Conv2D(3, 3, padding="same"), keras.layers.BatchNormalization(),
        keras.layers.ReLU(), keras.layers.GlobalAveragePooling2D()], name="tower")
    features = tower(image)
    left, right = shared(keras.layers.Dense(4, name="four")(features)), shared(code)
    joined = keras.layers.Concatenate(name="joined")([left, left + right, 0.5 * right])
    scores = keras.layers.Dense(3, name="scores")(joined)
    return keras.Model([image, code], [scores, keras.layers.Activation("sigmoid", name="gate")(left * right)])


def test_graph_with_branches(page):
    model, random = branches(), np.random.default_rng(1)
    samples.fill(model, random)
    inputs = [random.normal(size=(2, 6, 6, 1)).astype("float32"), random.normal(size=(2, 4)).astype("float32")]
    answers = asked(page, model, inputs)
    for ours, theirs in zip(answers, model(inputs), strict=True):
        assert difference(ours, theirs) <= 1e-5
    exported = live.export(model)
    uses = [step["weights"] for step in exported["steps"] if step["name"].startswith("shared")]
    assert len(uses) == 2 and uses[0] == uses[1]


def test_what_layers_say(page):
    """Feature maps, attention and gates are those of Keras."""
    random = np.random.default_rng(2)
    words = keras.Input((5, 4))
    attention = keras.layers.MultiHeadAttention(2, 3, name="attention")
    gru = keras.layers.GRU(3, return_sequences=True, name="gru")
    attended = attention(words, words, use_causal_mask=True)
    model = keras.Model(words, gru(attended))
    samples.fill(model, random)
    given = random.normal(size=(2, 5, 4)).astype("float32")
    said = page.evaluate(
        """({ model, input }) => {
            const { named, details } = LiveModels.load(model).run(read(input));
            return [details.attention.scores, named.attention, details.gru.z, details.gru.states].map(write);
        }""", {"model": live.export(model, form="float32"), "input": written(given)})
    scores, mixed, update, states = map(as_array, said)
    their_mix, their_scores = attention(given, given, use_causal_mask=True, return_attention_scores=True)
    assert difference(scores, their_scores) <= 1e-5 and difference(mixed, their_mix) <= 1e-5
    assert difference(states, model(given)) <= 1e-5
    kernel, recurrent, bias = (np.asarray(weight)[..., :3] for weight in gru.get_weights())
    before = np.concatenate([np.zeros((2, 1, 3)), states[:, :-1]], axis=1)
    z = 1 / (1 + np.exp(-(mixed @ kernel + before @ recurrent + bias.sum(axis=0))))
    assert difference(update, z) <= 1e-5


def test_dropout_for_monte_carlo(page):
    """A mask of the right rate, the same for the same seed, and nothing but a mask."""
    inputs = keras.Input((4000,))
    model = keras.Model(inputs, keras.layers.BatchNormalization()(keras.layers.Dropout(0.3)(inputs)))
    model.layers[-1].epsilon = 0.0
    given = [np.arange(1, 4001, dtype="float32")[None]]
    (first,), (again,), (other,) = (asked(page, model, given, dropout=True, seed=seed) for seed in (1, 1, 2))
    (still,) = asked(page, model, given)
    assert (first == again).all() and (first != other).any() and (still == given[0]).all()
    kept = first != 0
    assert np.allclose(first[kept], given[0][kept] / 0.7)
    # Five standard deviations of a share of 4,000.
    assert abs(kept.mean() - 0.7) < 5 * (0.7 * 0.3 / 4000) ** 0.5
    # Neighbors do not depend on each other.
    assert abs(np.corrcoef(kept[0, 1:], kept[0, :-1])[0, 1]) < 5 / 4000**0.5


def test_a_wrong_weight_is_noticed(page):
    """The comparison can fail: one weight of a kernel moved by a thousandth is seen."""
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    samples.fill(model, np.random.default_rng(3))
    given = np.ones((1, 4), "float32")
    right = np.asarray(model(given))
    kernel, bias = model.get_weights()
    kernel[2, 1] += 1e-3
    model.set_weights([kernel, bias])
    (answer,) = asked(page, model, [given])
    assert difference(answer, right) > 1e-5


# Weights, and their errors.


@pytest.mark.parametrize("form", ["float16", "int8", "int6"])
def test_reported_error_is_that_of_the_page(page, form):
    """With the weights of the file, Keras answers as the page does: so the reported error is the page's."""
    random = np.random.default_rng(4)
    image = keras.Input((6, 6, 2))
    maps = keras.layers.DepthwiseConv2D(3, depth_multiplier=2)(image)
    maps = keras.layers.Conv2DTranspose(3, 2)(keras.layers.BatchNormalization()(maps))
    words = keras.layers.Reshape((-1, 3))(maps)
    words = keras.layers.MultiHeadAttention(2, 3)(words, words)
    words = keras.layers.GRU(4, reset_after=False)(words)
    model = keras.Model(image, keras.layers.Dense(5)(words))
    samples.fill(model, random)
    examples = random.normal(size=(20, 6, 6, 2)).astype("float32")
    exported = live.export(model, form=form)
    report = live.report(model, exported, examples)
    exact, (answers,) = np.asarray(model(examples)), asked(page, model, [examples], form=form)
    found = np.abs(answers - exact).max()
    assert 0 < found and abs(report["answers"]["largest"] - found) <= 1e-5 * np.abs(exact).max()
    assert report["answers"]["same_choice"] == (answers.argmax(1) == exact.argmax(1)).sum()
    assert report["answers"]["same_choice"] >= 20 - report["answers"]["near_tie"]
    assert 0 < report["weights"] <= {"float16": 2**-11, "int8": 0.5 / 127, "int6": 0.5 / 31}[form] * 1.001
    assert report["gzipped"] == len(gzip.compress(live.script(exported).encode(), 9, mtime=0))


def test_numbers_beyond_float16_stay_exact(page):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    model.set_weights([np.array([[1e6, 1.0], [0.0, 1e-7]], "float32"), np.array([6e-8, -0.1], "float32")])
    (answer,) = asked(page, model, [np.eye(2, dtype="float32")], form="float16")
    assert difference(answer, model(np.eye(2))) <= 1e-5
    assert live.report(model, live.export(model, form="float16"))["weights"] <= 2**-11


# What is refused.


class Doubled(keras.layers.Layer):
    """A layer of an author's own."""

    def call(self, x):
        return 2 * x


class Wider(keras.layers.Dense):
    """A known layer, changed by its author."""


class Own(keras.Model):
    """A model with a call of its own."""

    def call(self, x):
        return x


def chain(shape, *layers):
    return keras.Sequential([keras.Input(shape), *layers], name="sample")


def with_mask():
    words = keras.Input((4, 3))
    mask = keras.Input((4, 4), dtype="int32")
    attended = keras.layers.MultiHeadAttention(1, 2)(words, words, attention_mask=mask)
    return keras.Model([words, mask], attended, name="sample")


def always_dropped():
    x = keras.Input((3,))
    return keras.Model(x, keras.layers.Dropout(0.5)(x, training=True), name="sample")


def not_finite():
    model = chain((2,), keras.layers.Dense(1))
    model.set_weights([np.array([[np.nan], [1]]), np.zeros(1)])
    return model


def in_half():
    return chain((3,), keras.layers.Dense(2, dtype="mixed_float16"))


L = keras.layers
REFUSED = {
    "own layer": (lambda: chain((3,), Doubled(name="doubled")), "doubled", "of a kind that a page does not know"),
    "changed layer": (lambda: chain((3,), Wider(2, name="wider")), "wider", "of a kind"),
    "own model": (lambda: Own(name="sample"), "Own", "a call of its own"),
    "not built": (lambda: keras.Sequential([L.Dense(2)], name="sample"), "not built", "keras.Input"),
    "activation": (lambda: chain((3,), L.Dense(2, "mish", name="d")), "'d'", "activation mish"),
    "own activation": (lambda: chain((3,), L.Dense(2, lambda x: x, name="d")), "'d'", "activation <lambda>"),
    "softmax axis": (lambda: chain((3, 2), L.Softmax(axis=1, name="s")), "'s'", "last axis"),
    "mask": (lambda: chain((3,), L.Embedding(4, 2, mask_zero=True, name="e")), "'e'", "mask_zero=True"),
    "attention mask": (with_mask, "multi_head_attention", "attention_mask"),
    "one number a head": (lambda: attends_by_one(), "multi_head_attention", "key_dim"),
    "channels first": (lambda: chain((2, 5, 5), L.MaxPooling2D(data_format="channels_first", name="p")), "'p'",
                       "data_format='channels_first'"),
    "output padding": (lambda: chain((5, 5, 1), L.Conv2DTranspose(1, 3, 2, output_padding=1, name="t")), "'t'",
                       "output_padding"),
    "dilated transposed": (lambda: chain((5, 5, 1), L.Conv2DTranspose(1, 3, dilation_rate=2, name="t")), "'t'",
                           "dilated"),
    "bilinear": (lambda: chain((4, 4, 1), L.UpSampling2D(interpolation="bilinear", name="u")), "'u'", "interpolation"),
    "axis": (lambda: chain((4, 3), L.LayerNormalization(axis=1, name="n")), "'n'", "axis=-1"),
    "state": (lambda: stateful(), "'r'", "stateful"),
    "always dropped": (always_dropped, "dropout", "training"),
    "not finite": (not_finite, "dense", "finite"),
    "half": (in_half, "dense", "float32"),
    "noise shape": (lambda: chain((3, 2), L.Dropout(0.5, noise_shape=(None, 1, 2), name="d")), "'d'", "noise_shape"),
    "operation": (lambda: keras.Model(x := keras.Input((3,)), keras.ops.cumsum(x), name="sample"), "Cumsum",
                  "operation"),
    "column": (lambda: keras.Model(x := keras.Input((3, 2)), x + np.ones((3, 1)), name="sample"), "add", "last axis"),
    "form": (lambda: chain((3,), L.Dense(2)), "int4", "choose one of"),
}


def attends_by_one():
    words = keras.Input((4, 3))
    return keras.Model(words, L.MultiHeadAttention(2, 1)(words, words), name="sample")


def stateful():
    inputs = keras.Input(batch_shape=(1, 4, 2))
    return keras.Model(inputs, L.SimpleRNN(3, stateful=True, name="r")(inputs), name="sample")


@pytest.mark.parametrize("case", REFUSED)
def test_refused_by_name(case):
    make, *words = REFUSED[case]
    with pytest.raises(live.CannotRunInPage) as stopped:
        live.export(make(), form="int4" if case == "form" else "float16")
    sentence = str(stopped.value)
    for word in ("Model 'sample'", *words):
        assert word in sentence, sentence
    assert sentence.endswith(".") and sentence.count("\n") == 0


def test_an_option_that_keras_adds_is_refused():
    """An option that this room has never heard of stops the export, whatever it does."""

    layer = L.Dense(2)
    model = chain((3,), layer)
    known = layer.get_config()
    layer.get_config = lambda: known | {"tomorrow": 7}
    with pytest.raises(live.CannotRunInPage, match="tomorrow=7"):
        live.export(model)


def test_sentences_of_the_page(page):
    """What a page can be given wrongly is told in a sentence."""
    words = chain((2,), L.Embedding(4, 2, name="words"))
    assert "knows 0 to 3" in asked(page, words, [np.array([[1.0, 4.0]])])
    assert "knows 0 to 3" in asked(page, words, [np.array([[1.0, np.nan]])])
    assert "takes any × 2, not 1 × 3" in asked(page, words, [np.zeros((1, 3))])
    assert "takes 1 inputs, not 2" in asked(page, words, [np.zeros((1, 2))] * 2)
    noise = chain((2,), L.GaussianNoise(1.0, name="noise"))
    assert "noise can only be run as it answers" in asked(page, noise, [np.zeros((1, 2))], training=True)
    exported = live.export(words)
    for change, sentence in [
        ({"data": exported["data"][:8]}, "not whole"),
        ({"format": 2}, "not a model that this page can read"),
        ({"steps": [exported["steps"][0], exported["steps"][1] | {"kind": "Cloud"}]}, "does not know the layer words"),
    ]:
        case = {"model": exported | change, "inputs": [written(np.zeros((1, 2)))], "options": {}}
        assert sentence in page.evaluate("answer", case)


def test_a_model_in_a_script_file(page):
    """Also where a name is meant to end the script."""
    name = "two words, déjà </script>"
    exported = live.export(chain((3,), L.Dense(2)), name=name)
    page.add_script_tag(content=live.script(exported))
    assert page.evaluate("(name) => LiveModels.load(liveModelFiles[name]).name", name) == name


def test_a_script_file_has_a_letter_for_a_number_of_six_bits(page):
    """The page's file is the exported one again, byte for byte, and a fifth lighter than with eight bits."""
    model = chain((400,), L.Dense(100))
    samples.fill(model, np.random.default_rng(6))
    exported = live.export(model, name="six", form="int6")
    page.add_script_tag(content=live.script(exported))
    assert page.evaluate("liveModelFiles.six") == exported
    light, plain = [live.report(model, live.export(model, form=form))["gzipped"] for form in ("int6", "int8")]
    assert light < 0.8 * plain


# Training.

OPTIMIZERS = {
    "SGD": lambda: keras.optimizers.SGD(0.1),
    "momentum": lambda: keras.optimizers.SGD(0.05, momentum=0.9),
    "Nesterov": lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "Adam": lambda: keras.optimizers.Adam(0.01),
    "Adam, other constants": lambda: keras.optimizers.Adam(0.02, beta_1=0.5, beta_2=0.99, epsilon=1e-4),
}
LOSSES = {
    "squared": lambda: keras.losses.MeanSquaredError(),
    "binary": lambda: keras.losses.BinaryCrossentropy(from_logits=True),
    "categorical": lambda: keras.losses.CategoricalCrossentropy(from_logits=True),
    "sparse": lambda: keras.losses.SparseCategoricalCrossentropy(from_logits=True),
}
STEPS, BATCH = 50, 16


def learner(hidden):
    """A net with a branch around its second layer, and a frozen first layer where features are given."""
    inputs = keras.Input((4,))
    first = L.Dense(6, activation=hidden, name="first")(inputs)
    second = L.Dense(6, name="second", use_bias=False)(first)
    around = L.Add()([first, L.Activation(hidden)(second)])
    return keras.Model(inputs, L.Dense(3, name="scores")(L.Flatten()(around)))


def targets(loss, random):
    labels = random.integers(0, 3, (STEPS, BATCH, 1))
    if loss == "sparse":
        return labels.astype("float32")
    if loss == "categorical":
        return np.eye(3, dtype="float32")[labels[..., 0]]
    values = random.normal(size=(STEPS, BATCH, 3)).astype("float32")
    return (values > 0).astype("float32") if loss == "binary" else values


def trained_by_keras(model, optimizer, loss, xs, ys):
    import tensorflow as tf

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        slopes = tape.gradient(value, model.trainable_variables)
        optimizer.apply(slopes, model.trainable_variables)
        return value

    optimizer.build(model.trainable_variables)
    return [float(step(tf.constant(x), tf.constant(y))) for x, y in zip(xs, ys)]


TRAINED = [
    ("SGD", "sparse", "relu"), ("momentum", "squared", "tanh"), ("Nesterov", "categorical", "gelu"),
    ("Adam", "binary", "silu"), ("Adam", "sparse", "elu"), ("SGD", "binary", "softplus"),
    ("Adam, other constants", "squared", "leaky_relu"), ("momentum", "sparse", "sigmoid"),
]
TRAIN = """({ model, settings, xs, ys }) => {
    const live = LiveModels.load(model);
    const trainer = LiveModels.trainer(live, settings);
    const losses = xs.map((x, i) => trainer.step(read(x), read(ys[i])));
    return [losses, live.steps.flatMap(({ weights }) => Object.values(weights)).map(write)];
}"""


@pytest.mark.parametrize("optimizer, loss, hidden", TRAINED)
def test_fifty_steps_end_where_those_of_keras_end(page, optimizer, loss, hidden, record_property):
    random = np.random.default_rng([7, *optimizer.encode(), *hidden.encode()])
    model = learner(hidden)
    samples.fill(model, random)
    model.get_layer("first").trainable = hidden != "tanh"
    xs, ys = random.normal(size=(STEPS, BATCH, 4)).astype("float32"), targets(loss, random)
    exported = live.export(model, form="float32")
    theirs, way = OPTIMIZERS[optimizer](), LOSSES[loss]()
    settings = live.training(theirs, way)
    start = model.get_weights()
    their_losses = trained_by_keras(model, theirs, way, xs, ys)
    losses, weights = page.evaluate(
        TRAIN, {"model": exported, "settings": settings, "xs": list(map(written, xs)), "ys": list(map(written, ys))})
    found = [np.abs(as_array(ours) - own).max() for ours, own in zip(weights, model.get_weights(), strict=True)]
    moved = max(np.abs(own - old).max() for own, old in zip(model.get_weights(), start))
    record_property(f"live_models, 50 steps of {optimizer} with {loss} and {hidden}: largest difference",
                    f"{max(found):.1e}, weights moved by up to {moved:.1g}")
    assert max(found) <= 1e-4 < 1e-2 < moved
    assert np.abs(np.subtract(losses, their_losses)).max() <= 1e-4


SLICES = """async ({ model, settings, x, y, count, each, rate }) => {
    const live = LiveModels.load(model);
    const trainer = LiveModels.trainer(live, { ...settings, optimizer: { ...settings.optimizer, rate } });
    let time = 0;
    let frames = 0;
    const slices = [];
    const [input, target] = [read(x), read(y)];
    const ended = await trainer.run({
      next: () => ((time += each), [input, target]), count, milliseconds: 10,
      clock: () => time, frame: (go) => { frames++; go(); }, progress: ({ steps }) => slices.push(steps),
      stopped: () => slices.length >= 5,
    });
    const finite = live.steps.every(({ weights }) => Object.values(weights).every(({ data }) => data.every(Number.isFinite)));
    return { ...ended, loss: String(ended.loss), frames, slices, finite };
}"""


def sliced(page, count=20, each=3, rate=0.1):
    """A run whose clock says that each step takes so long."""
    model, random = learner("relu"), np.random.default_rng(8)
    samples.fill(model, random)
    settings = live.training(keras.optimizers.SGD(0.1), LOSSES["squared"]())
    return page.evaluate(SLICES, {
        "model": live.export(model), "settings": settings, "count": count, "each": each, "rate": rate,
        "x": written(random.normal(size=(BATCH, 4))), "y": written(random.normal(size=(BATCH, 3)))})


def test_training_in_slices(page):
    """Steps of 3 ms in slices of 10: three a frame; longer ones, one a frame; and it can be stopped."""
    ended = sliced(page, count=11)
    assert ended["end"] == "done" and ended["slices"] == [3, 6, 9, 11] and ended["frames"] == 4
    assert sliced(page, count=3, each=40)["slices"] == [1, 2, 3]
    assert sliced(page, count=100)["end"] == "stopped"


def test_divergence_is_told(page):
    """A rate that diverges ends the run, and leaves weights that can be drawn."""
    ended = sliced(page, count=400, rate=1e6)
    assert ended["end"] == "diverged" and ended["finite"]


def test_training_that_a_page_cannot_do(page):
    def sentence(model, loss="squared_error"):
        case = {"model": live.export(model), "loss": loss}
        return page.evaluate(
            """({ model, loss }) => {
                try { LiveModels.trainer(LiveModels.load(model), { loss, optimizer: { kind: "SGD", rate: 1 } }); }
                catch (error) { return error.message; }
            }""", case)

    convolution = chain((5, 2), L.Conv1D(2, 3, name="conv"), L.Flatten(), L.Dense(1))
    assert "layer conv cannot be trained" in sentence(convolution)
    convolution.get_layer("conv").trainable = False
    assert sentence(convolution) is None
    assert "has nothing to train" in sentence(chain((2,), L.ReLU()))
    assert "layer soft cannot be trained" in sentence(chain((2,), L.Dense(2), L.Softmax(name="soft"), L.Dense(2)))
    assert "The loss hinge" in sentence(chain((2,), L.Dense(2)), "hinge")


@pytest.mark.parametrize("optimizer, loss, words", [
    (lambda: keras.optimizers.RMSprop(), "mse", "RMSprop"),
    (lambda: keras.optimizers.AdamW(), "mse", "AdamW"),
    (lambda: keras.optimizers.Adam(amsgrad=True), "mse", "amsgrad"),
    (lambda: keras.optimizers.SGD(clipnorm=1.0), "mse", "clipnorm"),
    (lambda: keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 10)), "mse", "schedule"),
    (lambda: keras.optimizers.SGD(), "mae", "mean_absolute_error"),
    (lambda: keras.optimizers.SGD(), "sparse_categorical_crossentropy", "from_logits=True"),
    (lambda: keras.optimizers.SGD(), keras.losses.BinaryCrossentropy(True, label_smoothing=0.1), "smooths"),
])
def test_optimizer_or_loss_refused(optimizer, loss, words):
    with pytest.raises(live.CannotRunInPage, match=words):
        live.training(optimizer(), loss)


def test_regularizer_refused_in_training():
    model = chain((2,), L.Dense(2, kernel_regularizer="l2", name="d"))
    with pytest.raises(live.CannotRunInPage, match="'d' has a kernel_regularizer"):
        live.check_trainable(model)
