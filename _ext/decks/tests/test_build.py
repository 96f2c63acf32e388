"""A Sphinx project with a deck: what is written, what a page links, and when it is written again."""

import sys

import nbformat
import pytest
from nbformat.v4 import new_notebook
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace

from decks import deck
from decks.tests.sample import cells, words

CONF = """
extensions = ["myst_nb", "decks"]
html_title = "A book"
root_doc = "index"
exclude_patterns = ["_build"]
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath"]
decks_style = "book.css"
templates_path = ["templates"]
"""
LINKS = """{% extends "basic/layout.html" %}{% block footer %}{% for text, file in deck_links.items() %}
<a href="{{ pathto(file, 1) }}">{{ text }}</a>{% endfor %}{{ super() }}{% endblock %}"""
STYLE = 'html[data-theme="dark"],\nhtml:not([data-theme]) { --x: 1 }\nhtml body { color: red }\nhtml { --y: 2 }\nmath { color: blue }'


@pytest.fixture
def project(tmp_path):
    """A book of two notebooks, one with slides."""
    for name, text in {
        "conf.py": CONF, "book.css": STYLE, "templates/layout.html": LINKS,
        "index.md": "# A book\n\n```{toctree}\nchapters/sample\nchapters/plain\n```\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "chapters").mkdir()
    store(tmp_path / "chapters/sample.ipynb", cells())
    store(tmp_path / "chapters/plain.ipynb", [words("# Plain\n\n**Bold.**")])
    return tmp_path


def store(path, notebook_cells):
    nbformat.write(new_notebook(cells=notebook_cells, metadata={"language_info": {"name": "python", "pygments_lexer": "ipython3"}}), path)


def build(project):
    """Build it; return the folder of the site and the warnings."""
    out, log = project / "_build" / "html", project / "log"
    with open(log, "w+", encoding="utf-8") as warnings, docutils_namespace():
        Sphinx(project, project, out, project / "_build" / "doctrees", "html", status=None, warning=warnings).build()
    return out, log.read_text(encoding="utf-8")


def test_a_notebook_with_marks_gets_a_deck_that_stands_alone(project):
    out, warnings = build(project)
    assert warnings == ""
    assert [path.name for path in (out / "slides").iterdir()] == ["sample.html"]
    html = (out / "slides/sample.html").read_text(encoding="utf-8")
    assert "<title>What is a sample? · A book</title>" in html
    assert "reveal.js" in html and "RevealNotes" in html and "Book Math" in html and "frozen-sample-1-frames" in html
    assert "--x: 1" in html and "--y: 2" in html and "html body" not in html
    assert 'href="../slides/sample.html">Slides' in (out / "chapters/sample.html").read_text(encoding="utf-8")
    for page in ("index.html", "chapters/plain.html"):
        assert ">Slides<" not in (out / page).read_text(encoding="utf-8")


def test_a_pdf_is_linked_while_it_is_there_and_goes_when_the_deck_changes(project):
    out, _ = build(project)
    pdf, page = out / "slides/sample.pdf", out / "chapters/sample.html"
    assert "sample.pdf" not in page.read_text(encoding="utf-8")
    pdf.write_text("printed")
    build(project)
    assert 'href="../slides/sample.pdf">PDF' in page.read_text(encoding="utf-8")
    build(project)
    assert pdf.exists()
    store(project / "chapters/sample.ipynb", [*cells(), words("## More\n\n**Of it**", "slide")])
    build(project)
    assert not pdf.exists() and "sample.pdf" not in page.read_text(encoding="utf-8")


def test_what_has_no_pdf_is_printed_in_the_same_build(project, monkeypatch):
    printer = project / "printer.py"
    printer.write_text("import sys\nfrom pathlib import Path\nfor deck in sys.argv[1:]:\n    Path(deck).with_suffix('.pdf').write_text('printed')")
    monkeypatch.setenv("DECKS_PRINTER", f"{sys.executable} {printer}")
    out, _ = build(project)
    assert (out / "slides/sample.pdf").read_text() == "printed"
    assert 'href="../slides/sample.pdf">PDF' in (out / "chapters/sample.html").read_text(encoding="utf-8")
    printer.write_text("raise SystemExit('paper jam')")
    build(project)  # in which nothing is printed twice
    (out / "slides/sample.pdf").unlink()
    with pytest.raises(ExtensionError, match="the slides were not printed. The cause is above; the command was: .*printer.py"):
        build(project)


def test_a_style_that_changes_changes_the_deck_alone(project):
    out, _ = build(project)
    (project / "book.css").write_text("html { --x: 7 }")
    build(project)
    assert "--x: 7" in (out / "slides/sample.html").read_text(encoding="utf-8")


def test_an_unchanged_deck_is_not_written_again(project):
    out, _ = build(project)
    path = out / "slides/sample.html"
    path.write_text(path.read_text(encoding="utf-8") + "<!-- kept -->", encoding="utf-8")
    (project / "chapters/sample.ipynb").touch()
    build(project)
    assert path.read_text(encoding="utf-8").endswith("<!-- kept -->")


def test_a_deck_whose_marks_are_gone_goes_and_its_link_with_it(project):
    out, _ = build(project)
    (out / "slides/sample.pdf").write_text("printed")
    store(project / "chapters/sample.ipynb", [words("# A sample")])
    build(project)
    assert not list((out / "slides").iterdir())
    assert "slides/" not in (out / "chapters/sample.html").read_text(encoding="utf-8")


def test_a_problem_is_a_warning_that_names_page_and_cell(project):
    store(project / "chapters/plain.ipynb", [words("# Plain", "slide"), words("Nothing bold.", "slide")])
    _, warnings = build(project)
    assert "chapters/plain.ipynb: WARNING: cell 2 (Nothing bold.) begins a slide that shows nothing" in warnings


def test_two_notebooks_of_one_name_are_told_that_they_have_one_deck(project):
    store(project / "sample.ipynb", cells())
    (project / "index.md").write_text("# A book\n\n```{toctree}\nsample\nchapters/sample\nchapters/plain\n```\n")
    assert "sample.ipynb: WARNING: its slides and those of chapters/sample have one name" in build(project)[1]


def test_no_script_can_end_the_page():
    assert deck._inline("'</script><!--'") == r"'<\/script><\!--'"
