"""The part that runs in the notebook's kernel: freezes widgets as they are displayed.

An IPython extension. It leaves ipywidgets to build the controls, and steps in at
the one place through which everything shown must pass, the display formatter.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import json
import logging
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

import ipywidgets
from ipywidgets.widgets import interaction

from ..contract import ENVIRONMENT_VARIABLE, FROZEN, LATE_ITEMS, PLACEHOLDER, SECONDS_BETWEEN_REPORTS, Limits
from ..errors import FreezeError
from .bonds import all_widgets, functions_observing, is_bound, links
from .boxes import Boxes
from .capture import follow_children, show_children, show_open_figures
from .controls import SUPPORTED, read_control
from .figures import describe, figure_svg
from .freeze import freeze
from .measure import Measured
from .outputs import held
from .outputs import install as keep_what_outputs_hold
from .page import frozen_html, static_html
from .panel import Panel, freeze_panel, is_control, leaves, source_of
from .redrawn import note_shown
from .still import still_html


# What `%matplotlib` may be followed by for figures that are widgets, which a page shows as pictures.
LIVE_FIGURES = ("widget", "ipympl", "notebook", "nbagg")
# The folder that holds this package, and its neighbors.
PACKAGES = str(Path(__file__).parents[2])


def load_ipython_extension(shell):
    """Make every display of this kernel one that a static page can show."""
    Freezer(shell, **json.loads(os.environ[ENVIRONMENT_VARIABLE])).install()


class Freezer:
    """Replaces what a display would send to a live front end.

    notebook: its name, for messages.
    log: the file for what C libraries write as errors, which belongs neither on the page
        nor between the build's lines.
    measured: the file for what `measure.Measured` holds, brought up to date after each cell.
    late: the file for what is known only at the end of a cell, likewise: the HTML that stands for
        placeholders, by their tokens, and what was refused, by the numbers of the cells.
    limits: the fields of `contract.Limits` that the book sets.
    limits_of_cell: those that a cell sets, by its number in the run, as text ("7").
    raising_cells: the numbers of those whose errors are to be shown.
    handed: for the numbers of cells, packages by name, and what each is told, see `hand_over`.

    While a cell is being frozen, `freezing` is the id of its figure on the page, and `boxes` those
    of the figures that its function draws. What else but an `interact` a cell displays waits in
    `waiting` for the cell's end: only then is it known what belongs together.
    """

    def __init__(self, shell, notebook, log, measured, late, limits, limits_of_cell, raising_cells, handed):
        self.shell = shell
        self.notebook = notebook
        self.slug = re.sub(r"\W+", "-", notebook)
        self.log = log
        self.measured_file = measured
        self.measured = Measured()
        self.late_file = late
        self.late = {"html": {}, "refusals": {}}
        self.limits = limits
        self.limits_of_cell = limits_of_cell
        self.raising_cells = raising_cells
        self.handed = handed
        self.format_live = shell.display_formatter.format
        self.frozen_controls = {}
        self.waiting = []
        self.refusal = None
        self.names = Counter()
        self.numbers = itertools.count(1)
        self.cell, self.last_figure = 0, None
        self.freezing = None
        self.boxes = None

    def install(self):
        """Step in between the notebook and the page."""
        # Python's own sys.stderr is the notebook's; below it is the build's terminal.
        self.terminal = os.fdopen(os.dup(2), "w")
        with open(self.log, "w") as log:
            os.dup2(log.fileno(), 2)
        follow_children(f"{self.log}.printed")
        self.measured.watch_files()
        # Said only where its first start takes long: no word of the notebook's.
        logging.getLogger("matplotlib.font_manager").addFilter(lambda record: "font cache" not in record.getMessage())
        # The shell's own execution_count moves on at another moment in other versions.
        self.shell.events.register("pre_run_cell", self.count_cell)
        self.shell.events.register("post_run_cell", self.end_cell)
        self.shell.display_formatter.format = self.format
        enable = self.shell.enable_matplotlib
        self.shell.enable_matplotlib = lambda gui=None: enable("inline" if gui in LIVE_FIGURES else gui)
        keep_what_outputs_hold(self.format, lambda: self.cell in self.raising_cells, lambda: self.cell)
        # `interactive` runs its function when it is built; freezing runs it instead.
        interaction.interactive.update = lambda widget, *args: None
        for module in (ipywidgets, ipywidgets.widgets, interaction):
            module.interactive_output = self.interactive_output

    def count_cell(self, info):
        """Keep the number of the cell that runs."""
        self.cell, self.last_figure = self.cell + 1, None

    def end_cell(self, result):
        """Freeze what waits for the end of the cell. A refusal makes the cell one that failed."""
        waiting, self.waiting = self.waiting, []
        show_children()
        try:
            if self.refusal or isinstance(result.error_in_exec, FreezeError):
                raise self.refusal or result.error_in_exec
            if result.success or self.cell in self.raising_cells:
                self.freeze_waiting(waiting)
                self.refuse_late_changes()
                self.hand_over()
        except Exception as error:
            result.error_in_exec = error
            self.late["refusals"][self.cell] = str(error)
        self.refusal = None
        self.measured.write(self.measured_file)
        Path(self.late_file).write_text(json.dumps(self.late))

    def hand_over(self):
        """Let other packages take from the notebook what a page needs beside the cell's frozen figure.

        For each, `take(names, told, figure)` of its module `take` is called with the notebook's names,
        what the cell's metadata tells it, and the id of the figure (None without one). It returns a
        bundle of MIME types, which is displayed after the cell, or raises an error worded for the author.
        """
        for package, told in self.handed.get(str(self.cell), {}).items():
            sys.path.insert(0, PACKAGES)
            try:
                module = importlib.import_module(f"{package}.take")
            except ImportError as error:
                raise FreezeError(
                    f"Its metadata hand over to {package!r}, which cannot be imported: {error}.",
                    "install it, or take `hand_to` out of the metadata.",
                ) from error
            finally:
                sys.path.remove(PACKAGES)
            self.shell.display_pub.publish(module.take(self.shell.user_ns, told, self.last_figure), {FROZEN: True})

    def interactive_output(self, f, controls):
        """Stands in for `ipywidgets.interactive_output`."""
        out = ipywidgets.Output()
        out.frozen_function, out.frozen_controls = f, controls
        return out

    def format(self, value, include=None, exclude=None):
        """Stands in for `DisplayFormatter.format`: return (data, metadata) of a display."""
        if isinstance(value, ipywidgets.Widget):
            if self.freezing:
                return {LATE_ITEMS: _items_of(value)}, {}
            try:
                html = self.widget_html(value)
            except FreezeError as error:
                # A notebook that catches errors must not hide it.
                self.refusal = error
                raise
            return {"text/html": html, "text/plain": f"<{type(value).__name__}, frozen>"}, {FROZEN: True}
        figures = sys.modules.get("matplotlib.figure")
        if figures and isinstance(value, figures.Figure):
            data = {"text/html": self.figure_html(value), "text/plain": repr(value)}
            return data, {FROZEN: True}
        return self.format_live(value, include=include, exclude=exclude)

    def figure_html(self, figure):
        """One figure: bare inside a frame, in a `<figure>` of its own elsewhere."""
        note_shown(figure)
        if self.freezing:
            # One salt for all frames of a cell: what they share stays the same text.
            return figure_svg(figure, self.freezing, describe(figure), self.boxes)
        salt = f"{self.slug}-{next(self.numbers)}"
        return static_html(figure_svg(figure, salt, describe(figure)))

    def widget_html(self, widget):
        """Return the static page's form of a displayed widget, or a placeholder for it."""
        found = list(_interacts(widget))
        if found and all(map(self.stands_alone, found)):
            return "\n".join(map(self.freeze_interact, found))
        token = str(next(self.numbers))
        self.waiting.append((token, widget))
        return PLACEHOLDER.format(token=token)

    def stands_alone(self, widget):
        """Whether a displayed widget is an `interactive` as it was made, with controls of its own."""
        if not isinstance(widget, interaction.interactive):
            return False
        parts = [w for w in widget.kwargs_widgets if isinstance(w, ipywidgets.DOMWidget)] + [widget.out]
        parts += [widget.manual_button] if widget.manual else []
        free = _free({control._kwarg: control for control in widget.kwargs_widgets})
        elsewhere = {leaf for _, other in self.waiting for leaf in leaves(other)}
        return set(widget.children) == set(parts) and not any(
            is_bound(control) or control in elsewhere or isinstance(control, ipywidgets.Box)
            for control in free.values()
        )

    def freeze_interact(self, widget):
        """Freeze an `interactive` that stands alone."""
        _refuse_growth(widget)
        controls = {control._kwarg: control for control in widget.kwargs_widgets}
        return self.freeze_cell(_remembered(widget), controls, show_result=widget.auto_display)

    def freeze_waiting(self, waiting):
        """Freeze what a cell has displayed, panel by panel: each stands where its first widget was displayed."""
        trees = [widget for _, widget in waiting]
        pieces = {token: [] for token, _ in waiting}
        owner = {leaf: token for token, tree in reversed(waiting) for leaf in leaves(tree)}
        for mine, sources in self.groups(trees):
            panel = Panel(trees, mine, sources)
            first = next(leaf for tree in trees for leaf in leaves(tree) if leaf in mine)
            pieces[owner[first]].append(self.freeze_group(panel))
        self.late["html"].update({token: "\n".join(found) for token, found in pieces.items()})

    def groups(self, trees):
        """Pairs of the leaves that hang together, and the functions that fill their Outputs."""
        order = list(dict.fromkeys(leaf for tree in trees for leaf in leaves(tree)))
        buttons = {w.manual_button for w in all_widgets() if isinstance(w, interaction.interactive) and w.manual}
        order = [leaf for leaf in order if leaf not in buttons]
        group = {leaf: {leaf} for leaf in order}

        def join(some):
            together = set().union(*(group[leaf] for leaf in some if leaf in group))
            for leaf in together:
                group[leaf] = together

        sources = []
        for leaf in order:
            if isinstance(leaf, ipywidgets.Output) and (source := source_of(leaf, _remembered)):
                sources.append(source)
                join([leaf, *source.widgets.values()])
            elif not is_control(leaf) and still_html(leaf) is None and not isinstance(leaf, ipywidgets.Output):
                raise FreezeError(
                    f"This widget ({type(leaf).__name__}) would stand dead on the static page.",
                    "connect it with interact or interactive_output before it is displayed "
                    f"(with {SUPPORTED}), or show the result without a widget.",
                )
        controls = [leaf for leaf in order if is_control(leaf)]
        for ends, _ in links(controls):
            join(ends)
        # Who knows what a function that observes a control will change?
        if any(True for control in controls for _ in functions_observing(control)):
            join(order)
        outputs = [leaf for leaf in order if isinstance(leaf, ipywidgets.Output)]
        anchors = [leaf for leaf in order if is_control(leaf) or leaf in outputs]
        # A title belongs to what follows it, or else to what comes before.
        for number, leaf in enumerate(order):
            if leaf not in anchors and anchors:
                join([leaf, next((other for other in order[number:] if other in anchors), anchors[-1])])
        if not anchors:
            join(order)
        for mine in dict.fromkeys(frozenset(group[leaf]) for leaf in order):
            yield mine, [source for source in sources if source.out in mine]

    def freeze_group(self, panel):
        """Freeze one panel into HTML."""
        outputs = [leaf for leaf in panel.mine if isinstance(leaf, ipywidgets.Output)]
        if len(panel.sources) == len(outputs) == 1 and not panel.is_bound and len(panel.mine) == 1 + len(panel.controls):
            (source,) = panel.sources.values()
            shown = list(panel.controls.values())
            if all(widget in shown for widget in _free(source.widgets).values()):
                names = {widget: name for name, widget in source.widgets.items()}
                widgets = {names[w]: w for w in shown if w in names} | source.widgets
                return self.freeze_cell(source.function, widgets, source.show_result)
        for source in panel.sources.values():
            for widget in all_widgets():
                if isinstance(widget, interaction.interactive) and getattr(widget, "out", None) is source.out:
                    _refuse_growth(widget)
        self.remember(panel.controls)

        def work(report, limits):
            return freeze_panel(
                panel, limits=limits, progress=report, may_raise=self.cell in self.raising_cells, cell=self.cell
            )

        return self.frozen(panel.named_after, work)

    def remember(self, controls):
        """Note how the controls stand, by their names; one that stands on the page already is refused."""
        for name, widget in controls.items():
            if widget in self.frozen_controls:
                raise FreezeError(
                    f"The control {name!r} moves another output too, and on the page would be two controls.",
                    "show both results in one function, or both outputs in one cell with interactive_output.",
                )
        self.frozen_controls.update({widget: (name, _looks(widget)) for name, widget in controls.items()})

    def refuse_late_changes(self):
        """A control that changes, or is observed, after it was frozen would not be on the page what it is live."""
        for widget, (name, looks) in self.frozen_controls.items():
            if _looks(widget) != looks:
                raise FreezeError(
                    f"The control {name!r} is changed, observed or linked after it was displayed.",
                    "do that in the cell that displays it, before it is displayed.",
                )

    def identifier(self, function):
        """A figure's id: the notebook and the function, so that it stays when cells come and go.

        function: None for what no control moves, and no link leads to.
        """
        if function is None:
            return f"frozen-{self.slug}-{next(self.numbers)}"
        name = getattr(function, "__name__", "")
        name = name if name.isidentifier() else "figure"
        self.names[name] += 1
        again = f"-{self.names[name]}" if self.names[name] > 1 else ""
        return f"frozen-{self.slug}-{name}{again}"

    def freeze_cell(self, function, widgets, show_result):
        """Freeze a function with its controls into HTML."""
        free = _free(widgets)
        self.remember(free)
        constants = {name: widget.value for name, widget in widgets.items() if name not in free}

        def work(report, limits):
            listed = limits.values or {}
            controls = [read_control(name, widget, listed.get(name)) for name, widget in free.items()]
            return freeze(
                function,
                controls,
                constants,
                show_result=show_result,
                limits=limits,
                progress=report,
                may_raise=self.cell in self.raising_cells,
            )

        return self.frozen(function, work)

    def frozen(self, function, work):
        """The HTML of what `work` freezes, called with a report of progress and the limits of the cell."""
        # What the cell has drawn and printed before, and no position would show.
        show_children()
        show_open_figures()
        self.freezing, self.boxes = self.identifier(function), Boxes()
        self.last_figure = self.freezing
        report = _Report(self.terminal, f"{self.notebook}: cell {self.cell}")
        try:
            frozen = work(report, Limits(**(self.limits | self.limits_of_cell.get(str(self.cell), {}))))
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


