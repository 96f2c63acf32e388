"""Notebooks run in a real kernel: what is frozen, and how each mistake is reported."""

import asyncio
import json
import os
import re
from pathlib import Path
from queue import Empty

import pytest
from frozen_interact.in_build import execute
from frozen_interact.in_build.patience import PatientChannel
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


def test_what_matplotlib_says_of_a_slow_start_is_not_on_the_page(write_notebook):
    """What it says of the notebook's fonts is."""
    words = ["Matplotlib is building the font cache; this may take a moment.", "findfont: Font family 'X' not found."]
    source = f"import logging\nfor line in {words}:\n    logging.getLogger('matplotlib.font_manager').warning(line)"
    cells, _ = run(write_notebook(START, source))
    assert [output.text for output in cells[0].outputs] == [f"{words[1]}\n"]


def test_lines_that_arrive_one_by_one_are_one_output(write_notebook):
    """A display between them still parts them, but not one that goes because it stands in another."""
    line = "print({}, flush=True)"
    parted = "\n".join([line.format(1), line.format(2), "display(3)", line.format(4)])
    panel = "a = IntSlider(0, 0, 1)\nout = interactive_output(lambda a: print(a), {'a': a})\ndisplay(a)\n"
    cells, _ = run(write_notebook(START, parted, panel + "\n".join([line.format(1), "display(out)", line.format(2)])))
    assert [o.get("text") or o["data"]["text/plain"] for o in cells[0].outputs] == ["1\n2\n", "3", "4\n"]
    assert [o.get("text") or "frozen" for o in cells[1].outputs] == ["frozen", "1\n2\n"]


def test_what_a_function_shows_is_what_it_shows_live(write_notebook):
    sources = [
        "from PIL import Image\ninteract(lambda a: Image.new('RGB', (4, 4), (a, 0, 0)), a=(1, 3));",
        "from IPython.display import Markdown\ninteract(lambda a: Markdown(f'**step {a}**'), a=(1, 3));",
        "import logging\nlogging.basicConfig(level=logging.INFO, force=True)\n"
        "interact(lambda a: logging.info('position %d', a), a=(1, 3));",
        "@interact(a=(1, 3))\ndef f(a=2):\n    h = display('old', display_id=True)\n    h.update(f'new {a}')",
        "@interact(a=(0, 1))\ndef g(a):\n    box, bar = Output(), IntProgress(max=1)\n    display(w.VBox([bar, box]))\n"
        "    bar.value = a\n    with box: print('inside', a)",
    ]
    cells, _ = run(write_notebook(START, *sources))
    assert all(output.output_type != "stream" for cell in cells for output in cell.outputs)
    found = [html(cell) for cell in cells]
    assert '<img class="frozen-image"' in found[0] and "<strong>step 2</strong>" in found[1]
    assert all(f"INFO:root:position {a}" in found[2] for a in (1, 2, 3))
    assert "new 1" in found[3] and "old" not in found[3]
    assert '"texts":["inside 0","inside 1"]' in found[4] and 'max="1" value="0"></progress>' in found[4]


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
    ("settings", "words"),
    [
        (7, "has 7 for `frozen_interact`"),
        ({"positions": "7"}, "has '7' for the setting 'positions' .*\n  What to do: give it a whole number"),
        ({"max_frames": True}, "has True for the setting 'max_frames'"),
        ({"one_at_a_time": "yes"}, "has 'yes' .*'one_at_a_time' .*\n  What to do: give it true or false"),
        ({"values": ["a"]}, r"has \['a'\] .*'values' .*\n  What to do: give it a list for each control"),
    ],
)
def test_a_setting_of_another_kind_is_named(write_notebook, settings, words):
    with pytest.raises(execute.NotebookError, match=rf"page, cell \[2\] .*\n  {words}"):
        run(write_notebook(START, ("1 + 1", {"frozen_interact": settings})))


