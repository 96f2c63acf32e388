"""The command: one notebook as one HTML file."""

import base64
import re

import nbformat
import pytest
from PIL import Image
from frozen_interact.__main__ import main

CELLS = ["from ipywidgets import interact\ninteract(lambda a: print('at', a), a=(0, 3));", "!echo shell", "1 / 2"]


def test_a_notebook_becomes_one_file_that_needs_nothing_else(write_notebook, capsys):
    path = write_notebook(*CELLS)
    assert main([str(path)]) == 0 and "page.html" in capsys.readouterr().out
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "<h1>A page</h1>" in page and page.count('<figure class="frozen-interact"') == 1
    assert "<pre>shell</pre>" in page and "<pre>0.5</pre>" in page and "aria-valuetext" in page.partition("<script>")[2]
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)


def test_pictures_in_the_text_are_in_the_file(write_notebook):
    """Beside the notebook, in Markdown and in HTML, and attached; the title of the page is that of the notebook."""
    path = write_notebook()
    Image.new("RGB", (2, 2)).save(path.with_name("a dot.png"))
    dot = path.with_name("a dot.png").read_bytes()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = '# Dots & $x$\n\n![one](a%20dot.png) <img alt="two" src="a dot.png"> ![three](attachment:b.png) ![no](c.png)'
    notebook.cells[0].attachments = {"b.png": {"image/png": base64.b64encode(dot).decode()}}
    nbformat.write(notebook, path)
    assert main([str(path)]) == 0
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert page.count(f'src="data:image/png;base64,{base64.b64encode(dot).decode()}"') == 3 and 'src="c.png"' in page
    assert "<title>Dots &amp; x</title>" in page


def test_a_folder_is_no_notebook(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1 and "is a folder.\n  What to do: " in capsys.readouterr().err


def test_a_refusal_is_told_and_nothing_is_written(write_notebook, capsys):
    path = write_notebook(*CELLS)
    assert main([str(path), "--max-frames", "3"]) == 1
    assert re.match(r"page, cell \[1\] .*\n.*4 positions", capsys.readouterr().err) and not path.with_suffix(".html").exists()


def test_a_notebook_that_is_not_there_is_named(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([])
    assert main([str(tmp_path / "gone.ipynb")]) == 1 and "gone.ipynb does not exist" in capsys.readouterr().err
