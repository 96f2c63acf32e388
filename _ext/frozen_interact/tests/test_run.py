"""Notebooks run in a real kernel: what is frozen, and how each mistake is reported."""

import asyncio
import os
import re
from pathlib import Path
from queue import Empty

import pytest
from frozen_interact import execute
from frozen_interact.patience import PatientChannel
from jupyter_client.channels import AsyncZMQSocketChannel

START = "import ipywidgets as w\nfrom ipywidgets import *\nfrom IPython.display import display"


def run(path, max_frames=400):
    lines = []
    notebook, _ = execute.run(path, "chapters/page", {"max_frames": max_frames}, lines.append)
    return [cell for cell in notebook.cells if cell.cell_type == "code"][1:], lines


def html(cell):
    return "\n".join(o["data"].get("text/html", "") for o in cell.outputs if "data" in o)


def test_every_way_to_make_a_slider(write_notebook):
    say = "def say(a, b=1):\n    print('said', a, b)\n"
    sources = [
        say + "interact(say, a=(0, 3), b=fixed('fixed'));",
        say + "interact_manual(say, a=[1, 2], b={'one': 1, 'two': 2});",
        say + "interactive(say, a=IntSlider(1, 0, 4, continuous_update=False), b=True)",
        say + "display(VBox([interactive(say, a=(0.0, 1.0, 0.5), b=fixed(0))]))",
        say + "a = IntSlider(0, 0, 2)\nout = interactive_output(say, {'a': a})\ndisplay(HBox([a]), out)",
        say + "a = IntSlider(0, 0, 2)\nVBox([a, interactive_output(say, {'a': a})])",
        "@w.interact(a=FloatLogSlider(1, min=-1, max=1, step=1))\ndef g(a):\n    return a",
    ]
    cells, lines = run(write_notebook(START, *sources))
    positions = [4, 4, 10, 3, 3, 3, 3]
    for cell, count in zip(cells, positions):
        found = html(cell)
        assert found.count("<figure") == 1, cell.source
        assert len(re.search(r'"grid":\[([\d,]+)\]', found)[1].split(",")) == count
        assert "widget-view" not in str(cell.outputs)
    ids = [re.search(r'<figure class="frozen-interact" id="([^"]+)"', html(cell))[1] for cell in cells]
    assert len(set(ids)) == len(ids)
    assert lines[0] == "chapters/page: cell 1 of 8"


def test_a_figure_is_named_by_its_function_and_keeps_its_name(write_notebook):
    """A cell before it, with a figure of its own, changes nothing. No two names are equal."""
    show = "def show(a, b=True):\n    print(a, b)\n"
    before = "import matplotlib.pyplot as plt\nplt.plot([0, 1])\nplt.show()\ninteract(lambda b: print(b), b=[1, 2]);"
    sources = [show + "interact(show, a=(0, 3), b=True);", "interact(show, a=(0, 2));", "interact(lambda a: print(a), a=(0, 2));"]

    def names(*sources):
        cells, _ = run(write_notebook(START, *sources))
        return [
            name for cell in cells for name in re.findall(r'<figure class="frozen-interact" id="([^"]+)"', html(cell))
        ], [name for cell in cells for name in re.findall(r' id="([^"]+)"', html(cell))]

    named, _ = names(*sources)
    assert named == [f"frozen-chapters-page-{name}" for name in ("show", "show-2", "figure")]
    with_more, ids = names(before, *sources)
    assert set(named) < set(with_more) and len(set(ids)) == len(ids)


def test_figures_printed_words_and_tables_in_order(write_notebook):
    source = (
        "import matplotlib.pyplot as plt\n"
        "class Table:\n"
        "    def _repr_html_(self): return '<table><tr><td>1</td></tr></table>'\n"
        "@interact(a=(0, 2))\n"
        "def show(a=1):\n"
        "    plt.plot([0, a])\n"
        "    plt.title('A line')\n"
        "    plt.show()\n"
        "    print('ends at', a)\n"
        "    return Table()"
    )
    ((cell, static), _) = run(write_notebook(START, source, "plt.plot([0, 1]); plt.title('Alone');"))
    found = html(cell)
    assert found.index("<svg") < found.index("ends at 1</span>") < found.index("<table>")
    assert 'aria-label="ends at 1"' in found
    assert 'figure class="frozen-figure"><svg' in html(static) and 'aria-label="Alone"' in html(static)


