"""Every table of a chapter that has published numbers is on the scoreboard, and no entry names what is not there."""

from _ext.book_site.claims import is_claim
from _ext.book_site.datasets import read_cards
from _ext.book_site.scoreboard import read_entries, tables
from _ext.book_site.sources import sources
from tests.site_checks import report
from tools.book import ROOT, chapters
from tools.running import read

ENTRIES = read_entries(ROOT / "data" / "scoreboard.yml")


def missing(name, notebook, entries):
    """The tables of a chapter that are on no scoreboard."""
    return [f"{name}: the table in cell {table} is not in data/scoreboard.yml" for table in tables(notebook) if (name, table) not in {entry[:2] for entry in entries}]


def astray(entry, notebook, cards):
    """What an entry names and is not there, or is something else."""
    cells = {cell.id: cell for cell in notebook.cells}
    wrong = [] if entry.table in tables(notebook) else [f"{entry.table} is no table with published numbers"]
    wrong += [] if entry.budget in cells and cells[entry.budget].cell_type == "markdown" else [f"{entry.budget} has no words"]
    wrong += [f"{name} is no claim" for name in entry.spread if name not in cells or not is_claim(cells[name])]
    wrong += [] if entry.source in {source.key for source in sources(notebook) if source} else [f"{entry.source} is not listed"]
    wrong += [] if entry.data in cards else [f"there is no card {entry.data}"]
    return [f"data/scoreboard.yml, {entry.chapter}: {problem}" for problem in wrong]


def test_every_table_with_published_numbers_is_on_it():
    report([problem for path in chapters() for problem in missing(path.stem, read(path), ENTRIES)])


def test_what_an_entry_names_is_there():
    notebooks, cards = {path.stem: read(path) for path in chapters()}, {card.name for card in read_cards(ROOT / "data" / "datasets.yml")}
    report([problem for entry in ENTRIES for problem in astray(entry, notebooks[entry.chapter], cards)])


def test_a_table_that_is_missing_and_an_entry_astray_are_found():
    entry = next(entry for entry in ENTRIES if entry.chapter == "recurrent-networks")
    (notebook,) = [read(path) for path in chapters() if path.stem == entry.chapter]
    assert missing(entry.chapter, notebook, []) == [f"recurrent-networks: the table in cell {entry.table} is not in data/scoreboard.yml"]
    broken = entry._replace(table=entry.budget, budget=entry.spread[0], spread=[entry.table], source="nobody", data="Nothing")
    assert len(astray(broken, notebook, {"MNIST-1D"})) == 5
