"""Which parts of a figure keep their black, white and gray, whatever page they stand on.

Black lines and words on the page's own ground follow the page. What is drawn on a ground of its
own, a dark cell, a colored bar, a gray panel, keeps the contrast that its author chose.
"""

from __future__ import annotations

import itertools
from contextlib import ExitStack, contextmanager

# Below it a ground takes on the page's color, and words on it must follow the page too.
OPAQUE = 0.5


def paints_itself(figure) -> bool:
    """Whether the figure has a ground of its own, and keeps all its colors."""
    return figure.patch.get_visible() and _is_ground(figure.get_facecolor())


@contextmanager
def kept(artists):
    """For the time of saving, mark the gray tones that are to stay: blue differs by one.

    artists: all of a figure.

    matplotlib writes colors as `#rrggbb`, so a mark is seen in the file, and no eye sees it.
    """
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend
    from matplotlib.text import Text

    with ExitStack() as undo:
        panels = [axes for axes in artists if isinstance(axes, Axes) and axes.get_visible()]
        for axes in panels:
            axes.get_xlim()  # which settles limits that await the drawing
            parts = axes.findobj()
            if _has_clear_image(axes) and _is_white(axes.patch.get_facecolor()):
                # What shines through is the author's white.
                _mark(axes.patch, undo)
                own = True
            else:
                own = _has_own_ground(axes, parts)
                alone = not any(other is not axes and other.bbox.overlaps(axes.bbox) for other in panels)
                if not own and alone and _is_white(axes.patch.get_facecolor()):
                    _set(axes.patch, "facecolor", "none", undo)
            outside = _outside(axes)
            inside = [artist for artist in parts if artist not in outside]
            if own:
                for artist in inside:
                    _mark(artist, undo)
            else:
                grounds = list(_grounds(inside))
                for text in inside:
                    if isinstance(text, Text) and text.get_text() and any(_covers(ground, text) for ground in grounds):
                        _mark(text, undo)
            # (Cells have no place before they are drawn.)
            for cell in itertools.chain.from_iterable(table.get_celld().values() for table in axes.tables):
                if _is_ground(cell.get_facecolor()):
                    _mark(cell.get_text(), undo)
        for text in (artist for artist in artists if isinstance(artist, Text)):
            if text.get_bbox_patch() and _is_ground(text.get_bbox_patch().get_facecolor()):
                _mark(text, undo)
        for legend in (artist for artist in artists if isinstance(artist, Legend)):
            if legend.get_frame_on() and _is_ground(legend.get_frame().get_facecolor()):
                for artist in legend.findobj():
                    _mark(artist, undo)
        yield


def _has_own_ground(axes, parts):
    """A colored panel, or an image that fills more than half of it; parts: all its artists."""
    from matplotlib.collections import QuadMesh
    from matplotlib.image import AxesImage

    if axes.axison and axes.patch.get_visible() and _is_ground(axes.patch.get_facecolor()):
        return True
    place = axes.bbox
    return any(
        artist.get_visible() and _area(artist.get_window_extent(), place) > 0.5 * place.width * place.height
        for artist in parts if isinstance(artist, (AxesImage, QuadMesh))
    )


def _area(box, place):
    width = min(box.x1, place.x1) - max(box.x0, place.x0)
    height = min(box.y1, place.y1) - max(box.y0, place.y0)
    return max(width, 0) * max(height, 0)


def _has_clear_image(axes):
    """Whether an image lets its ground shine through."""
    import numpy as np

    for image in axes.get_images():
        values = image.get_array()
        if image.get_visible() and (
            (image.get_alpha() is not None and np.min(image.get_alpha()) < 1)
            or (values.ndim == 3 and values.shape[2] == 4 and values[..., 3].min() < (255 if values.dtype.kind == "u" else 1))
        ):
            return True
    return False


def _outside(axes):
    """What stands around the panel, on the page's ground."""
    found = {axes, axes.patch, axes.title, axes._left_title, axes._right_title, *axes.spines.values()}
    for axis in axes._axis_map.values():
        found |= {axis.label, axis.offsetText}
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            found |= {tick.tick1line, tick.tick2line, tick.label1, tick.label2}
    return found


def _grounds(artists):
    """The patches, images, meshes and marks on which words may stand."""
    from matplotlib.collections import Collection
    from matplotlib.image import AxesImage
    from matplotlib.patches import Patch

    for artist in artists:
        if not artist.get_visible():
            continue
        if isinstance(artist, AxesImage) or (
            isinstance(artist, Patch) and artist.get_fill() and _is_ground(artist.get_facecolor())
        ):
            yield artist
        elif isinstance(artist, Collection) and any(map(_is_ground, artist.get_facecolor()[:100])):
            yield artist


def _covers(ground, text):
    """Whether the middle of a text stands on a ground that is drawn before it."""
    from matplotlib.backend_bases import MouseEvent
    from matplotlib.collections import Collection

    if ground.get_zorder() > text.get_zorder():
        return False
    radius = ground.get_pickradius() if isinstance(ground, Collection) else None
    if radius is not None:
        ground.set_pickradius(0)  # which asks for the inside of a shape, not for its edge
    text.get_window_extent()  # makes a renderer, and the one for SVG changes the figure's dpi
    box = text.get_window_extent()
    middle = MouseEvent("motion_notify_event", text.get_figure(root=True).canvas, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    if hasattr(ground, "get_sizes"):
        ground.set_sizes(ground.get_sizes(), ground.get_figure(root=True).dpi)  # as drawing does
    covers = bool(ground.contains(middle)[0])
    if radius is not None:
        ground.set_pickradius(radius)
    return covers


def _mark(artist, undo):
    """Mark all colors of one artist, and of the box around a text."""
    for name in ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor"):
        colors = getattr(artist, f"get_{name}", lambda: None)()
        if colors is not None and hasattr(artist, f"set_{name}"):
            _set(artist, name, _marked(colors), undo, before=colors)
    box = getattr(artist, "get_bbox_patch", lambda: None)()
    if box is not None:
        _mark(box, undo)


def _marked(colors):
    """A color, or a list of them, with a mark on each gray."""
    import numpy as np
    from matplotlib.colors import to_rgba_array

    if isinstance(colors, str) and colors in ("none", "auto"):
        return colors
    marked = to_rgba_array(colors)
    gray = np.ptp(np.round(marked[:, :3] * 255), axis=1) == 0
    marked[gray, 2] += np.where(marked[gray, 2] > 0.5, -1, 1) / 255
    single = isinstance(colors, (str, tuple)) or np.ndim(colors) == 1
    return tuple(marked[0]) if single and len(marked) else marked


def _set(artist, name, value, undo, before=None):
    before = getattr(artist, f"get_{name}")() if before is None else before
    undo.callback(getattr(artist, f"set_{name}"), before)
    getattr(artist, f"set_{name}")(value)


def _is_white(color):
    return tuple(color[:3]) == (1, 1, 1)


def _is_ground(color):
    """Whether a color covers the page with something other than white."""
    return len(color) == 4 and color[3] >= OPAQUE and not _is_white(color)
