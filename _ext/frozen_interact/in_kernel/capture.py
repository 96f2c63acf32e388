"""Call a function and keep all it shows, in the order in which it shows it."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass, field

from IPython import get_ipython
from IPython.core.displaypub import CapturingDisplayPublisher

from ..errors import FreezeError
from ..reading import as_printed
from .shown import shown_as


@dataclass(frozen=True)
class Frame:
    """What one call showed: (kind, content) pairs in order.

    kind is "stdout", "stderr" or "text" (content is plain text), or "html".
    """

    items: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The words of the frame, for those who listen."""
        return "\n".join(content for kind, content in self.items if kind != "html")


@dataclass
class Capture:
    """Collects what is shown, as `Frame` keeps it."""

    items: list[tuple[str, str]] = field(default_factory=list)
    clear_next: bool = False

    # The display_id of each item that has one.
    names: list[str | None] = field(default_factory=list)

    def add(self, kind: str, content: str, name: str | None = None) -> None:
        if self.clear_next:
            self.clear()
        if self.items and self.items[-1][0] == kind and kind in ("stdout", "stderr"):
            self.names.pop()
            content = self.items.pop()[1] + content
        self.items.append((kind, content))
        self.names.append(name)

    def update(self, kind: str, content: str, name: str) -> None:
        """Change all that was displayed under this display_id."""
        if name not in self.names:
            raise FreezeError(
                "The function updates a display that was made outside it, which all positions would share.",
                "display it anew in the function.",
            )
        for place, other in enumerate(self.names):
            if other == name:
                self.items[place] = (kind, content)

    def take(self, items) -> None:
        """Add what another capture has kept."""
        for kind, content in items:
            self.add(kind, content)

    def clear(self) -> None:
        """Forget all that was shown."""
        self.items.clear()
        self.names.clear()
        self.clear_next = False

    def frame(self) -> Frame:
        items = []
        for kind, content in self.items:
            items += content() if kind == "late" else [(kind, content if kind == "html" else as_printed(content))]
        return Frame(tuple((kind, content) for kind, content in items if content))


class _Stream:
    """Stands in for sys.stdout or sys.stderr."""

    encoding = "utf-8"

    def __init__(self, capture, kind):
        self.capture, self.kind = capture, kind

    def write(self, text):
        if text:
            self.capture.add(self.kind, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False


class _Publisher(CapturingDisplayPublisher):
    """Stands in for the kernel's display publisher."""

    def __init__(self, capture, **kwargs):
        super().__init__(**kwargs)
        self.capture = capture

    def publish(self, data, metadata=None, *, transient=None, update=False, **kwargs):
        shown = shown_as(data)
        name = (transient or {}).get("display_id")
        if not update:
            return self.capture.add(*shown, name)
        self.capture.update(*shown, name)

    def clear_output(self, wait=False):
        if wait:
            self.capture.clear_next = True
        else:
            self.capture.clear()


@contextlib.contextmanager
def capturing(capture=None):
    """Yield a `Capture`, a new one unless one is given, that receives prints and displays until the block ends."""
    shell, capture = get_ipython(), capture or Capture()
    publisher, shell.display_pub = shell.display_pub, _Publisher(capture)
    out, err = _Stream(capture, "stdout"), _Stream(capture, "stderr")
    try:
        with (
            _written_to("stdout", out),
            _written_to("stderr", err),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            yield capture
    finally:
        shell.display_pub = publisher


# The kernel's own streams, while something stands in for them.
_own_streams = {}


@contextlib.contextmanager
def _written_to(name, other):
    """What is written to the kernel's own stream goes to another: a log handler keeps the stream that it found."""
    outermost = name not in _own_streams
    stream = _own_streams.setdefault(name, getattr(sys, name))
    before = vars(stream).get("write")
    stream.write = other.write
    try:
        yield
    finally:
        if before is None:
            del stream.write
        else:
            stream.write = before
        if outermost:
            del _own_streams[name]


# The file to which child processes print, and C libraries; a live kernel shows it too.
_printed_by_children = None


def follow_children(path) -> None:
    """Let what is written to the process's own standard output go to a file, to be shown from there."""
    global _printed_by_children
    with open(path, "wb") as file:
        os.dup2(file.fileno(), 1)
    _printed_by_children = open(path, "rb")


def show_children() -> None:
    """Show what child processes have printed since the last time."""
    if _printed_by_children and (text := _printed_by_children.read().decode(errors="replace")):
        sys.stdout.write(text)


def show_open_figures() -> None:
    """Display the open matplotlib figures now, as `interact` does after a call."""
    if "matplotlib.pyplot" in sys.modules:
        from matplotlib_inline.backend_inline import flush_figures

        flush_figures()
