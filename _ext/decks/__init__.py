"""A deck of slides for each notebook that has slide marks: see README.md in this folder."""

from . import build


def setup(app):
    """Register the extension with Sphinx."""
    return build.register(app)