def test_what_a_function_shows_is_what_it_shows_live(write_notebook):
    sources = [
        "from PIL import Image\ninteract(lambda a: Image.new('RGB', (4, 4), (a, 0, 0)), a=(1, 3));",
        "from IPython.display import Markdown\ninteract(lambda a: Markdown(f'**step {a}**'), a=(1, 3));",
        "import logging\nlogging.basicConfig(level=logging.INFO, force=True)\n"
        "interact(lambda a: logging.info('position %d', a), a=(1, 3));",
        "@interact(a=(1, 3))\ndef f(a=2):\n    h = display('old', display_id=True)\n    h.update(f'new {a}')",
        "interact(lambda a: print(a) if a else None, a=(0, 2));",
        "interact(lambda a: print('one', a), a=fixed(1));",
        ("interact(lambda a: print(1 / a), a=(0, 2));", {"tags": ["raises-exception"]}),
    ]
    cells, _ = run(write_notebook(START, *sources))
    assert all(output.output_type != "stream" for cell in cells for output in cell.outputs)
    found = [html(cell) for cell in cells]
    assert '<img class="frozen-image"' in found[0] and "<strong>step 2</strong>" in found[1]
    assert all(f"INFO:root:position {a}" in found[2] for a in (1, 2, 3))
    assert "new 1" in found[3] and "old" not in found[3]
    assert '"texts":["","1","2"]' in found[4]
    assert "one 1" in found[5] and "<input" not in found[5]
    assert "ZeroDivisionError: division by zero" in found[6] and "0.5" in found[6]


def test_result_and_kwargs_are_those_of_the_start(write_notebook):
    source = "v = interactive(lambda a: print(a) or a**2, a=IntSlider(3, 0, 4))\ndisplay(v)"
    (_, after), _ = run(write_notebook(START, source, "print(v.result, v.kwargs)"))
    assert after.outputs[0].text == "9 {'a': 3}\n"


def test_a_cell_may_raise_its_own_limit(write_notebook):
    source = "interact(lambda a: print(a), a=(0, 9));"
    with pytest.raises(execute.NotebookError, match=r"page, cell \[2\] `interact.*\n.*10 positions"):
        run(write_notebook(START, source), max_frames=5)
    run(write_notebook(START, (source, {"frozen_interact": {"max_frames": 10}})), max_frames=5)


def test_a_cell_may_thin_its_controls_or_move_them_one_at_a_time(write_notebook):
    """And a setting that does not exist is no setting."""
    source = "interact(lambda a, b: print(a, b), a=(0, 20), b=(0, 20));"
    with pytest.raises(execute.NotebookError, match=r'the metadata of this cell: \{"frozen_interact": \{"positions": 7\}\}'):
        run(write_notebook(START, source), max_frames=50)
    (thinned, alone), _ = run(
        write_notebook(
            START,
            (source, {"frozen_interact": {"positions": 7}}),
            (source, {"frozen_interact": {"one_at_a_time": True}}),
        ),
        max_frames=50,
    )
    assert html(thinned).count('max="6"') == 2 and "one at a time" not in html(thinned)
    assert html(alone).count('max="20"') == 2 and "move one at a time" in html(alone)
    with pytest.raises(execute.NotebookError, match="'position' of frozen_interact.*does not exist.*\n.*positions"):
        run(write_notebook(START, (source, {"frozen_interact": {"position": 7}})))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("interact(lambda word: print(word), word='text');", "'word' (Text) cannot be listed"),
        ("interact(lambda a: print(1 / a), a=(0, 2));", "fails at a=0: ZeroDivisionError"),
        ("interact(lambda a: None, a=(0, 2));", "shows nothing at any position"),
        (
            "a = IntSlider(0, 0, 2)\na.observe(lambda change: 1, 'value')\ninteract(lambda a: print(a), a=a);",
            "'a' is observed or linked (<lambda>)",
        ),
        (
            "a, b = IntSlider(0, 0, 2), IntSlider(0, 0, 2)\nl = link((a, 'value'), (b, 'value'))\n"
            "interact(lambda a, b: print(a), a=a, b=b);",
            "'a' is observed or linked",
        ),
        (
            "a, b = IntSlider(0, 0, 2), IntSlider(0, 0, 2)\nl = jslink((a, 'value'), (b, 'value'))\n"
            "interact(lambda a, b: print(a), a=a, b=b);",
            "'a' is linked (Link)",
        ),
        (
            "a = IntSlider(0, 0, 2)\none, two = (interactive_output(lambda a: print(a), {'a': a}) for _ in '12')\n"
            "display(a, HBox([one, two]))",
            "'a' moves another output too",
        ),
        ("Button(description='Go')", "(Button) would stand dead"),
        ("display(VBox([IntSlider()]))", "(IntSlider) would stand dead"),
        ("interact(lambda a: display(IntSlider()), a=(0, 2));", "displays a widget (IntSlider)"),
        ("from IPython.display import Math\ninteract(lambda a: Math('x'), a=(0, 2));", "displays a formula"),
        ("from IPython.display import JSON\ninteract(lambda a: JSON({'a': a}), a=(0, 2));", "application/json"),
        ("interact(lambda a: w.HTML and display({'application/vnd.plotly.v1+json': {}}, raw=True), a=(0, 2));", "its own script"),
        ("from IPython.display import HTML\ninteract(lambda a: HTML('<script>1</script>'), a=(0, 2));", "its own script"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        (
            "from IPython.core.display_functions import publish_display_data\n"
            "publish_display_data({'application/vnd.jupyter.widget-view+json': {}})",
            "leaves a live widget",
        ),
    ],
)
def test_a_mistake_is_reported_with_notebook_cell_and_remedy(write_notebook, source, message):
    with pytest.raises(execute.NotebookError) as caught:
        run(write_notebook(START, source))
    text = str(caught.value)
    assert text.startswith("chapters/page, cell [2] `" + source.splitlines()[0])
    assert message in text
    if "1 / 0" not in source:
        assert "What to do: " in text and "Traceback" not in text


