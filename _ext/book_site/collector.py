"""Lets Python look for cyclic garbage less often than it does by default.

A build makes millions of nodes of documents and keeps nearly all of them until its end: to look
through them again and again took a quarter of its time.
"""

import gc


def collect_rarely():
    """Look for garbage when thousands of new objects are there, and seldom among the old ones."""
    gc.set_threshold(10_000, 20, 20)


def setup(app):
    """From here on, in this process."""
    collect_rarely()