def _items_of(widget):
    """A function that gives what a widget, displayed by a function, shows in the end."""
    for leaf in leaves(widget):
        if still_html(leaf) is None and not isinstance(leaf, ipywidgets.Output):
            raise FreezeError(
                f"The function displays a widget ({type(leaf).__name__}) at each position.",
                "print or plot the result; a static page has no live widget inside another.",
            )

    def items():
        return [
            item
            for leaf in leaves(widget)
            for item in (held(leaf).frame().items if isinstance(leaf, ipywidgets.Output) else [("html", still_html(leaf))])
        ]

    return items


def _interacts(widget):
    """The widgets inside nested boxes, titles among them; an `interactive` is a box that counts as one."""
    if isinstance(widget, ipywidgets.Box) and not isinstance(widget, interaction.interactive):
        if hasattr(widget, "selected_index"):  # whose titles would be lost
            yield widget
        for child in widget.children:
            yield from _interacts(child)
    else:
        yield widget


def _free(widgets):
    return {name: widget for name, widget in widgets.items() if not isinstance(widget, ipywidgets.fixed)}


def _looks(widget):
    """What must stay as it is after a control was frozen."""
    names = ("value", "_options_labels", "min", "max", "step", "description", "disabled")
    return [repr(getattr(widget, name, None)) for name in names] + [is_bound(widget)]


def _refuse_growth(widget):
    if not widget.clear_output:
        raise FreezeError(
            "With clear_output=False the output grows from move to move, and depends on the way to a position.",
            "leave clear_output=False out.",
        )
