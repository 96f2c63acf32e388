"""The part that runs in the notebook's kernel: freezes widgets as they are displayed.

An IPython extension. It leaves ipywidgets to build the controls, and steps in at
the one place through which everything shown must pass, the display formatter.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import re
import sys
import time
from collections import Counter

import ipywidgets
from ipywidgets.widgets import interaction

from .bonds import refuse_bonds
from .boxes import Boxes
from .contract import ENVIRONMENT_VARIABLE, FROZEN, SECONDS_BETWEEN_REPORTS
from .controls import SUPPORTED, read_control
from .errors import FreezeError
from .figures import describe, figure_svg
from .freeze import freeze
from .grid import Limits
from .measure import Measured
from .page import frozen_html, static_html


def load_ipython_extension(shell):
    """Make every display of this kernel one that a static page can show."""
    Freezer(shell, **json.loads(os.environ[ENVIRONMENT_VARIABLE])).install()


class Freezer:
    """Replaces what a display would send to a live front end.

    notebook: its name, for messages.
    log: the file for what C libraries write, which belongs neither on the page
        nor between the build's lines.
    measured: the file for what `measure.Measured` holds, brought up to date after each cell.
    limits: the fields of `grid.Limits` that the book sets.
    limits_of_cell: those that a cell sets, by its number in the run, as text ("7").
    raising_cells: the numbers of those whose errors are to be shown.

    While a cell is being frozen, `freezing` is the id of its figure on the page, and `boxes` those
    of the figures that its function draws.
    """

    def __init__(self, shell, notebook, log, measured, limits, limits_of_cell, raising_cells):
        self.shell = shell
        self.notebook = notebook
        self.slug = re.sub(r"\W+", "-", notebook)
        self.log = log
        self.measured_file = measured
        self.measured = Measured()
        self.limits = limits
        self.limits_of_cell = limits_of_cell
        self.raising_cells = raising_cells
        self.format_live = shell.display_formatter.format
        self.bound_controls = set()
        self.frozen_controls = set()
        self.names = Counter()
        self.numbers = itertools.count(1)
        self.cell = 0
        self.freezing = None
        self.boxes = None

    def install(self):
        """Step in between the notebook and the page."""
        # Python's own sys.stderr is the notebook's; below it is the build's terminal.
        self.terminal = os.fdopen(os.dup(2), "w")
        with open(self.log, "w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        # The shell's own execution_count moves on at another moment in other versions.
        self.shell.events.register("pre_run_cell", self.count_cell)
        self.shell.events.register("post_run_cell", lambda result: self.measured.write(self.measured_file))
        self.shell.display_formatter.format = self.format
        # `interactive` runs its function when it is built; freezing runs it instead.
        interaction.interactive.update = lambda widget, *args: None
        for module in (ipywidgets, ipywidgets.widgets, interaction):
            module.interactive_output = self.interactive_output

    def count_cell(self, info):
        """Keep the number of the cell that runs."""
        self.cell += 1

    def interactive_output(self, f, controls):
        """Stands in for `ipywidgets.interactive_output`."""
        out = ipywidgets.Output()
        out.frozen_function, out.frozen_controls = f, controls
        self.bound_controls.update(controls.values())
        return out

    def format(self, value, include=None, exclude=None):
        """Stands in for `DisplayFormatter.format`: return (data, metadata) of a display."""
        if isinstance(value, ipywidgets.Widget):
            if self.freezing:
                raise FreezeError(
                    f"The function displays a widget ({type(value).__name__}) at each position.",
                    "print or plot the result; a static page has no live widget inside another.",
                )
            html = self.widget_html(value)
            data = {"text/html": html, "text/plain": f"<{type(value).__name__}, frozen>"}
            return (data, {FROZEN: True}) if html else ({}, {})
        figures = sys.modules.get("matplotlib.figure")
        if figures and isinstance(value, figures.Figure):
            data = {"text/html": self.figure_html(value), "text/plain": repr(value)}
            return data, {FROZEN: True}
        return self.format_live(value, include=include, exclude=exclude)

    def figure_html(self, figure):
        """One figure: bare inside a frame, in a `<figure>` of its own elsewhere."""
        if self.freezing:
            # One salt for all frames of a cell: what they share stays the same text.
            return figure_svg(figure, self.freezing, describe(figure), self.boxes)
        salt = f"{self.slug}-{next(self.numbers)}"
        return static_html(figure_svg(figure, salt, describe(figure)))

    def widget_html(self, widget):
        """Return the static page's form of a displayed widget ("" where there is nothing to show)."""
        parts = []
        for leaf in _leaves(widget):
            if isinstance(leaf, interaction.interactive):
                controls = {control._kwarg: control for control in leaf.kwargs_widgets}
                parts.append(self.freeze_cell(_remembered(leaf), controls, show_result=leaf.auto_display))
            elif hasattr(leaf, "frozen_function"):
                parts.append(
                    self.freeze_cell(leaf.frozen_function, leaf.frozen_controls, show_result=False)
                )
            elif leaf not in self.bound_controls:
                raise FreezeError(
                    f"This widget ({type(leaf).__name__}) would stand dead on the static page.",
                    "connect it with interact or interactive_output before it is displayed "
                    f"(with {SUPPORTED}), or show the result without a widget.",
                )
        return "\n".join(parts)

    def identifier(self, function):
        """A figure's id: the notebook and the function, so that it stays when cells come and go."""
        name = getattr(function, "__name__", "")
        name = name if name.isidentifier() else "figure"
        self.names[name] += 1
        again = f"-{self.names[name]}" if self.names[name] > 1 else ""
        return f"frozen-{self.slug}-{name}{again}"

    def freeze_cell(self, function, widgets, show_result):
        """Freeze a function with its controls into HTML."""
        free = {name: widget for name, widget in widgets.items() if not isinstance(widget, ipywidgets.fixed)}
        refuse_bonds(free)
        for name, widget in free.items():
            if widget in self.frozen_controls:
                raise FreezeError(
                    f"The control {name!r} moves another output too, and on the page would be two controls.",
                    "show both results in one function.",
                )
        self.frozen_controls.update(free.values())
        constants = {
            name: widget.value
            for name, widget in widgets.items()
            if isinstance(widget, ipywidgets.fixed)
        }
        controls = [
            read_control(name, widget) for name, widget in widgets.items() if name not in constants
        ]
        self.freezing, self.boxes = self.identifier(function), Boxes()
        report = _Report(self.terminal, f"{self.notebook}: cell {self.cell}")
        try:
            frozen = freeze(
                function,
                controls,
                constants,
                show_result=show_result,
                limits=Limits(**(self.limits | self.limits_of_cell.get(str(self.cell), {}))),
                progress=report,
                may_raise=self.cell in self.raising_cells,
            )
            self.measured.add(len(frozen.frames), report.seconds_of_extra_frames)
            return frozen_html(frozen, self.freezing)
        finally:
            self.freezing = None


class _Report:
    """Tells the build how far a cell is, now and then.

    The frame at the start position, which a live notebook shows too, comes last: the seconds before
    it are what freezing adds.
    """

    def __init__(self, terminal, place):
        self.terminal, self.place = terminal, place
        self.began = self.last = time.monotonic()
        self.seconds_of_extra_frames = 0.0

    def __call__(self, done, count):
        now = time.monotonic()
        if done < count:
            self.seconds_of_extra_frames = now - self.began
        if done == count or now - self.last >= SECONDS_BETWEEN_REPORTS:
            self.last = now
            left = f"{self.place}, freezing: {count - done} of {count} frames left"
            print(left, file=self.terminal, flush=True)


def _remembered(widget):
    """The function of an `interactive`, whose last call, the start, stands in `result` and `kwargs` as it does live."""

    @functools.wraps(widget.f)
    def function(**kwargs):
        widget.kwargs = kwargs
        widget.result = widget.f(**kwargs)
        return widget.result

    return function


def _leaves(widget):
    """The widgets inside nested boxes; an `interactive` is a box that counts as one."""
    if isinstance(widget, ipywidgets.Box) and not isinstance(widget, interaction.interactive):
        for child in widget.children:
            yield from _leaves(child)
    else:
        yield widget

