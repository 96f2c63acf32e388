"""The live figures of the site, in a real browser: what they weigh, how soon they answer, and that they answer as Keras does."""

import gzip
import json
import re

import pytest
from playwright.sync_api import expect

from tests import live_uses
from tests import site_checks as checks
from tests.site_checks import report
from tools.book import SITE

# Where a build keeps what Keras answers with the weights of each file, and what was asked.
PROOFS = SITE.parent / ".doctrees" / "live_models"
# The page of each figure. How a reader uses it stands in `live_uses`, under the same name.
FIGURES = {
    "backpropagation": "chapters/backpropagation.html",
    "batch-normalization": "chapters/batch-normalization.html",
    "components": "chapters/components.html",
    "gan": "chapters/generative-adversarial-networks.html",
    "convolutional-networks": "chapters/convolutional-networks.html",
    "dropout": "chapters/dropout.html",
    "transfer-learning": "chapters/transfer-learning.html",
    "recurrent-networks": "chapters/recurrent-networks.html",
    "modern-text": "chapters/modern-text.html",
}
every_figure = pytest.mark.parametrize("name", FIGURES)

LARGEST_BEFORE, LARGEST_AFTER = 3 * 1024, 150 * 1024


def zipped(*texts):
    return len(gzip.compress("".join(texts).encode(), 9, mtime=0))


def held(name):
    """A figure as its page holds it before the press."""
    return re.search(rf'<figure class="live-model" hidden data-live-model="{name}".*?</figure>', (SITE / FIGURES[name]).read_text(encoding="utf-8"), re.S)[0]


def press(visit, name):
    figure = visit.page.locator(f'.live-model[data-live-model="{name}"]')
    # In a deeper section, which the reader has unfolded.
    figure.evaluate("(it) => it.closest('details.deeper')?.setAttribute('open', '')")
    figure.locator(".live-start").click()
    figure.locator(".live-sides").wait_for()
    return figure


def test_every_figure_is_tested():
    """A figure without a test is one that nobody has used."""
    there = {name for path in SITE.glob("chapters/*.html") for name in re.findall(r'data-live-model="([^"]*)"', path.read_text(encoding="utf-8"))}
    assert there == FIGURES.keys()


@every_figure
def test_it_weighs_little_before_the_press_and_after(name, record_property):
    before = zipped(held(name), *((SITE / "_static" / file).read_text() for file in ("live-start.js", "live-models.css")))
    scripts = re.search(r'data-live-scripts="([^"]*)"', held(name))[1].split()
    after = zipped(*((SITE / FIGURES[name]).parent.joinpath(script).read_text() for script in scripts))
    record_property(f"live figure {name}, gzipped before and after the press", f"{before} and {after} bytes")
    assert before <= LARGEST_BEFORE and after <= LARGEST_AFTER


def use(visit, name):
    """Do with a figure what a reader does."""
    getattr(live_uses, name.replace("-", "_"))(visit.page, press(visit, name), expect)


@every_figure
def test_it_answers_from_a_folder(browser, name):
    base = SITE.as_uri() + "/"
    with checks.Visit(browser, base + FIGURES[name]) as visit:
        use(visit, name)
        report(checks.complaints(visit) + checks.foreign_requests(visit, base))


@every_figure
def test_it_answers_from_a_server_and_as_keras_does(browser, site, name, record_property):
    """Once it has been used, each of its models on all the examples on which the build compared its file with Keras."""
    with checks.Visit(browser, site + FIGURES[name]) as visit:
        use(visit, name)
        problems = []
        proofs = [path for path in PROOFS.glob("*.json") if path.stem == name or path.stem.startswith(f"{name}-")]
        assert name in {path.stem for path in proofs}
        for path in proofs:
            key = path.stem.removeprefix(name).removeprefix("-")
            shares = visit.page.evaluate(DIFFERENCES, [name, key, json.loads(path.read_text(encoding="utf-8"))])
            record_property(f"live figure {path.stem}: largest difference from Keras, of the largest answer", f"{max(shares):.1e}")
            if not all(share < 1e-5 for share in shares):  # a number that is none would not be the largest
                problems.append(f"{path.stem} differs from Keras by {shares} of the largest answer")
        report(problems + checks.complaints(visit) + checks.foreign_requests(visit, site))


@every_figure
def test_it_shuts_nobody_out(browser, site, name):
    """In the dark and on a phone, used by keyboard alone."""
    with checks.Visit(browser, site + FIGURES[name], theme="dark", viewport=checks.PHONE) as visit:
        figure = press(visit, name)
        getattr(live_uses, f"{name}_by_keyboard".replace("-", "_"))(visit.page, figure, expect)
        report(checks.sideways_scroll(visit) + checks.barriers(visit, unfold=False))


# The largest difference of each answer, as a share of the largest number in it. A hundred examples at a
# time: a model keeps what each of its layers gave.
DIFFERENCES = """([name, key, proof]) => {
  const file = liveModelFiles[name];
  const model = LiveModels.load(key ? file.figure.models[key] : file);
  const held = LiveModels.load(proof).steps;
  const part = (word) => held.filter((step) => step.name.startsWith(word)).map((step) => step.weights.value);
  const some = ({ shape: [count, ...rest], data }, start, end) => {
    const each = data.length / count;
    return LiveModels.tensor([Math.min(end, count) - start, ...rest], data.subarray(start * each, end * each));
  };
  const [inputs, outputs] = [part("input"), part("output")];
  const largest = outputs.map(() => [0, 0]);
  for (let start = 0; start < inputs[0].shape[0]; start += 100) {
    const found = model.run(inputs.map((tensor) => some(tensor, start, start + 100))).outputs;
    outputs.forEach((output, i) => {
      const wanted = some(output, start, start + 100);
      if (wanted.shape.join() !== found[i].shape.join()) largest[i][0] = Infinity;
      wanted.data.forEach((number, j) => {
        largest[i][0] = Math.max(largest[i][0], Math.abs(number - found[i].data[j]));
        largest[i][1] = Math.max(largest[i][1], Math.abs(number));
      });
    });
  }
  return largest.map(([difference, number]) => difference / number);
}"""
