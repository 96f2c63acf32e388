"""Small cells as authors write them, one for each kind of slider; `test_corpus` runs them live and frozen.

RIGHT: by the name of its kind, a cell whose sliders show at every position what they show live.
REFUSED: a cell that stops the build, and words of the sentence that says why.
A cell, or a pair of it and its metadata.
"""

START = """
import logging, random, sys, warnings
import ipywidgets as w
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from ipywidgets import interact, interact_manual, interactive, interactive_output, fixed
from IPython.display import HTML, JSON, SVG, Latex, Markdown, Math, clear_output, display
from PIL import Image
"""

RIGHT = {
    # Which control.
    "whole numbers": "interact(lambda seats: print(seats, 'seats'), seats=(2, 6));",
    "numbers with a point": "interact(lambda rate: print('rate', rate), rate=(0.0, 0.3, 0.1));",
    "powers": "interact(lambda size: print(round(size, 4)), size=w.FloatLogSlider(1, base=10, min=-1, max=1, step=0.5));",
    "a maximum between the steps": "interact(lambda hour: print(hour), hour=(0, 7, 2));",
    "a start between the steps": "interact(lambda share: print(share), share=w.FloatSlider(0.35, min=0, max=1, step=0.25));",
    "a start in the middle by default": "@interact(width=(0.1, 0.7))\ndef wide(width):\n    print(width)",
    "a list": "interact(lambda fruit: print(fruit.upper()), fruit=['apple', 'pear']);",
    "two options of one name": "interact(lambda n: print(n), n=[('same', 1), ('same', 2), ('other', 3)]);",
    "a list of pairs": "interact(lambda n: print(n + 1), n=[('one', 1), ('ten', 10)]);",
    "words that step": "interact(lambda day: print(day), day=w.SelectionSlider(options=['Mon', 'Tue', 'Wed'], value='Tue'));",
    "radio buttons": "interact(lambda way: print('go', way), way=w.RadioButtons(options=['up', 'down']));",
    "toggle buttons": "interact(lambda mark: print(mark), mark=w.ToggleButtons(options=['a', 'b'], value='b'));",
    "a box to list": "interact(lambda city: print(city), city=w.Select(options=['Rome', 'Oslo']));",
    "yes or no": "interact(lambda bold, wide: print(bold, wide), bold=True, wide=w.ToggleButton(False, description='wide'));",
    "an interval": "interact(lambda span: print(span), span=w.IntRangeSlider(value=(1, 3), min=0, max=4));",
    "an interval with a point": "interact(lambda part: print(sum(part)), part=w.FloatRangeSlider(value=(0.25, 0.5), min=0, max=1, step=0.25));",
    "an interval of words": "interact(lambda era: print(era), era=w.SelectionRangeSlider(options=['old', 'mid', 'new'], index=(0, 1)));",
    "several of a list": "interact(lambda tags: print(tags), tags=w.SelectMultiple(options=['x', 'y', 'z'], value=['y']));",
    "a bounded number box": "interact(lambda age: print(age), age=w.BoundedIntText(3, min=1, max=5));",
    "a film of numbers": "interact(lambda frame: print('frame', frame), frame=w.Play(value=2, min=0, max=4, interval=100));",
    "text with listed values": (
        "interact(lambda word: print(len(word)), word='tree');",
        {"frozen_interact": {"values": {"word": ["tree", "forest", ""]}}},
    ),
    "a color of a list": (
        "interact(lambda ink: print(ink), ink=w.ColorPicker(value='red'));",
        {"frozen_interact": {"values": {"ink": ["red", "blue"]}}},
    ),
    "nothing chosen is an option": "interact(lambda rule: print(rule), rule=w.Dropdown(options=[('none', None), ('max', 2)], value=None));",
    "all fixed": "interact(lambda a: print('only', a), a=fixed(7));",
    "a control that is disabled": "interact(lambda a, b: print(a, b), a=w.IntSlider(2, 0, 4, disabled=True), b=(0, 2));",
    # How they are laid out.
    "laid out again": "ui = interactive(lambda a, b: print(a * b), a=(1, 3), b=(1, 2))\n"
    "display(w.HBox([w.VBox(ui.children[:-1]), ui.children[-1]]))",
    "a title above": "k = w.IntSlider(1, 0, 3, description='k')\n"
    "display(w.VBox([w.HTML('<b>Cubes</b>'), k, interactive_output(lambda k: print(k**3), {'k': k})]))",
    "shown before its output": "n = w.IntSlider(1, 0, 2)\ndisplay(n)\ninteractive_output(lambda n: print('n is', n), {'n': n})",
    "two outputs of one": "a = w.IntSlider(2, 0, 3)\n"
    "up, down = (interactive_output(f, {'a': a}) for f in (lambda a: print('up', a + 1), lambda a: print('down', a - 1)))\n"
    "display(a, w.HBox([up, down]))",
    "two that know nothing of each other": "a, b = w.IntSlider(0, 0, 3), w.IntSlider(0, 0, 3)\n"
    "display(w.VBox([a, interactive_output(lambda a: print('a', a), {'a': a}), b, interactive_output(lambda b: print('b', b), {'b': b})]))",
    "tabs": "tab = w.Tab([interactive(lambda a: print('in one', a), a=(0, 2)), interactive(lambda b: print('in two', b), b=(0, 2))])\n"
    "tab.set_title(0, 'One'); tab.set_title(1, 'Two')\ntab",
    "tabs of one control": "one = w.IntSlider(1, 0, 2)\nsquare, cube = (interactive_output(f, {'n': one}) for f in (lambda n: print(n**2), lambda n: print(n**3)))\n"
    "tab = w.Tab([square, cube]); tab.set_title(0, 'Square'); tab.set_title(1, 'Cube')\ndisplay(one, tab)",
    "a grid of boxes": "p, q = w.IntSlider(1, 0, 2, description='p'), w.IntSlider(1, 0, 2, description='q')\n"
    "w.GridBox([p, q, interactive_output(lambda p, q: print(p - q), {'p': p, 'q': q})])",
    # What hangs together.
    "an output that is filled anew": "s, out = w.IntSlider(0, 0, 3), w.Output()\ndef fill(change):\n    with out:\n"
    "        out.clear_output(wait=True)\n        print('twice', 2 * s.value)\ns.observe(fill, 'value')\ndisplay(s, out)",
    "an output that a decorator fills": "t, seen = w.IntSlider(0, 0, 2), w.Output()\n@seen.capture(clear_output=True)\n"
    "def tell(change):\n    print('now', change['new'])\nt.observe(tell, 'value')\ndisplay(w.VBox([t, seen]))",
    "one that bounds another": "low, high = w.IntSlider(1, 0, 3), w.IntSlider(3, 0, 3)\n"
    "low.observe(lambda change: setattr(high, 'min', low.value), 'value')\ninteract(lambda low, high: print(low, high), low=low, high=high);",
    "one that gives another its options": "kind, item = w.Dropdown(options=['warm', 'cold']), w.Dropdown(options=['tea', 'soup'])\n"
    "def offer(change):\n    item.options = ['tea', 'soup'] if kind.value == 'warm' else ['ice', 'milk', 'juice']\n"
    "kind.observe(offer, 'value')\ninteract(lambda kind, item: print(kind, item), kind=kind, item=item);",
    "one that sets another back": "x, y = w.IntSlider(0, 0, 2), w.IntSlider(1, 0, 2)\n"
    "x.observe(lambda change: setattr(y, 'value', 0), 'value')\ninteract(lambda x, y: print(x, y), x=x, y=y);",
    "two that are linked": "c, d = w.IntSlider(1, 0, 3), w.IntSlider(1, 0, 3)\nbond = w.link((c, 'value'), (d, 'value'))\n"
    "interact(lambda c, d: print(c, d), c=c, d=d);",
    "two that the front end links": "e, f = w.IntSlider(1, 0, 3), w.BoundedIntText(1, min=0, max=3)\njoin = w.jslink((e, 'value'), (f, 'value'))\n"
    "interact(lambda e, f: print(e, f), e=e, f=f);",
    "one that follows": "g, h = w.IntSlider(1, 0, 2), w.IntSlider(1, 0, 2)\nfollow = w.dlink((g, 'value'), (h, 'value'))\n"
    "interact(lambda g, h: print(g, h), g=g, h=h);",
    "a label that an observer fills": "i, told = w.IntSlider(1, 0, 3), w.HTML('<b>1</b>')\n"
    "i.observe(lambda change: setattr(told, 'value', f'<b>{change.new}</b>'), 'value')\ndisplay(w.VBox([i, told]))",
    "a label that the front end fills": "u, words = w.IntSlider(1, 0, 3), w.Label()\nbond = w.jsdlink((u, 'value'), (words, 'value'))\n"
    "display(w.HBox([u, words]))",
    "a bar that the front end fills": "v, bar = w.IntSlider(1, 0, 3), w.IntProgress(max=3)\nw.jslink((v, 'value'), (bar, 'value'))\ndisplay(w.VBox([v, bar]))",
    "a label that is hidden": "c, l = w.Checkbox(True, description='on'), w.Label('here')\n"
    "c.observe(lambda change: setattr(l.layout, 'visibility', 'visible' if change.new else 'hidden'), 'value')\ndisplay(c, l)",
    "a play button beside a slider": "play, step = w.Play(min=0, max=3, interval=200), w.IntSlider(min=0, max=3)\n"
    "w.jslink((play, 'value'), (step, 'value'))\n"
    "display(w.VBox([w.HBox([play, step]), interactive_output(lambda step: print('step', step), {'step': step})]))",
    # What a function shows.
    "nothing at some positions": "interact(lambda a, b: print(a) if b else None, a=(0, 2), b=True);",
    "an error that is to be seen": ("interact(lambda a: print(6 / a), a=(0, 2));", {"tags": ["raises-exception"]}),
    "its result": "interact(lambda a: {'square': a * a}, a=(0, 3));",
    "a picture": "interact(lambda a: Image.new('L', (5, 5), 50 * a), a=(0, 3));",
    "a drawing of its own": "interact(lambda a: SVG(f'<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{a}\" height=\"9\"></svg>'), a=(1, 3));",
    "a figure and words": "@interact(a=(1, 3))\ndef draw(a=2):\n    plt.plot([0, a]); plt.show()\n    print('rises to', a)",
    "a dark figure": "def night(a):\n    with plt.style.context('dark_background'):\n        plt.figure(figsize=(3, 2)); plt.plot([0, a]); plt.show()\n"
    "interact(night, a=(1, 2));",
    "a legend at the edge of a figure": "def edge(a):\n    figure, axes = plt.subplots(figsize=(4, 2.4), layout='constrained')\n"
    "    axes.plot([0, 10**a], label='rises'); axes.set(xlabel='time', ylabel='\\n'.join('steps' for _ in range(a)))\n"
    "    figure.legend(loc='outside lower center'); plt.show()\ninteract(edge, a=(1, 3));",
    "two figures": "@interact(a=(1, 2))\ndef pair(a):\n    for b in (1, 2):\n        plt.figure(figsize=(2, 1)); plt.plot([a, b])\n    plt.show()",
    "a formula": "interact(lambda n: display(Math(rf'x^{{{n}}}')), n=(1, 3));",
    "LaTeX": "interact(lambda n: Latex(f'A power $x^{n}$ of $x$'), n=(1, 2));",
    "Markdown": "interact(lambda n: Markdown(f'**{n}** of | and $x_{n}$\\n\\n| a | b |\\n|---|---|\\n| {n} | 1 |'), n=(1, 2));",
    "JSON": "interact(lambda n: JSON({'steps': [n, n + 1]}), n=(1, 2));",
    "HTML": "interact(lambda n: HTML(f'<em>{n}</em> &amp; more'), n=(1, 2));",
    "a table": "interact(lambda n: pd.DataFrame({'a': range(n)}), n=(1, 3));",
    "log lines": "logging.basicConfig(level=logging.INFO, force=True)\ninteract(lambda n: logging.info('at %d', n), n=(1, 3));",
    "warnings": "def warn(n):\n    if n > 1: warnings.warn(f'high: {n}')\n    print(n)\ninteract(warn, n=(0, 3));",
    "both streams": "interact(lambda n: (print('out', n), print('err', n, file=sys.stderr))[0], n=(0, 2));",
    "a line written over": "interact(lambda n: print('start\\rend' + '!' * n), n=(0, 2));",
    "what is cleared": "def wipe(n):\n    print('old')\n    clear_output(wait=True)\n    print('new', n)\ninteract(wipe, n=(0, 2));",
    "a function's own seed": "interact(lambda seed: print(np.random.default_rng(seed).integers(99)), seed=(0, 3));",
}

