"""Widgets that a reader looks at and does not move: titles, labels, progress bars."""

from __future__ import annotations

import base64
from html import escape

import ipywidgets

from ..mathematics import typeset, typeset_html
from .figures import IMAGE_OPENING

# Those with a value that a reader may change, unless they are disabled.
READ_WHERE_DISABLED = (
    ipywidgets.Text,
    ipywidgets.Textarea,
    ipywidgets.IntText,
    ipywidgets.FloatText,
    ipywidgets.BoundedIntText,
    ipywidgets.BoundedFloatText,
)


def still_html(widget) -> str | None:
    """The HTML of such a widget as it stands; None for all others."""
    if isinstance(widget, ipywidgets.HTMLMath):
        return f"<div>{_described(widget)}{typeset_html(widget.value)}</div>"
    if isinstance(widget, ipywidgets.HTML):
        return f"<div>{_described(widget)}{widget.value}</div>"
    if isinstance(widget, ipywidgets.Label):
        return f"<div>{_described(widget)}{typeset(widget.value)}</div>"
    if isinstance(widget, (ipywidgets.IntProgress, ipywidgets.FloatProgress)):
        label = escape(widget.description or "progress")
        return (
            f'<div>{_described(widget)}<progress aria-label="{label}" max="{widget.max - widget.min:g}" '
            f'value="{widget.value - widget.min:g}"></progress></div>'
        )
    if isinstance(widget, ipywidgets.Image):
        source = base64.b64encode(widget.value).decode()
        return f'<img {IMAGE_OPENING}Image" src="data:image/{widget.format};base64,{source}">'
    if isinstance(widget, READ_WHERE_DISABLED) and widget.disabled:
        return f"<div>{_described(widget)}{escape(str(widget.value))}</div>"
    return None


def _described(widget):
    return f"<strong>{typeset(widget.description)}</strong> " if widget.description else ""
