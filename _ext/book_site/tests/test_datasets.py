"""Data cards: which functions a notebook calls, and a page made of a file of cards."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from book_site.datasets import Card, called, loaded, read_cards
from book_site.tests.small_book import built

CODE = [
    "%pip install -q numpy\nfrom sklearn.datasets import load_digits as digits, make_moons\nfrom statsmodels.datasets import sunspots",
    "x = digits().data\ny = sunspots.load().data['A'].to_numpy()\nreviews = keras.datasets.imdb.load_data(num_words=9)",
    "def coins(generator):\n    return generator.random(9)\n\nz = coins(np.random.default_rng(0))\npath.read_text()",
]
CARDS = """
- {name: Digits, code: [sklearn.datasets.load_digits], what: Some *digits*., source: "[Here](https://example.org).", license: A, size: B, fit_for: C, not_fit_for: D}
- {name: Coins, code: [coins, toss], what: Tossed., source: E, license: F, size: G, fit_for: H, not_fit_for: I}
"""


def notebook(*code):
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return new_notebook(cells=[new_markdown_cell("# A chapter"), *map(new_code_cell, code)], metadata=metadata)


def test_what_a_notebook_calls_is_named_in_full():
    """Also under another name, through a module, and in the chain of a call; a function of the notebook by its own name."""
    found = called(notebook(*CODE))
    assert {"coins", "read_text", "to_numpy", "sklearn.datasets.load_digits", "statsmodels.datasets.sunspots.load"} <= found
    assert loaded(notebook(*CODE)) == {
        "sklearn.datasets.load_digits", "statsmodels.datasets.sunspots.load", "keras.datasets.imdb.load_data", "read_text",
    }


def test_a_card_says_all_and_names_the_chapters_that_use_it(tmp_path):
    site = built(tmp_path, **{
        "cards.yml": CARDS,
        "index.md": "# Start\n\n```{toctree}\nchapters/one\nchapters/two\nchapters/here\ncards\n```\n",
        "cards.md": "# Data\n\nAll of it.\n\n```{data-cards} cards.yml\n```\n",
        "chapters/one.ipynb": nbformat.writes(notebook(*CODE)),
        "chapters/two.ipynb": nbformat.writes(notebook("from sklearn.datasets import load_digits\nload_digits()")),
    })
    page = BeautifulSoup((site / "cards.html").read_text(encoding="utf-8"), "html.parser")
    digits, coins = page.select("dl.data-card")
    assert [term.text for term in digits.select("dt")] == ["What", "Source", "License", "Size", "Fit for", "Not fit for", "Used in"]
    assert digits.find("em").text == "digits" and digits.find("a", href="https://example.org")
    assert [(link.text, link["href"]) for link in digits.select("dd:last-child a")] == [("One", "chapters/one.html"), ("Two", "chapters/two.html")]
    assert [link.text for link in coins.select("dd:last-child a")] == ["One"]
    assert "**Used in**\n\n[One](chapters/one.md), [Two](chapters/two.md)" in (site / "cards.md").read_text(encoding="utf-8")


def test_a_card_that_lacks_a_field_is_found(tmp_path):
    path = tmp_path / "cards.yml"
    path.write_text(CARDS, encoding="utf-8")
    assert [card.name for card in read_cards(path)] == ["Digits", "Coins"] and isinstance(read_cards(path)[0], Card)
    path.write_text(CARDS.replace("size: G, ", ""), encoding="utf-8")
    with pytest.raises(TypeError, match="size"):
        read_cards(path)
