"""Bonds between widgets that a frozen page would break: found, so that they can be refused."""

from __future__ import annotations

import ipywidgets
from ipywidgets.widgets import interaction
from ipywidgets.widgets.widget_link import Link
from traitlets import All

from .errors import FreezeError

REMEDY = "compute what depends on the control inside the function, or give the cell controls that stand alone."


def refuse_bonds(widgets) -> None:
    """Raise FreezeError for a control that moves, or is moved by, something other than its function.

    widgets: the controls by their names.
    """
    for name, widget in widgets.items():
        for handler in _handlers(widget):
            raise FreezeError(
                f"The control {name!r} is observed or linked ({_name(handler)}), which a page without a kernel "
                "does not follow.",
                REMEDY,
            )
        for link in _links():
            if widget in (link.source[0], link.target[0]):
                raise FreezeError(
                    f"The control {name!r} is linked ({type(link).__name__}), which a page without a kernel "
                    "does not follow.",
                    REMEDY,
                )


def _handlers(widget):
    """What an author has bound to a control; its own handlers and those of `interactive` are none of it."""
    for trait in ("value", "index", "label", "options", All):
        for handler in widget._trait_notifiers.get(trait, {}).get("change", []):
            owner = getattr(handler, "__self__", None)
            own = owner is widget or isinstance(owner, interaction.interactive)
            module = getattr(handler, "__module__", None) or type(handler).__module__
            # (traitlets.link is of that module too, but an object that has a source.)
            if not own and (hasattr(owner, "source") or not module.startswith(("traitlets", "ipywidgets"))):
                yield handler


def _name(handler):
    return getattr(handler, "__qualname__", type(handler).__name__).rsplit(".", 1)[-1]


def _links():
    known = getattr(ipywidgets.widgets.widget, "_instances", None)
    if known is None:  # ipywidgets 7
        known = ipywidgets.Widget.widgets
    return [widget for widget in known.values() if isinstance(widget, Link)]
