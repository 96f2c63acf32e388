"""The command: one notebook as one HTML file."""

import re

import pytest
from frozen_interact.__main__ import main

CELLS = ["from ipywidgets import interact\ninteract(lambda a: print('at', a), a=(0, 3));", "!echo shell", "1 / 2"]


def test_a_notebook_becomes_one_file_that_needs_nothing_else(write_notebook, capsys):
    path = write_notebook(*CELLS)
    assert main([str(path)]) == 0 and "page.html" in capsys.readouterr().out
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "<h1>A page</h1>" in page and page.count('<figure class="frozen-interact"') == 1
    assert "<pre>shell</pre>" in page and "<pre>0.5</pre>" in page and "aria-valuetext" in page.partition("<script>")[2]
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)


def test_a_refusal_is_told_and_nothing_is_written(write_notebook, capsys):
    path = write_notebook(*CELLS)
    assert main([str(path), "--max-frames", "3"]) == 1
    assert re.match(r"page, cell \[1\] .*\n.*4 positions", capsys.readouterr().err) and not path.with_suffix(".html").exists()


def test_a_notebook_that_is_not_there_is_named(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([])
    assert main([str(tmp_path / "gone.ipynb")]) == 1 and "gone: " in capsys.readouterr().err
