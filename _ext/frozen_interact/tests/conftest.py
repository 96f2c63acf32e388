"""What the tests of frozen_interact share. They need no book around them."""

import sys
from pathlib import Path

import matplotlib
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

sys.path.insert(0, str(Path(__file__).parents[2]))
matplotlib.use("svg")


@pytest.fixture(autouse=True)
def shell(tmp_path, monkeypatch):
    """An IPython shell in this process, its files in a folder of the test."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    InteractiveShell.clear_instance()
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.fixture
def write_notebook(tmp_path):
    """Write a notebook of code cells and return its path.

    A cell is its source, or a pair of source and metadata.
    """

    def write(*cells, name="page"):
        pairs = [(cell, {}) if isinstance(cell, str) else cell for cell in cells]
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_markdown_cell("# A page")]
            + [nbformat.v4.new_code_cell(source, metadata=metadata) for source, metadata in pairs],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    return write
