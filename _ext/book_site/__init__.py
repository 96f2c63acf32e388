"""What this book adds to Sphinx and the book theme to make its site.

Each module does one job and has its own ``setup``; see README.md.
"""

from . import (
    archive, assets, bibliography, claims, claims_file, collector, copies, datasets, drill, folds, glossary, hosting, mathematics,
    pages, questions, repository, run_times, scoreboard, search,
)


def setup(app):
    """Register every part with Sphinx."""
    parts = (
        collector, repository, hosting, mathematics, questions, drill, claims, run_times, bibliography, datasets, scoreboard, glossary,
        folds, pages, search, copies, claims_file, assets, archive,
    )
    for part in parts:
        part.setup(app)
    # Jupyter Book hands these two to Sphinx for extensions that the book does not load.
    # Without an owner Sphinx would warn about them.
    for name in ("comments_config", "use_jupyterbook_latex"):
        app.add_config_value(name, None, "", types=(bool, dict))
    # Another number lets Sphinx read all pages again: raise it when what is kept of a page changes.
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