def test_what_another_cell_failed_to_make_is_no_hindrance(write_notebook):
    """A cell that is to fail leaves half an `interactive` behind, which is looked at too."""
    failing = ("import functools\ninteract(functools.partial(print), a=(0, 2));", {"tags": ["raises-exception"]})
    panel = "s = IntSlider(1, 0, 2)\nout = interactive_output(lambda a: print('at', a), {'a': s})\ndisplay(VBox([s, out]))"
    names = "from ipywidgets import IntSlider, VBox, interactive_output"
    (_, _, cell), _ = run(write_notebook(START, names, failing, panel))
    assert 'class="frozen-interact"' in html(cell)


def test_a_link_that_cannot_be_followed_is_refused(write_notebook):
    source = "a, b = FloatSlider(0.5, min=0, max=1, step=0.5), Checkbox()\nbond = jslink((a, 'value'), (b, 'value'))\ndisplay(a, b)"
    with pytest.raises(execute.NotebookError, match=r"(?s)A link gives a widget \(Checkbox\) what it does not take.*What to do: "):
        run(write_notebook(START, "from ipywidgets import Checkbox, FloatSlider, jslink", source))


def test_a_cell_is_handed_to_another_package(write_notebook, tmp_path):
    """It gets the notebook's names, what it is told, and the figure; what it gives comes last."""
    (tmp_path / "taker").mkdir()
    (tmp_path / "taker" / "take.py").write_text(
        "def take(names, told, figure):\n"
        "    if told['name'] not in names:\n        raise ValueError(f'There is no {told[\"name\"]}.')\n"
        "    return {'application/x-taken': f'{names[told[\"name\"]]} beside {figure}'}\n"
    )
    source = "n = 7\n@interact(a=(0, 2))\ndef show(a):\n    print(a)"

    def handed(package, name):
        metadata = {"frozen_interact": {"hand_to": {package: {"name": name}}}}
        return run(write_notebook(START, (source, metadata)))

    (cell,), _ = handed("taker", "n")
    assert cell.outputs[-1].data == {"application/x-taken": "7 beside frozen-chapters-page-show"} and len(cell.outputs) == 2
    with pytest.raises(execute.NotebookError, match=r"cell \[2\] `n = 7`\n  ValueError: There is no m"):
        handed("taker", "m")
    with pytest.raises(execute.NotebookError, match="hand over to 'nobody', which cannot be imported"):
        handed("nobody", "n")


def test_an_error_is_told_with_its_traceback(write_notebook):
    with pytest.raises(execute.NotebookError) as caught:
        run(write_notebook(START, "def divide(a):\n    return 1 / a\ndivide(0)"))
    text = str(caught.value)
    assert text.startswith("chapters/page, cell [2] `def divide(a):`\n  ZeroDivisionError: division by zero\n")
    assert "return 1 / a" in text and "\x1b" not in text


def test_a_late_refusal_stops_the_run_at_its_cell(write_notebook):
    """What is known only at the end of a cell, and what a cell marked `raises-exception` would show as an error."""
    for cell in ("display(IntSlider())", ("interact(lambda a: print(a), a='text');", {"tags": ["raises-exception"]})):
        with pytest.raises(execute.NotebookError, match=r"^chapters/page, cell \[2\] `(.*\n)*.*What to do") as caught:
            run(write_notebook(START, cell, "print('goes on')"))
        assert "Traceback" not in str(caught.value)


