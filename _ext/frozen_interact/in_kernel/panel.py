"""The widgets that one cell shows, where they are more than a function with its controls.

Several outputs of one slider, `Output` widgets that are filled by what observes a control,
controls that move each other, titles beside them. A panel is moved as a reader moves it: its
widgets are set, all that observes them runs, and what then stands in it is a frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

import ipywidgets
from ipywidgets.widgets import interaction

from ..contract import STILL
from ..errors import FreezeError
from .bonds import all_widgets, followed, functions_observing, links
from .capture import Frame, capturing
from .controls import Control, move, read_control
from .freeze import Frozen, call, same_random_numbers
from .graph import explore, way_matters
from .grid import grid
from .memory import put_back
from .outputs import close, held
from .still import still_html


@dataclass(frozen=True)
class Source:
    """A function that fills an Output.

    out: the widget. function: called with the values of `widgets`, by the names of its arguments.
    show_result: whether what it returns is shown too.
    """

    out: object
    function: object
    widgets: dict
    show_result: bool


def source_of(out, remembered) -> Source | None:
    """What fills an Output: the function of an `interactive` or of `interactive_output`, or None.

    remembered: gives the function of an `interactive`.
    """
    if hasattr(out, "frozen_function"):
        return Source(out, out.frozen_function, out.frozen_controls, False)
    for widget in all_widgets():
        if isinstance(widget, interaction.interactive) and getattr(widget, "out", None) is out:
            widgets = {control._kwarg: control for control in widget.kwargs_widgets}
            return Source(out, remembered(widget), widgets, widget.auto_display)
    return None


def leaves(widget):
    """The widgets inside nested boxes."""
    if isinstance(widget, ipywidgets.Box):
        for child in widget.children:
            yield from leaves(child)
    else:
        yield widget


def titles_of(box):
    """The titles of the children of a box that has some."""
    if not isinstance(box, (ipywidgets.Tab, ipywidgets.Accordion)) or isinstance(box, getattr(ipywidgets, "Stack", ())):
        return []
    return [box.get_title(i) or "" for i in range(len(box.children))]


def title_html(title):
    """A title as it stands in a frame."""
    return f"<p><strong>{escape(title)}</strong></p>"


def is_control(widget) -> bool:
    """Whether a reader would move it."""
    return (
        isinstance(widget, (ipywidgets.ValueWidget, ipywidgets.Play))
        and not isinstance(widget, (ipywidgets.Output, ipywidgets.fixed))
        and still_html(widget) is None
    )


def is_hidden(widget) -> bool:
    """Whether its layout hides it from a reader."""
    layout = getattr(widget, "layout", None)
    return getattr(layout, "display", None) == "none" or getattr(layout, "visibility", None) == "hidden"


def controls_in(widget):
    """The controls that a reader sees in nested boxes."""
    if is_hidden(widget):
        return
    if isinstance(widget, ipywidgets.Box):
        for child in widget.children:
            yield from controls_in(child)
    elif is_control(widget):
        yield widget


class Panel:
    """Widgets that hang together.

    trees: the displayed widgets in which they stand, in order.
    mine: the leaves that belong to this panel.
    sources: the functions that fill its Outputs.
    """

    def __init__(self, trees, mine, sources):
        self.trees, self.mine, self.sources = trees, mine, {source.out: source for source in sources}
        self.stood = self._stands()
        shown = [widget for widget in self.stood if widget in mine]
        self.plays = self._players(shown)
        self.controls = self._named([widget for widget in shown if widget not in self.plays.values()])

    def _players(self, shown):
        """Play buttons that move a slider beside them: {slider: Play}."""
        found = {}
        for ends, link in links(shown):
            traits = {link.source[1], link.target[1]}
            play = next((end for end in ends if isinstance(end, ipywidgets.Play)), None)
            other = next((end for end in ends if end is not play), None)
            if play in shown and other in shown and traits == {"value"} and not isinstance(other, ipywidgets.Play):
                names = ("min", "max", "step")
                if all(getattr(play, name) == getattr(other, name, None) for name in names):
                    found[other] = play
        return found

    def _stands(self):
        """All controls in its trees, those of other panels too, with the labels that they have now."""
        return {widget: getattr(widget, "description", "") for tree in self.trees for widget in controls_in(tree)}

    def _check(self):
        """A page has the same controls, with the same labels, at every position."""
        now = self._stands()
        for widget in now.keys() ^ self.stood.keys():
            label = getattr(widget, "description", "")
            raise FreezeError(
                f"A control ({type(widget).__name__} {label!r}) comes or goes when another moves.",
                "let it stand there always, and disable it where it means nothing.",
            )
        for widget, label in self.stood.items():
            if now[widget] != label:
                raise FreezeError(
                    f"The label of a control ({type(widget).__name__}) changes when one moves, from {label!r} to {now[widget]!r}.",
                    "leave its description as it is, and show what changes in a Label.",
                )

    def _named(self, widgets):
        """The controls by their names: the argument that one sets, its description, its kind."""
        names = {}
        for source in self.sources.values():
            for name, widget in source.widgets.items():
                names.setdefault(widget, name)
        named = {}
        for widget in widgets:
            plain = type(widget).__name__
            name = first = names.get(widget) or getattr(widget, "description", "").strip(" :") or plain
            number = 1
            while name in named:
                number += 1
                name = f"{first} {number}"
            named[name] = widget
        return named

    @property
    def is_bound(self):
        """Whether something beside the sources is moved by its controls, or moves them."""
        widgets = list(self.controls.values())
        if any(set(ends) - {*self.plays, *self.plays.values()} for ends, _ in links(widgets)):
            return True
        return any(functions_observing(widget) for widget in [*widgets, *self.plays.values()])

    @property
    def named_after(self):
        """The function after which its figure is named, or None."""
        found = [source.function for source in self.sources.values()]
        found += [handler for widget in self.controls.values() for handler in functions_observing(widget)]
        return next(iter(found), None)

    def read(self, listed) -> list[Control]:
        """Its controls as they stand."""
        return [self.read_one(name, listed) for name in self.controls]

    def read_one(self, name, listed):
        """One of them."""
        widget = self.controls[name]
        control = read_control(name, widget, (listed or {}).get(name))
        play = self.plays.get(widget)
        return replace(control, interval=play.interval) if play else control

    def show(self, call_source, values=None):
        """What stands in it: pairs of a key and the items of a frame, in order.

        call_source: called with a source and its arguments, gives a Frame; None where no function
            is to be called.
        values: by the name of a control its value, where the widgets themselves stay as they are.
        """
        self._check()
        at = {self.controls[name]: value for name, value in (values or {}).items()}
        frames = {}
        if call_source:
            for out, source in self.sources.items():
                arguments = {
                    name: at[widget] if widget in at else _value(widget) for name, widget in source.widgets.items()
                }
                frames[out] = call_source(source, arguments)
        return [part for tree in self.trees for part in self._parts(tree, frames)]

    def beside_sources(self, parts):
        """What of it functions have not shown that are called anew at each position."""
        return tuple((_name(key), items) for key, items in parts if key not in self.sources)

    def _parts(self, widget, frames):
        if is_hidden(widget):
            return []
        if isinstance(widget, ipywidgets.Box):
            children = list(widget.children)
            titles = []
            if isinstance(widget, getattr(ipywidgets, "Stack", ())):
                children = [] if widget.selected_index is None else [children[widget.selected_index]]
            else:
                titles = titles_of(widget)
            parts = [self._parts(child, frames) for child in children]
            for found, title in zip(parts, titles):
                if title and found:
                    found.insert(0, (("title", title), (("html", STILL.format(html=title_html(title))),)))
            side_by_side = sum(any(items for _, items in found) for found in parts) > 1
            if side_by_side and isinstance(widget, (ipywidgets.HBox, ipywidgets.GridBox)):
                parts = [
                    [("<", (("html", "<div>"),)), *found, (">", (("html", "</div>"),))] for found in parts if found
                ]
                parts = [[("<", (("html", '<div class="frozen-row">'),))], *parts, [(">", (("html", "</div>"),))]]
            return [part for found in parts for part in found]
        if widget not in self.mine:
            return []
        if widget in self.sources:
            return [(widget, frames[widget].items)] if widget in frames else []
        if isinstance(widget, ipywidgets.Output):
            return [(widget, held(widget).frame().items)]
        html = still_html(widget)
        return [] if html is None else [(widget, (("html", STILL.format(html=html)),))]


def _value(widget):
    return widget.get_interact_value() if hasattr(widget, "get_interact_value") else widget.value


def freeze_panel(panel: Panel, *, limits, progress, may_raise, cell) -> Frozen:
    """Move the panel to all positions that a reader could move it to.

    limits, progress, may_raise: as for `freeze.freeze`. cell: the number of the cell that shows it.
    """
    controls = panel.read(limits.values)
    with same_random_numbers() as rewind, put_back(), followed():

        def call_source(source, arguments):
            rewind()
            place = ", ".join(f"{name}={value}" for name, value in arguments.items())
            return call(source.function, arguments, source.show_result, place, may_raise)

        first = panel.show(call_source)
        try:
            shown, frozen = _over_the_grid(panel, controls, limits, progress, rewind, call_source)
        except _NotAGrid:
            shown, frozen = None, None
    if frozen is None:
        with same_random_numbers() as rewind, put_back(), followed():
            shown, ways = explore(panel, limits, progress, rewind, call_source)
            frozen = Frozen(tuple(controls), (), 0, ways=ways)
    for tree in panel.trees:
        for leaf in leaves(tree):
            if isinstance(leaf, ipywidgets.Output) and leaf in panel.mine:
                close(leaf, cell)
    return _assembled(panel, shown, first, frozen)


class _NotAGrid(Exception):
    """A control moved another."""


def _over_the_grid(panel, controls, limits, progress, rewind, call_source):
    """Return what is shown at each position of the grid, and a `Frozen` without frames."""
    chosen = grid(controls, limits)
    start = chosen.positions[chosen.start]
    order = [position for position in dict.fromkeys(chosen.positions) if position != start] + [start]
    bound, shapes = panel.is_bound, [_shape(widget) for widget in panel.controls.values()]
    at, shown = list(start), {}

    def go(position):
        if not bound:
            return panel.show(call_source, {c.name: c.values[k] for c, k in zip(chosen.controls, position)})
        for number, k in enumerate(position):
            if at[number] == k:
                continue
            rewind()
            with capturing():
                move(list(panel.controls.values())[number], chosen.controls[number], k)
            at[number] = k
            for other, (widget, control) in enumerate(zip(panel.controls.values(), chosen.controls)):
                if _shape(widget) != shapes[other] or not _equal(widget.value, control.values[at[other]]):
                    raise _NotAGrid
        return panel.show(call_source)

    for done, position in enumerate(order, start=1):
        shown[position] = go(position)
        progress(done, len(order))
    if bound or len({panel.beside_sources(parts) for parts in shown.values()}) > 1:
        for position in [*reversed(order[:-1]), start]:
            if panel.beside_sources(go(position)) != panel.beside_sources(shown[position]):
                place = ", ".join(f"{c.name}={c.labels[k]}" for c, k in zip(chosen.controls, position))
                raise way_matters(place)
    frozen = Frozen(chosen.controls, (), chosen.start, chosen.one_at_a_time)
    return [shown[position] for position in chosen.positions], frozen


def _name(key):
    return key if isinstance(key, (str, tuple)) else id(key)


def _shape(widget):
    """What else than its value makes a control what it is."""
    names = ("_options_labels", "min", "max", "step", "base", "disabled")
    return tuple(getattr(widget, name, None) for name in names)


def _equal(one, other):
    """Whether two values are the same to a reader; options may be anything."""
    if one is other:
        return True
    try:
        return bool(abs(one - other) <= 1e-9 * max(1.0, abs(one)))
    except (TypeError, ValueError):
        return repr(one) == repr(other)


def _assembled(panel, shown, first, frozen):
    """The frames, and what stands between the controls: what comes before the last one and never changes."""
    order = [leaf for tree in panel.trees for leaf in leaves(tree) if leaf in panel.mine]
    places = [order.index(widget) for widget in panel.controls.values()]
    beside, moved = [], set()
    for key, items in first:
        if key in panel.sources or isinstance(key, (str, tuple)) or not places or order.index(key) > max(places):
            continue
        if items and not isinstance(key, ipywidgets.Output) and all((key, items) in parts for parts in shown):
            moved.add(key)
            beside.append((sum(place < order.index(key) for place in places), items[0][1]))

    def frame(parts):
        return Frame(tuple(item for key, items in parts if key not in moved for item in items))

    frames = tuple(map(frame, shown))
    begins = frame(first)
    moves_something = panel.is_bound or panel.sources
    if panel.controls and not (moves_something and any(each.items for each in frames)):
        raise FreezeError(
            "The controls move nothing that this cell shows.",
            "show them in the cell of what they move, or leave them out.",
        )
    return replace(
        frozen,
        frames=frames,
        beside=tuple(beside),
        first=None if begins == frames[frozen.start] else begins,
    )
