"""Runs the models of a notebook in its page: see README.md in this folder.

The package is loaded in two processes. Sphinx calls `setup` in the build; the kernel that has trained a
model loads `live_models.take`. Nothing is imported here, so that neither pays for the other.
"""


def setup(app):
    """Register the extension with Sphinx."""
    from .extension import register

    return register(app)