def test_what_belongs_to_one_panel_is_one_figure_in_its_first_place(write_notebook):
    """Titles among the controls, outputs in a row; an Output as it stands before the first move."""
    sources = [
        "a = IntSlider(1, 0, 2, description=r'$\\eta$')\ndisplay(w.HTML('<b>Title</b>'), a)\n"
        "one, two = (interactive_output(lambda a: print(a), {'a': a}) for _ in '12')\nHBox([one, two])",
        "s, out = IntSlider(), Output()\ns.max = 2\ndef fill(change):\n    out.clear_output()\n    with out: print('at', s.value)\n"
        "s.observe(fill, 'value')\ndisplay(s, out)",
        "out = Output()\nwith out: print('alone')\nout",
    ]
    (panel, filled, alone), _ = run(write_notebook(START, *sources))
    assert [len(cell.outputs) for cell in (panel, filled, alone)] == [1, 1, 1]
    found = html(panel)
    assert found.index("<b>Title</b>") < found.index("<math>") < found.index("</fieldset>") < found.index("frozen-row")
    assert found.count("<figure") == 1
    assert '<div class="frozen-stage">\n\n</div>' in html(filled) and '"texts":["at 0","at 1","at 2"]' in html(filled)
    assert "alone</span>" in html(alone) and "<fieldset" not in html(alone)


def test_a_figure_that_is_changed_in_place_is_shown_as_it_then_stands(write_notebook):
    source = "@interact(a=(1, 3))\ndef move(a):\n    line.set_ydata([0, a])\n    figure.canvas.draw()"
    draw = "%matplotlib widget\nimport matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\n(line,) = axes.plot([0, 3])"
    (static, cell), _ = run(write_notebook(START, draw, source))
    assert "frozen-figure" in html(static)
    data = json.loads(re.search(r"-frames\">(.*?)</script>", html(cell), re.S)[1])
    assert len(set(data["grid"])) == 3 and "<svg" in html(cell)


def test_a_file_that_is_no_notebook_and_a_kernel_that_is_not_here_are_named(tmp_path, write_notebook):
    for text, problem in (("", "it is empty"), ("<<<<<<< one\n", "marks of a merge"), ("{}", "no notebook: ")):
        (tmp_path / "broken.ipynb").write_text(text)
        with pytest.raises(execute.NotebookError, match=f"chapters/broken: .*{problem}.*\n  What to do"):
            execute.run(tmp_path / "broken.ipynb", "chapters/broken", {}, print)
    path = write_notebook("1 + 1")
    path.write_text(path.read_text().replace('"python3"', '"conda-own"'))
    with pytest.raises(execute.NotebookError, match="chapters/page: its kernel 'conda-own' is not installed.*python3"):
        run(path)


def test_a_notebook_without_widgets_runs_as_it_is(write_notebook):
    cells, _ = run(write_notebook("a = 1", "a + 1 == 2"))
    assert cells[0].outputs[0]["data"] == {"text/plain": "True"}


def test_a_notebook_finds_no_module_of_this_package_s_folder(write_notebook):
    (cell, *_), _ = run(write_notebook("import sys", "print(sys.path)"))
    assert str(Path(execute.__file__).parents[2]) not in cell.outputs[0].text


@pytest.mark.skipif(os.name == "nt", reason="there no process can become another")
def test_a_launcher_starts_the_kernel(write_notebook):
    source = "from pathlib import Path\nprint(sorted(path.name for path in Path(os.environ['HERE']).glob('kernel*')))"
    path = write_notebook("import os", source)
    notebook, _ = execute.run(path, "page", {}, print, ["env", "HERE={folder}"])
    shown = notebook.cells[-1].outputs[0].text
    assert "kernel.json" in shown and "kernel-ipc-1" in shown
    with pytest.raises(execute.NotebookError, match="started by `env HERE={folder}`, which says"):
        execute.run(write_notebook("1 / 0"), "page", {}, print, ["env", "HERE={folder}"])


def test_what_a_child_process_prints_is_shown_where_it_is_printed(write_notebook):
    call = "import subprocess, sys\ndef say(a):\n    subprocess.run([sys.executable, '-c', f'print({a} * 111)'])"
    (plain, cell), _ = run(write_notebook("1", call + "\nsay(7)", "from ipywidgets import interact\ninteract(say, a=(1, 2));"))
    assert plain.outputs[0].text == "777\n" and '"texts":["111","222"]' in html(cell)


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
