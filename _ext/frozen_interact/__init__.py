"""Sliders that work on a static page: see README.md in this folder.

The package is loaded in two processes. Sphinx calls `setup` in the build; the
kernel that runs a notebook loads `frozen_interact.in_kernel.freezer`. Nothing is imported
here, so that the kernel does not pay for Sphinx.
"""

__version__ = "1.2.1"


def setup(app):
    """Register the extension with Sphinx."""
    from .in_build.extension import register

    return register(app)
