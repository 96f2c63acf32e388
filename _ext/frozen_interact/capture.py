"""Call a function and keep all it shows, in the order in which it shows it."""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import dataclass, field
from html import escape

from IPython import get_ipython
from IPython.core.displaypub import CapturingDisplayPublisher

from .figures import IMAGE_OPENING

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

    def add(self, kind: str, content: str) -> None:
        if self.clear_next:
            self.items.clear()
            self.clear_next = False
        if self.items and self.items[-1][0] == kind and kind in ("stdout", "stderr"):
            content = self.items.pop()[1] + content
        self.items.append((kind, content))

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

    def publish(self, data, metadata=None, **kwargs):
        for mime, kind in (("text/html", "html"), ("image/svg+xml", "html")):
            if mime in data:
                return self.capture.add(kind, data[mime])
        for mime in ("image/png", "image/jpeg"):
            if mime in data:
                label = escape(data.get("text/plain", "Image"))
                source = data[mime].replace("\n", "")
                return self.capture.add(
                    "html",
                    f'<img {IMAGE_OPENING}{label}" src="data:{mime};base64,{source}">',
                )
        self.capture.add("text", data.get("text/plain", ""))

    def clear_output(self, wait=False):
        if wait:
            self.capture.clear_next = True
        else:
            self.capture.items.clear()


@contextlib.contextmanager
def capturing():
    """Yield a `Capture` that receives prints and displays until the block ends."""
    shell, capture = get_ipython(), Capture()
    publisher, shell.display_pub = shell.display_pub, _Publisher(capture)
    try:
        with contextlib.redirect_stdout(_Stream(capture, "stdout")):
            with contextlib.redirect_stderr(_Stream(capture, "stderr")):
                yield capture
    finally:
        shell.display_pub = publisher


def show_open_figures() -> None:
    """Display the open matplotlib figures now, as `interact` does after a call."""
    if "matplotlib.pyplot" in sys.modules:
        from matplotlib_inline.backend_inline import flush_figures

        flush_figures()


def _as_printed(text: str) -> str:
    """What a terminal would show at the end: no colors, no overwritten lines."""
    lines = ANSI.sub("", text).rstrip().split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
