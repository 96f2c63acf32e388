"""In the kernel of a live notebook: what `compare` needs to move its controls as a reader does.

An IPython extension. It watches, and changes one thing: letters are not moved to whole pixels, which
would make a word and all that makes room for it wider. No widget is frozen here.
"""

from __future__ import annotations

import contextlib
import json

import ipywidgets
from ipywidgets.widgets import interaction

from .bonds import all_widgets, followed
from .panel import is_hidden, leaves, title_html, titles_of
from .still import still_html

_displayed, _functions = [], {}


def load_ipython_extension(shell):
    """Note every widget that is displayed, and which controls fill which Output."""
    with contextlib.suppress(ImportError):
        import matplotlib

        matplotlib.rcParams["text.hinting"] = "none"
    format_live, connect = shell.display_formatter.format, ipywidgets.interactive_output

    def format_and_note(value, include=None, exclude=None):
        if isinstance(value, ipywidgets.Widget):
            _displayed.append(value)
        return format_live(value, include=include, exclude=exclude)

    def connect_and_note(f, controls):
        out = connect(f, controls)
        _functions[out] = dict(controls)
        return out

    shell.display_formatter.format = format_and_note
    for module in (ipywidgets, ipywidgets.widgets, interaction):
        module.interactive_output = connect_and_note
    shell.user_ns["__live__"] = Live()


class Live:
    """The widgets that the cell before has displayed."""

    def look(self):
        """Take what was displayed since the last look: a cell's widgets."""
        self.stills = [part for widget in _displayed for part in _stills(widget)]
        self.leaves = list(dict.fromkeys(leaf for widget in _displayed for leaf in leaves(widget)))
        self.interacts = {w.out: w for widget in _displayed for w in _interacts(widget)}
        _displayed.clear()
        self.used, self.figures, self.starts = set(), [], {}

    def find(self, names):
        """Find the controls of the next frozen figure of the cell, by their names."""
        found = []
        for name in names:
            candidates = [w for w in self.leaves if w not in self.used and name in (*self._names(w), type(w).__name__)]
            if not candidates:
                candidates = [w for w in self.leaves if w not in self.used and name.rsplit(" ", 1)[0] in self._names(w)]
            found.append(candidates[0])
            self.used.add(candidates[0])
            self.starts[found[-1]] = found[-1].value
        self.figures.append(found)

    def back(self, figure):
        """Set the controls of a figure to where they started."""
        for widget in self.figures[figure]:
            widget.value = self.starts[widget]

    def _names(self, widget):
        names = [getattr(widget, "_kwarg", None), getattr(widget, "description", "").strip(" :") or type(widget).__name__]
        return names + [name for controls in _functions.values() for name, w in controls.items() if w is widget]

    def _filled_by(self, out):
        if out in self.interacts:
            return self.interacts[out].kwargs_widgets
        return list(_functions.get(out, {}).values())

    def move(self, figure, number, label, word):
        """Set a control of a figure to a position, given by what the reader sees and its word in an address."""
        widget = self.figures[figure][number]
        with followed():
            if isinstance(widget, ipywidgets.Checkbox | ipywidgets.ToggleButton):
                widget.value = label == "on"
            elif isinstance(widget, ipywidgets.SelectMultiple):
                chosen = [] if label == "none" else label.split(", ")
                widget.index = tuple(i for i, text in enumerate(widget._options_labels) if text in chosen)
            elif isinstance(widget, ipywidgets.SelectionRangeSlider):
                widget.index = tuple(map(widget._options_labels.index, label.split(" \u2013 ")))
            elif hasattr(widget, "_options_labels"):
                labels = list(widget._options_labels)
                # (Where two labels are the same, the word is the number of the option.)
                widget.index = labels.index(label) if labels.count(label) == 1 else int(word) - 1
            elif hasattr(widget, "readout_format") and isinstance(widget.value, tuple):
                widget.value = tuple(map(float, label.split(" \u2013 ")))
            elif isinstance(widget.value, str):
                widget.value = "" if label == "(empty)" else label
            else:
                widget.value = float(word)

    def shown(self, figure):
        """Print the model ids of the Outputs that a figure shows."""
        controls, found = self.figures[figure], []
        for leaf in self.leaves:
            if isinstance(leaf, ipywidgets.Output):
                filled = self._filled_by(leaf)
                if not filled or any(control in controls for control in filled):
                    found.append(leaf.model_id)
        print(json.dumps(found))

    def beside(self):
        """Print what stands beside the Outputs and moves no more than they: titles, labels, bars, as a frame has them."""
        with followed():
            seen = [part for part in self.stills if isinstance(part, str) or not is_hidden(part)]
            found = [title_html(part) if isinstance(part, str) else still_html(part) for part in seen]
        print(json.dumps([html for html in found if html]))


def _stills(widget):
    """The titles and the leaves below a widget."""
    if isinstance(widget, ipywidgets.Box):
        yield from titles_of(widget)
        for child in widget.children:
            yield from _stills(child)
    else:
        yield widget


def _interacts(widget):
    if isinstance(widget, interaction.interactive):
        yield widget
    elif isinstance(widget, ipywidgets.Box):
        for child in widget.children:
            yield from _interacts(child)
    elif isinstance(widget, ipywidgets.Output):
        yield from (w for w in all_widgets() if isinstance(w, interaction.interactive) and getattr(w, "out", None) is widget)