THINNED = {
    "thinned": ("interact(lambda a, b: print(a, b), a=(0, 30), b=(0, 30));", {"frozen_interact": {"positions": 4}}),
    "an interval that is thinned": (
        "interact(lambda a: print(a), a=w.IntRangeSlider(value=(10, 35), min=0, max=50));",
        {"frozen_interact": {"positions": 5}},
    ),
    "one at a time": (
        "interact(lambda a, b, c: print(a + b * c), a=(0, 9), b=(0, 9), c=(0, 9));",
        {"frozen_interact": {"one_at_a_time": True}},
    ),
}

PLOTLY = "display({'application/vnd.plotly.v1+json': {}, 'text/plain': 'a chart'}, raw=True)"

REFUSED = [
    ("interact(lambda word: print(word), word='text');", "'word' (Text) cannot be listed"),
    ("interact(lambda a: print(1 / a), a=(0, 2));", "fails at a=0: ZeroDivisionError"),
    ("interact(lambda a: None, a=(0, 2));", "shows nothing at any position"),
    ("interact(lambda a, b: print(a), a=(0, 99), b=(0, 99));", '{"frozen_interact": {"positions": 20}}'),
    ("interact(lambda a: print(a), a=w.IntRangeSlider(value=(1, 3), max=40));", '{"frozen_interact": {"positions": 27}}'),
    ("interact(lambda tags: print(tags), tags=w.SelectMultiple(options=range(12)));", "4096 positions"),
    ("s, grown = w.IntSlider(0, 0, 2), w.Output()\ndef grow(change):\n    with grown: print(s.value)\n"
     "s.observe(grow, 'value')\ndisplay(s, grown)", "depends on the way there"),
    ("count, box = w.IntSlider(0, 0, 2), w.Output()\nmoves = []\ndef note(change):\n    moves.append(1)\n    with box:\n"
     "        clear_output(wait=True)\n        print(len(moves))\ncount.observe(note, 'value')\ndisplay(count, box)",
     "depends on the way there"),
    ("a = w.IntSlider(0, 0, 2)\ninteract(lambda a: print(a), a=a)\na.observe(lambda change: 1, 'value')",
     "'a' is changed, observed or linked after it was displayed"),
    ("b = w.IntSlider(0, 0, 2)\ninteract(lambda b: print(b), b=b)\ninteract(lambda b: print(-b), b=b);", "'b' moves another output too"),
    ("interact(lambda a: print(a), a=(0, 2), clear_output=False);", "grows from move to move"),
    ("late = w.Output()\nwith late: 1 / 0\nlate", "What is written to an Output fails: ZeroDivisionError"),
    ("c, s = w.Checkbox(True), w.IntSlider(1, 0, 2, description='more')\n"
     "c.observe(lambda change: setattr(s.layout, 'display', '' if change.new else 'none'), 'value')\n"
     "interact(lambda c, s: print(c, s), c=c, s=s);", "(IntSlider 'more') comes or goes"),
    ("c, s = w.Checkbox(True), w.IntSlider(1, 0, 2, description='more')\n"
     "out, box = interactive_output(lambda c: print(c), {'c': c}), w.VBox([c, s])\n"
     "c.observe(lambda change: setattr(box, 'children', [c, s] if change.new else [c]), 'value')\ndisplay(box, out)", "comes or goes"),
    ("s = w.IntSlider(1, 0, 2, description='one')\n"
     "s.observe(lambda change: setattr(s, 'description', f'at {change.new}'), 'value')\ninteract(lambda s: print(s), s=s);",
     "The label of a control (IntSlider) changes"),
    ("w.Button(description='Go')", "(Button) would stand dead"),
    ("display(w.VBox([w.IntSlider()]))", "move nothing that this cell shows"),
    ("w.Text('free')", "'Text' (Text) cannot be listed"),
    ("interact(lambda a: display(w.IntSlider()), a=(0, 2));", "displays a widget (IntSlider)"),
    ("interact(lambda a: Math(r'\\nonsense'), a=(0, 2));", "cannot be set"),
    ("interact(lambda a: " + PLOTLY + ", a=(0, 2));", "needs its own script"),
    ("interact(lambda a: HTML('<script>1</script>'), a=(0, 2));", "needs its own script"),
    ("interact(lambda a: HTML('<b onclick=\"go()\">x</b>'), a=(0, 2));", "needs its own script"),
    ("interact(lambda a: display({'application/x-own': 'x'}, raw=True), a=(0, 2));", "application/x-own"),
    ("interact(lambda a: display(a, display_id='gone', update=True), a=(0, 2));", "updates a display that was made outside"),
    ("try:\n    interact(lambda a: print(a), a='text')\nexcept Exception:\n    pass", "'a' (Text) cannot be listed"),
    (("interact(lambda a: print(a), a=(0, 9));", {"frozen_interact": {"values": {"a": ["x"]}}}), "a value that it does not take: 'x'"),
    (("interact(lambda a: print(a), a=(0, 9));", {"frozen_interact": {"positions": {"b": 5}}}), "names 'b', which is no slider"),
    ("from IPython.core.display_functions import publish_display_data\n"
     "publish_display_data({'application/vnd.jupyter.widget-view+json': {}})", "leaves a live widget"),
]  # fmt: skip
