"""Every set of data that a chapter loads has a card, every card is used, and its size is what the package gives."""

import numpy as np

from _ext.book_site.datasets import called, loaded, read_cards
from tests.site_checks import report
from tools.book import ROOT, chapters, notebooks
from tools.running import read

CARDS = read_cards(ROOT / "data" / "datasets.yml")


def without_card(notebook, cards):
    """The functions that load what no card is about."""
    return sorted(loaded(notebook) - {name for card in cards for name in card.code})


def unused(calls, cards):
    """The functions of cards that no notebook calls."""
    return sorted({name for card in cards for name in card.code} - calls)


def test_what_a_chapter_loads_has_a_card():
    report([f"{path.stem}: {name} has no card in data/datasets.yml" for path in chapters() for name in without_card(read(path), CARDS)])


def test_a_card_is_of_data_that_a_chapter_uses():
    calls = set().union(*(called(read(path)) for path in notebooks()))
    report([f"data/datasets.yml: no chapter calls {name}" for name in unused(calls, CARDS)])


def test_a_missing_card_and_one_too_many_are_found():
    few = [card for card in CARDS if card.name != "Handwritten digits"]
    (dropout,) = [path for path in chapters() if path.stem == "dropout"]
    assert without_card(read(dropout), few) == ["sklearn.datasets.load_digits"]
    assert "spirals" in unused(called(read(dropout)), CARDS)


def test_sizes_are_those_of_the_packages():
    from mnist1d.data import make_dataset
    from sklearn.datasets import load_diabetes, load_digits, load_sample_image
    from statsmodels.datasets import sunspots

    size = {card.name: card.size for card in CARDS}
    images, signals = load_digits().images, make_dataset()
    assert f"{len(images):,} images of {images.shape[1]} by {images.shape[2]} " in size["Handwritten digits"]
    assert f"{len(signals['x']):,} signals to train and {len(signals['x_test']):,} to test, of {signals['x'].shape[1]} values" in size["MNIST-1D"]
    assert f"{len(sunspots.load().data)} numbers" in size["Yearly sunspots"]
    assert f"{len(load_diabetes().target)} patients" in size["Diabetes"]
    for name in ("china.jpg", "flower.jpg"):
        assert "{} by {} pixels".format(*np.shape(load_sample_image(name))) in size["Two photographs"]
