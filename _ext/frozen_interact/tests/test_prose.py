"""Markdown cells as Jupyter reads them."""

import pytest
from frozen_interact.in_build.prose import as_jupyter_reads, files_of_html, with_attachments


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("| a |\n|---|\n| $|x|$ and $\\|x\\|$ |", "| a |\n|---|\n| $\\vert x\\vert$ and $\\Vert x\\Vert$ |"),
        ("| $|x|$ |\n|---|", "| $\\vert x\\vert$ |\n|---|"),
        ("about 50\n% of it\n+++ more", "about 50\n\\% of it\n\\+++ more"),
        ("before\n$$\nx\n$$\nafter", "before\n\n$$\nx\n$$\nafter"),
        ("so \\\\(x^2\\\\) is", "so $x^2$ is"),
    ],
)
def test_what_is_written_anew(source, wanted):
    assert as_jupyter_reads(source) == wanted
    assert as_jupyter_reads(wanted) == wanted


@pytest.mark.parametrize(
    "source",
    [
        "no table: $|x|$ and a | b",
        "```python\n% time\n+++\n| `a` |\n```\n",
        "~~~\n```\n% in it\n~~~",
        "| a |\n|---|\n| `$|x|$` costs $5 or $6 |",
        "$$\n% a comment of TeX\nx\n$$",
        "text\n\n$$\nx\n$$",
        "- one\n- two\n\n> three $$x$$",
    ],
)
def test_what_stays_as_it_is(source):
    assert as_jupyter_reads(source) == source


def test_files_that_html_names():
    source = '<img src="a/b.png" alt=""> <a href="c.pdf">c</a> `<img src="code.png">` <a href="https://x.org">x</a> <a href="#y">y</a>'
    assert list(files_of_html(source)) == ["a/b.png", "c.pdf"]


def test_pasted_pictures_are_in_the_text():
    pasted = {"a b.png": {"image/png": "AAAA\n"}, "c.gif": {"image/gif": "BBBB"}, "unused.png": {"image/png": "CCCC"}}
    found = with_attachments('![x](attachment:a%20b.png) <img src="attachment:c.gif">', pasted)
    assert found == '![x](data:image/png;base64,AAAA) <img src="data:image/gif;base64,BBBB">'
