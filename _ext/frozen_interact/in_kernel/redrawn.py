"""Figures that a function changes in place: shown earlier, and drawn again by `fig.canvas.draw()` or `draw_idle()`.

Where figures are live widgets, the one on the page changes. Here a frame shows it as it then stands.
"""

from __future__ import annotations

from weakref import WeakSet

from IPython.display import display

# Those that the notebook has shown; those that were drawn anew, or shown, since the last `forget`.
_known = WeakSet()
_redrawn = WeakSet()
_shown = WeakSet()


def note_shown(figure) -> None:
    """Remember that a figure is on the page."""
    from matplotlib.backend_bases import FigureCanvasBase
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    _known.add(figure)
    _shown.add(figure)
    if not hasattr(FigureCanvasBase.draw_idle, "frozen_original"):
        FigureCanvasBase.draw_idle = _noting(FigureCanvasBase.draw_idle)
        # (A figure that was closed has the plain canvas.)
        FigureCanvasBase.draw, FigureCanvasAgg.draw = _noting(FigureCanvasBase.draw), _noting(FigureCanvasAgg.draw)


def _noting(method):
    def noting(canvas, *args, **kwargs):
        _redrawn.add(canvas.figure)
        return method(canvas, *args, **kwargs)

    noting.frozen_original = method
    return noting


def forget() -> None:
    """Begin anew, before a function is called."""
    _redrawn.clear()
    _shown.clear()


def show_redrawn() -> None:
    """Show the figures that were changed in place, and not shown."""
    for figure in [figure for figure in _redrawn if figure in _known and figure not in _shown]:
        display(figure)
