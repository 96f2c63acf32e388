"""The tools behind `make notebooks`, `make serve` and other commands do what they say."""

import gzip
import os
import subprocess
import sys
import urllib.request
from dataclasses import fields

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from _ext.frozen_interact.contract import HAND_TO, Limits
from tools import install
from tools.book import ROOT, require_writing
from tools.build import build
from tools.colab_moved import moved
from tools.normal_form import IGNORED, normal_form, normal_text
from tools.page import build_page
from tools.serve import serving
from tools.store import store


def noisy_notebook():
    """A notebook as JupyterLab and Colab leave it."""
    figure = {"text/plain": "<Figure size 640x480 with 1 Axes>", "image/png": "iVBORw0KGgo="}
    cells = [
        new_code_cell("print('a'); print('b')", execution_count=7, metadata={"scrolled": True, "tags": ["kept"]}),
        new_code_cell("plot()", execution_count=9, metadata={"execution": {"iopub.execute_input": "2020"}}),
        new_code_cell("interact(draw)", metadata={"tags": [IGNORED]}),
        new_markdown_cell("Words.", metadata={"id": "Xyz"}),
    ]
    cells[0].outputs = [
        new_output("stream", name="stdout", text="a\n"),
        new_output("stream", name="stderr", text="a warning\n"),
        new_output("stream", name="stdout", text="b\n"),
    ]
    cells[1].outputs = [
        new_output("display_data", figure, metadata={"needs_background": "light"}),
        new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}}),
    ]
    cells[2].outputs = [new_output("stream", name="stdout", text="not compared")]
    return new_notebook(cells=cells, metadata={"widgets": {}, "colab": {}, "vscode": {}})


def test_the_normal_form_keeps_text_and_drops_the_rest():
    """Figures, widgets, warnings, times and editors' metadata go; text and tags stay."""
    first, second, third, words = normal_form(noisy_notebook()).cells
    assert [output.text for output in first.outputs] == ["a\nb\n"]
    assert first.metadata == {"tags": ["kept"]}
    assert [output.data for output in second.outputs] == [{"text/plain": "<Figure size 640x480 with 1 Axes>"}]
    assert second.metadata == {} and words.metadata == {}
    assert third.outputs == []
    assert [cell.execution_count for cell in (first, second, third)] == [1, 2, 3]
    assert set(normal_form(noisy_notebook()).metadata) == {"kernelspec", "language_info"}


MEANT = {
    "tags": ["hide-cell"],
    "slideshow": {"slide_type": "subslide"},
    "jupyter": {"source_hidden": True},
    "cellView": "form",
    "mystnb": {"code_prompt_show": "Show the solution", "code_prompt_hide": "Hide the solution"},
    "frozen_interact": {"max_frames": 500, "positions": {"rate": 7}, "one_at_a_time": True, "values": {"word": ["a"]}, "hand_to": {"live_models": {"figure": "masks"}}},
}


def test_the_normal_form_keeps_the_metadata_that_means_something_and_no_other():
    """Also below a key: what another program wrote beside it goes, and a key that is then empty."""
    noise = {"trusted": True, "vscode": {"languageId": "python"}, "colab": {"height": 35}, "editable": True}
    cells = [
        new_code_cell("1", metadata=MEANT | noise),
        new_code_cell("2", metadata={"jupyter": {"outputs_hidden": True, "source_hidden": True}}),
        new_code_cell("3", metadata={"jupyter": {"outputs_hidden": True}, "tags": [], "slideshow": {}}),
    ]
    kept = [cell.metadata for cell in normal_form(new_notebook(cells=cells)).cells]
    assert kept == [MEANT, {"jupyter": {"source_hidden": True}}, {}]
    assert MEANT["frozen_interact"].keys() == {*(field.name for field in fields(Limits)), HAND_TO}, "no setting of a slider is lost"


def sections():
    """A notebook with two deeper sections, and what an author has left folded elsewhere."""
    folded = {"jp-MarkdownHeadingCollapsed": True, "id": "xyz"}
    cells = [
        new_markdown_cell("## A question", id="question", metadata=folded),
        new_markdown_cell("### Deeper: Why", id="why", metadata={"jp-MarkdownHeadingCollapsed": False}),
        new_code_cell("1 + 1", id="sum"),
        new_markdown_cell("### Deeper: Where", id="where", metadata={"slideshow": {"slide_type": "skip"}}),
        new_markdown_cell("## The end", id="end"),
    ]
    return new_notebook(cells=cells, metadata={"colab": {"collapsed_sections": ["question"], "provenance": []}})


def test_deeper_sections_come_up_folded_in_jupyterlab_and_in_colab():
    """They, and no others; Colab finds them by the very id that the cells have."""
    stored = normal_form(sections())
    question, why, inside, where, end = (cell.metadata for cell in stored.cells)
    assert stored.metadata["colab"] == {"collapsed_sections": ["why", "where"]}
    assert why == {"jp-MarkdownHeadingCollapsed": True, "id": "why"}
    assert where == {"jp-MarkdownHeadingCollapsed": True, "id": "where", "slideshow": {"slide_type": "skip"}}
    assert question == inside == end == {}
    nbformat.validate(stored)