def test_a_notebook_without_widgets_runs_as_it_is(write_notebook):
    cells, _ = run(write_notebook("a = 1", "a + 1 == 2"))
    assert cells[0].outputs[0]["data"] == {"text/plain": "True"}


def test_a_notebook_finds_no_module_of_this_package_s_folder(write_notebook):
    (cell, *_), _ = run(write_notebook("import sys", "print(sys.path)"))
    assert str(Path(execute.__file__).parents[1]) not in cell.outputs[0].text


@pytest.mark.skipif(os.name == "nt", reason="there no process can become another")
def test_a_launcher_starts_the_kernel(write_notebook):
    source = "from pathlib import Path\nprint(sorted(path.name for path in Path(os.environ['HERE']).glob('kernel*')))"
    path = write_notebook("import os", source)
    notebook, _ = execute.run(path, "page", {}, print, ["env", "HERE={folder}"])
    shown = notebook.cells[-1].outputs[0].text
    assert "kernel.json" in shown and "kernel-ipc-1" in shown
    with pytest.raises(execute.NotebookError, match="started by `env HERE={folder}`, which says"):
        execute.run(write_notebook("1 / 0"), "page", {}, print, ["env", "HERE={folder}"])


def test_what_c_libraries_write_stays_off_the_page_and_is_told_when_the_kernel_dies(write_notebook):
    cells, _ = run(write_notebook("import os", "os.write(2, b'from C'); 1"))
    assert [output["output_type"] for output in cells[0].outputs] == ["execute_result"]
    dying = "os.write(2, b'last words'); os.abort()"
    with pytest.raises(execute.NotebookError, match="kernel died.*\n.*last words"):
        run(write_notebook("import os", dying))


def test_a_cell_that_does_not_end_is_named(write_notebook, monkeypatch):
    monkeypatch.setattr(execute, "MOST_SECONDS_A_CELL", 1)
    with pytest.raises(execute.NotebookError, match=r"page, cell \[1\] `import time.*\n.*within 1 s"):
        run(write_notebook("import time; time.sleep(600)"))


def test_a_message_whose_wake_up_was_lost_is_found(monkeypatch):
    """The first look misses the message, as a lost wake-up does; the second finds it."""
    looks = iter([Empty(), {"msg": "reply"}])

    async def get_msg(channel, timeout=None):
        found = next(looks)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(AsyncZMQSocketChannel, "get_msg", get_msg)
    channel = PatientChannel.__new__(PatientChannel)
    assert asyncio.run(channel.get_msg(timeout=60)) == {"msg": "reply"}
    looks = iter([Empty()])
    with pytest.raises(Empty):
        asyncio.run(channel.get_msg(timeout=0))
