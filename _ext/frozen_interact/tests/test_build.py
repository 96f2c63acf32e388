"""A Sphinx project with the extension: what is executed when, and what reaches the page."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from queue import SimpleQueue
from threading import Barrier

import nbformat
import pytest
from frozen_interact.in_build import execute
from frozen_interact.in_build.cores import BYTES_OF_A_KERNEL, at_a_time, cores, take_share
from frozen_interact.in_build.extension import FrozenBuildError, longest_first
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

CONF = """
extensions = ["myst_nb", "frozen_interact"]
exclude_patterns = ["_build"]
root_doc = "page"
frozen_interact_depends = ["pins.txt"]
"""
# Appends to a file whenever it is executed.
COUNTING = "with open('runs.txt', 'a') as file:\n    file.write('x')"
SLIDER = "from ipywidgets import interact\ninteract(lambda a: print('value', a), a=(0, 4));"


@pytest.fixture
def project(tmp_path, write_notebook):
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "pins.txt").write_text("one==1")
    write_notebook(COUNTING, SLIDER)
    return tmp_path


def build(project, warning=None, builder="html", page="page.html"):
    out = project / "_build" / builder
    with docutils_namespace():
        Sphinx(project, project, out, project / "_build" / "doctrees", builder, status=None, warning=warning).build()
    return (out / page).read_text()


def runs(project):
    return len((project / "runs.txt").read_text())


def edit(project, change):
    path = project / "page.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook.cells)
    nbformat.write(notebook, path)


def test_only_code_pins_and_settings_cause_a_run(project):
    page = build(project)
    assert 'class="frozen-interact"' in page and runs(project) == 1
    build(project)
    assert runs(project) == 1

    edit(project, lambda cells: cells[0].update(source="# Another title"))
    assert "Another title" in build(project) and runs(project) == 1
    edit(project, lambda cells: cells[1].metadata.update(tags=["hide-input"]))
    assert 'class="frozen-interact"' in build(project) and runs(project) == 1

    edit(project, lambda cells: cells[2].update(source=SLIDER.replace("value", "number")))
    assert "number 2" in build(project) and runs(project) == 2
    (project / "pins.txt").write_text("one==2")
    build(project)
    assert runs(project) == 3


def test_a_file_of_the_settings_that_is_not_there_is_named(project):
    (project / "pins.txt").unlink()
    with pytest.raises(FrozenBuildError, match="depends names 'pins.txt', and there is no such file.*\n  What to do: "):
        build(project)


@pytest.mark.parametrize("extensions", [["frozen_interact", "myst_nb"], ["frozen_interact"]])
def test_myst_nb_is_there_wherever_it_is_named(project, extensions):
    (project / "conf.py").write_text(CONF + f"extensions = {extensions}\n")
    page = build(project)
    assert 'class="frozen-interact"' in page and runs(project) == 1


def test_a_run_holds_for_one_folder_its_files_and_its_kernel(tmp_path, write_notebook):
    """And not for another name of the kernel that is shown, which JupyterLab writes when it saves."""
    (tmp_path / "data.txt").write_text("one")
    path = write_notebook("print(open('data.txt').read())")
    (tmp_path / "runs").mkdir()
    store = execute.Store(tmp_path / "runs", tmp_path)
    notebook, cost = execute.run(path, "page", {}, print)
    assert list(cost["files"]) == ["data.txt"]
    store.keep(notebook, path, cost)

    read = nbformat.read(path, as_version=4)
    read.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    found, _ = store.find(read, path)
    assert found.cells[1].outputs[0].text == "one\n"
    assert store.find(read, tmp_path / "elsewhere" / "page.ipynb") is None
    read.metadata.kernelspec.name = "other"
    assert store.find(read, path) is None
    (tmp_path / "data.txt").write_text("two")
    assert store.find(nbformat.read(path, as_version=4), path) is None


def test_a_cell_that_is_skipped_keeps_the_output_that_its_notebook_stores(tmp_path, write_notebook):
    path = write_notebook(("1 / 0", {"tags": ["skip-execution"]}), "2 + 2")
    store = execute.Store(tmp_path, tmp_path)
    store.keep(*execute.run(path, "page", {}, print)[:1], path, {})
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="stored")]
    found, _ = store.find(notebook, path)
    assert found.cells[1].outputs[0].text == "stored" and found.cells[2].outputs[0].data["text/plain"] == "4"


def test_the_longest_notebook_is_run_first(tmp_path, write_notebook):
    """By what the last run took, though the code or the pins have changed since."""
    paths = {name: write_notebook("1 + 1", name, name=name) for name in ("quick", "slow", "new")}
    for pins, seconds in (("one", {"quick": 1, "slow": 9}), ("two", {"quick": 2})):
        (tmp_path / "runs" / pins).mkdir(parents=True)
        store = execute.Store(tmp_path / "runs" / pins, tmp_path)
        for name, cost in seconds.items():
            store.keep(nbformat.read(paths[name], as_version=4), paths[name], {"execution_seconds": cost})
    known = execute.last_seconds(tmp_path / "runs")
    assert known.keys() == {str(paths["quick"]), str(paths["slow"])} and known[str(paths["slow"])] == 9
    write_notebook(*["1 + 1"] * 9, name="newer")
    paths["newer"] = tmp_path / "newer.ipynb"
    assert [name for name, _ in longest_first(paths, known)] == ["newer", "new", "slow", "quick"]


can_keep_to_a_core = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="this system cannot keep a process to a core"
)


@can_keep_to_a_core
def test_each_worker_has_cores_of_its_own():
    here, numbers = set(cores()), SimpleQueue()
    for number in range(2):
        numbers.put(number)

    def child_of_a_worker(_):
        command = [sys.executable, "-c", "import os; print(*os.sched_getaffinity(0))"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        both_at_work.wait()
        return set(map(int, done.stdout.split()))

    both_at_work = Barrier(2, timeout=60)
    with ThreadPoolExecutor(2, initializer=take_share, initargs=(numbers, 2)) as pool:
        first, second = pool.map(child_of_a_worker, range(2))
    assert first | second == here and (not first & second or len(here) == 1)
    assert set(cores()) == here, "the thread that started the pool keeps all"


@can_keep_to_a_core
def test_a_worker_more_than_there_are_cores_has_one_of_them():
    here, numbers = cores(), SimpleQueue()
    numbers.put(len(here))
    with ThreadPoolExecutor(1, initializer=take_share, initargs=(numbers, len(here) + 1)) as pool:
        assert pool.submit(cores).result() == here[:1]


@pytest.mark.parametrize(
    "number, kernels, limits, expected",
    [
        (4, 16, {}, 4),
        (8, 4.5, {}, 4),
        (2, 0.5, {}, 1),
        (64, 128, {"memory.max": str(3 * BYTES_OF_A_KERNEL), "cpu.max": "800000 100000"}, 3),
        (64, 128, {"memory.max": "max", "cpu.max": "200000 100000"}, 2),
        (4, 16, {"memory.max": "max", "cpu.max": "max 100000"}, 4),
    ],
)
def test_no_more_notebooks_run_at_once_than_fit(monkeypatch, tmp_path, number, kernels, limits, expected):
    memory = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": int(kernels * BYTES_OF_A_KERNEL / 4096)}
    monkeypatch.setattr("frozen_interact.in_build.cores.cores", lambda: range(number))
    monkeypatch.setattr("frozen_interact.in_build.cores.LIMITS", tmp_path)
    monkeypatch.setattr(os, "sysconf", memory.get)
    for name, limit in limits.items():
        (tmp_path / name).write_text(limit)
    assert at_a_time() == expected


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system cannot keep a process to a core")
def test_a_notebook_that_runs_alone_has_all_cores(project, write_notebook):
    write_notebook("import os\nprint('cores', *sorted(os.sched_getaffinity(0)))")
    assert "cores " + " ".join(map(str, cores())) in build(project)


@pytest.mark.skipif(os.name == "nt", reason="there no process can become another")
def test_the_launcher_of_the_settings_starts_the_kernels(project, write_notebook):
    write_notebook("import os\nprint('launched from', os.environ['CONF'], 'with', os.environ['PYTHON'])")
    launcher = 'frozen_interact_launcher = ["env", "CONF={conf}", "PYTHON={python}"]'
    (project / "conf.py").write_text(CONF + launcher)
    assert f"launched from {project} with {sys.executable}" in build(project)


def test_frames_follow_the_text_and_assets_come_only_where_needed(project):
    page = build(project)
    assert page.count("frozen-interact.js") == 1
    assert page.index("</figure>") < page.index('type="application/json"')
    assert len(re.findall('id="frozen-page-figure-frames"', page)) == 1
    assert "frozen-interact.js" not in (project / "_build/html/search.html").read_text()
    assert (project / "_build/html/_static/frozen-interact.css").exists()


def test_on_paper_a_slider_shows_its_start(project, write_notebook):
    """Also where the pages were read for HTML before, and HTML again after."""
    write_notebook(
        "import matplotlib.pyplot as plt\nfrom ipywidgets import interact",
        "@interact(a=(0, 4))\ndef show(a):\n    plt.plot([0, a]); plt.show()\n    print('a is', a)",
        "plt.plot([1, 2]);",
        "plt.style.use('dark_background')\nplt.plot([1, 2]);",
    )
    assert 'class="frozen-interact"' in build(project)
    warning = StringIO()
    tex = build(project, warning, "latex", "projectnamenotset.tex")
    assert tex.count("includegraphics") == 3 and "a is 2" in tex and "a is 3" not in tex
    assert len(list((project / "_build" / "latex").glob("*.png"))) == 3
    assert "frozen" not in warning.getvalue()
    assert 'class="frozen-interact"' in build(project)


def test_a_large_figure_is_stored_in_parts(project):
    assert not (project / "_build/html/_frames").exists()
    (project / "conf.py").write_text(CONF + "frozen_interact_part_size = 60")
    page = build(project)
    frames = json.loads(re.search('frames">(.*?)</script>', page, re.S)[1])
    lines = frames["lines"]
    for number in range(len(frames["parts"])):
        part = (project / f"_build/html/{frames['place']}{number}.js").read_text()
        for line, text in json.loads(part.removeprefix("document.currentScript.lines=")).items():
            assert lines[int(line)] is None
            lines[int(line)] = text
    assert len(frames["parts"]) > 1 and None not in lines
    found = ["\n".join(lines[line] for line in frame) for frame in frames["frames"]]
    assert [re.search(r"<span>(value \d)", frame)[1] for frame in found] == [f"value {a}" for a in range(5)]


def test_a_text_may_link_to_a_position(project):
    """Of this page and of another; myst-parser alone would warn of both."""
    place = "frozen-page-figure:a=3"
    text = f"# A page\n\n[here](#{place}) and [there](other.md#{place}), [the figure](page.ipynb#frozen-page-figure)"
    edit(project, lambda cells: cells[0].update(source=text))
    (project / "other.md").write_text(f"---\norphan: true\n---\n# Another\n\n[back](page.ipynb#{place})\n")
    (project / "conf.py").write_text(CONF + "exclude_patterns = ['_build']\n")
    page = build(project)
    links = re.findall('<a class="reference internal" href="([^"]*frozen[^"]*)"', page)
    assert links == [f"#{place}", f"other.html#{place}", "#frozen-page-figure"]
    assert f'href="page.html#{place}"' in (project / "_build/html/other.html").read_text()


def test_what_is_beside_the_pages_is_no_source(project):
    """Though the folder of the pages is one of the sources, and every page is read again."""
    (project / "conf.py").write_text('extensions = ["frozen_interact"]\nroot_doc = "page"\nexclude_patterns = ["public"]\n')
    for _ in range(2):
        with docutils_namespace():
            app = Sphinx(project, project, project / "public", project / "public" / ".doctrees", "html", None, freshenv=True)
            app.build()
        assert app.env.found_docs == {"page"} and (project / ".jupyter_cache").is_dir()


def test_a_pasted_picture_is_on_the_page(project):
    """One of a single pixel."""
    pixel = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

    def paste(cells):
        cells[0].source = "# A page\n\n![a dot](attachment:dot.gif)"
        cells[0].attachments = {"dot.gif": {"image/gif": pixel}}

    edit(project, paste)
    warning = StringIO()
    page = build(project, warning)
    assert re.search(r'<img alt="a dot" src="(_images/|data:image/gif)', page) and "not readable" not in warning.getvalue()


def test_a_notebook_that_changes_during_the_build_stops_it(project, write_notebook):
    edit_itself = "from pathlib import Path\npage = Path('page.ipynb')\npage.write_text(page.read_text().replace('value', 'number'))"
    write_notebook(edit_itself, SLIDER)
    with pytest.raises(FrozenBuildError, match="page: its code, or a file that it reads, was changed while the book was built"):
        build(project)


def test_a_failure_stops_the_build_and_names_every_notebook(project, write_notebook):
    write_notebook("1 / 0", name="other")
    edit(project, lambda cells: cells[2].update(source=SLIDER.replace("'value', a", "1 / a")))
    (project / "conf.py").write_text(CONF + "suppress_warnings = ['toc.not_included']\n")
    with pytest.raises(FrozenBuildError) as caught:
        build(project)
    assert "page, cell [2]" in str(caught.value) and "other, cell [1]" in str(caught.value)


def test_a_page_shows_what_jupyter_shows(project, write_notebook):
    """Shell lines, displayed Markdown, formulas in all their forms, saved widget state, files that HTML names."""
    path = write_notebook(
        "!echo from the shell",
        "from IPython.display import Markdown\nMarkdown('A formula $x^2$\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |')",
        COUNTING,
    )
    text = "\n\n".join(
        [
            "# A page",
            "\\begin{align}\na &= b\n\\end{align}",
            "right after\n$$\ny = 2\n$$\nand $$x = 1$$ inside",
            "| norm |\n|---|\n| $|z|$ or `$|` |",
            "nearly 50\n% of them",
            '<img src="pins.txt" alt="x">',
        ]
    )
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = text
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {"a": {}}}}
    nbformat.write(notebook, path)
    warning = StringIO()
    page = build(project, warning)
    assert "from the shell" in page and "widget-state" not in page and "html-manager" not in page
    assert page.count('class="math notranslate nohighlight"') == 4 and "<td" in page
    assert "z\\vert" in page and "% of them" in page and "\\begin{align}" in page
    assert "pins.txt, which is not copied" in warning.getvalue()


def test_stored_outputs_stay_where_the_notebook_says_so(project, write_notebook):
    path = write_notebook(COUNTING)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.mystnb = {"execution_mode": "off"}
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="stored long ago")]
    nbformat.write(notebook, path)
    assert "stored long ago" in build(project) and not (project / "runs.txt").exists()


def test_a_notebook_in_markdown_is_refused_by_name(project):
    (project / "text.md").write_text("---\nfile_format: mystnb\n---\n# Text\n\n```{code-cell}\n1 + 1\n```\n")
    with pytest.raises(FrozenBuildError, match="text: it is a notebook in Markdown"):
        build(project)