@pytest.mark.parametrize("notebook", [noisy_notebook, sections])
def test_the_normal_form_of_the_normal_form_is_itself(notebook):
    """Storing twice changes nothing."""
    once = normal_form(notebook())
    assert normal_text(once) == normal_text(normal_form(once))
    assert normal_text(once).endswith("}\n")


def write(tmp_path, *sources):
    """A notebook with these code cells, in a file."""
    path = tmp_path / "toy.ipynb"
    path.write_text(normal_text(new_notebook(cells=[new_code_cell(source) for source in sources])), encoding="utf-8")
    return path


def test_store_writes_what_the_cells_print(tmp_path):
    """A notebook is run, and what it prints stands in it."""
    path = write(tmp_path, "print('hello')", "1 + 1 == 2")
    assert store(path) == []
    assert "hello" in path.read_text() and "True" in path.read_text()


def test_store_leaves_a_failing_notebook_as_it_was(tmp_path):
    """An error is reported with its cause, and nothing is written."""
    path = write(tmp_path, "1 / 0")
    before = path.read_text()
    assert "ZeroDivisionError" in store(path)[0]
    assert path.read_text() == before


def test_store_names_a_cell_that_warns(tmp_path):
    """A warning is a problem, unless the cell's output is not compared."""
    path = write(tmp_path, "import sys; print('careful', file=sys.stderr)")
    assert "cell 1" in store(path)[0] and "careful" in store(path)[0]


def test_the_server_compresses_text(tmp_path):
    """A page is sent gzipped to a browser that asks for it."""
    (tmp_path / "index.html").write_text("<p>hello</p>" * 100)
    with serving(tmp_path) as address:
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
    assert len(body) < 100 and gzip.decompress(body).startswith(b"<p>hello")


def test_a_book_that_was_not_built_is_not_built_by_trying_again(tmp_path, capfd):
    """Sphinx warns of a page when it reads it, and would not read it a second time."""
    (tmp_path / "_config.yml").write_text("title: A small book\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: start\n")
    (tmp_path / "start.md").write_text("# Start\n\n[A page](that-is-missing.md)\n")
    for _ in range(2):
        with pytest.raises(SystemExit, match="The cause is above"):
            build(tmp_path)
        assert "that-is-missing.md" in capfd.readouterr().err


def test_a_page_is_built_alone_and_its_run_serves_the_book(tmp_path, capfd):
    """A link to another page is passed over; what is wrong is shown, and again the next time."""
    runs = tmp_path / "runs"
    settings = f"title: A small book\nonly_build_toc_files: true\nsphinx: {{local_extensions: {{frozen_interact: {ROOT}/_ext}}}}\n"
    (tmp_path / "_config.yml").write_text(settings)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: first\nchapters: [{file: parts/second}]\n")
    (tmp_path / "parts").mkdir()
    for path, link in ((tmp_path / "first.ipynb", "parts/second.ipynb"), (tmp_path / "parts" / "second.ipynb", "../first.ipynb")):
        cells = [new_markdown_cell(f"# A page\n\n[Another]({link}) and [none]({path.stem}-lost.svg)")]
        cells += [new_code_cell(f"print('ran', open({str(runs)!r}, 'a').write({path.stem + ' '!r}))")]
        path.write_text(normal_text(new_notebook(cells=cells)), encoding="utf-8")
    names = ["first", "parts/second"]
    for _ in range(2):
        page = build_page(tmp_path, "second", names)
        assert "ran 7" in page.read_text() and runs.read_text() == "second "
        said = capfd.readouterr().err
        assert "document 'first'" not in said and "second-lost.svg" in said
    with pytest.raises(SystemExit, match="not built"):
        build(tmp_path)
    assert runs.read_text() == "second first "
    with pytest.raises(SystemExit, match="'third'.*: first second"):
        build_page(tmp_path, "third", names)


def test_an_installation_without_a_network_ends_in_advice(tmp_path):
    """Below what pip says stands what to do, and no traceback."""
    pins = tmp_path / "requirements.txt"
    pins.write_text("no-such-package==1.0\n")
    environment = {**os.environ, "PIP_NO_INDEX": "1"}  # as without a network, and sooner
    done = subprocess.run([sys.executable, install.__file__, pins], env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "Is the network there? Then run make again." in done.stderr.splitlines()[-1]


def test_what_moved_in_colab_is_listed():
    """Names are compared as pip does; stand-ins and what has no pin are left out."""
    ours = "keras==3.13.2\njupyter_client==7.4.9\nwidgetsnbextension==3.6.6\ntensorflow-cpu==2.20.0 ; a == 'b'\nmnist1d\n"
    assert moved(ours, "Keras==3.13.2\njupyter-client==7.4.9\nwidgetsnbextension==3.6.10\ntorch==2\n") == []
    assert moved(ours, "keras==3.14.0\njupyter-client @ https://a/b.whl\n") == [
        "keras: 3.13.2 here, 3.14.0 there",
        "jupyter-client: 7.4.9 here, no version there",
    ]
    for nothing in ("", "<html>not found</html>"):
        with pytest.raises(SystemExit, match="no list"):
            moved(ours, nothing)


def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path, monkeypatch):
    """In one line, before anything runs."""
    monkeypatch.setattr(os, "access", lambda folder, mode: False)
    with pytest.raises(SystemExit, match="Copy the book to a folder of yours"):
        require_writing(tmp_path)
