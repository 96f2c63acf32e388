"""Bonds between widgets: what a control moves, or is moved by, beside the function it is given to."""

from __future__ import annotations

from contextlib import contextmanager

import ipywidgets
import traitlets
from ipywidgets.widgets import interaction
from ipywidgets.widgets.widget_link import DirectionalLink, Link
from traitlets import All

from ..errors import FreezeError

TRAITS = ("value", "index", "label", "options", "min", "max", "selected_index", All)


def handlers(widget):
    """What an author has bound to a widget; its own handlers and those of `interactive` are none of it."""
    for trait in TRAITS:
        notifiers = widget._trait_notifiers.get(trait, {})
        for handler in (*notifiers.get("change", []), *notifiers.get(All, [])):
            owner = getattr(handler, "__self__", None)
            own = owner is widget or isinstance(owner, interaction.interactive)
            module = getattr(handler, "__module__", None) or type(handler).__module__
            # (traitlets.link is of that module too, but an object that has a source.)
            if not own and (hasattr(owner, "source") or not module.startswith(("traitlets", "ipywidgets"))):
                yield handler


def functions_observing(widget):
    """Those of its handlers that are no links."""
    return [handler for handler in handlers(widget) if not hasattr(getattr(handler, "__self__", None), "source")]


def is_bound(widget) -> bool:
    """Whether a widget is observed or linked."""
    return any(True for _ in handlers(widget)) or any(widget in ends for ends, _ in links([widget]))


def links(widgets):
    """Pairs of the two linked widgets, and the link, for all links that lead from or to these widgets."""
    found = [link for link in all_widgets() if isinstance(link, Link)]
    for widget in widgets:
        owners = (getattr(handler, "__self__", None) for handler in handlers(widget))
        found += [owner for owner in owners if isinstance(owner, (traitlets.link, traitlets.dlink))]
    for link in dict.fromkeys(found):
        ends = (link.source[0], link.target[0])
        if any(widget in ends for widget in widgets):
            yield ends, link


def all_widgets():
    """Every widget of the kernel."""
    known = getattr(ipywidgets.widgets.widget, "_instances", None)
    if known is None:  # ipywidgets 7
        known = ipywidgets.Widget.widgets
    return list(known.values())


@contextmanager
def followed():
    """For that long, the links that a front end follows are followed in the kernel."""
    made = []
    try:
        for link in all_widgets():
            if isinstance(link, Link):
                made.append(_follow(link))
        yield
    finally:
        for link in made:
            link.unlink()


def _follow(link):
    """The link of traitlets that does what the front end does, which shows a number where words are due."""
    source, target = link.source, link.target
    try:
        if not isinstance(link, DirectionalLink):
            if _holds_words(*source) == _holds_words(*target):
                return traitlets.link(source, target)
            if _holds_words(*source):
                source, target = target, source
        return traitlets.dlink(source, target, _as_words if _holds_words(*target) else None)
    except traitlets.TraitError as error:
        raise FreezeError(
            f"A link gives a widget ({type(target[0]).__name__}) what it does not take: {error}",
            "link what has values of one kind, or observe the one and set the other.",
        ) from error


def _holds_words(widget, trait):
    return isinstance(widget.traits()[trait], traitlets.Unicode)


def _as_words(value):
    """A value as JavaScript writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list)):
        return ",".join(map(_as_words, value))
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
