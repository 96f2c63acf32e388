"""Call a function and keep all it shows, in the order in which it shows it."""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import dataclass, field

from IPython import get_ipython
from IPython.core.displaypub import CapturingDisplayPublisher

from .errors import FreezeError
from .shown import shown_as

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


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

    def clear(self) -> None:
        """Forget all that was shown."""
        self.items.clear()
        self.names.clear()
        self.clear_next = False

    def frame(self) -> Frame:
        settled = (
            (kind, content if kind == "html" else _as_printed(content))
            for kind, content in self.items
        )
        return Frame(tuple((kind, content) for kind, content in settled if content))


class _Stream:
    """Stands in for sys.stdout or sys.stderr."""

    encoding = "utf-8"

    def __init__(self, capture, kind):
        self.capture, self.kind = capture, kind

    def write(self, text):
        if text:
            self.capture.add(self.kind, text)
        return len(text)

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
def capturing():
    """Yield a `Capture` that receives prints and displays until the block ends."""
    shell, capture = get_ipython(), Capture()
    publisher, shell.display_pub = shell.display_pub, _Publisher(capture)
    out, err = _Stream(capture, "stdout"), _Stream(capture, "stderr")
    try:
        with (
            _written_to(sys.stdout, out),
            _written_to(sys.stderr, err),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            yield capture
    finally:
        shell.display_pub = publisher


@contextlib.contextmanager
def _written_to(stream, other):
    """What is written to a stream goes to another: a log handler keeps the stream that it found."""
    stream.write = other.write
    try:
        yield
    finally:
        del stream.write


def show_open_figures() -> None:
    """Display the open matplotlib figures now, as `interact` does after a call."""
    if "matplotlib.pyplot" in sys.modules:
        from matplotlib_inline.backend_inline import flush_figures

        flush_figures()


def _as_printed(text: str) -> str:
    """What a terminal would show at the end: no colors, no overwritten lines."""
    lines = ANSI.sub("", text).rstrip().split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
