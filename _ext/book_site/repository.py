"""Where the book's repository is, found at build time.

The address is needed for the links to Colab, Binder, a JupyterHub and the source on GitHub. It is not written
down in the book, so that a fork links to itself. Where there is none, there are no links.
"""

import os
import re
import subprocess

from docutils import nodes

GITHUB_ADDRESS = re.compile(
    r"(?:https://(?:[^@/]+@)?|ssh://git@|git@)(?:www\.)?github\.com[:/](?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)

LAUNCH = {
    "colab_url": "https://colab.research.google.com",
    "binderhub_url": "https://mybinder.org",
    "notebook_interface": "jupyterlab",
}


def github_name(address):
    """Return ``owner/name`` for the address of a GitHub repository, None for any other."""
    match = GITHUB_ADDRESS.fullmatch(address.strip())
    return match["name"] if match else None


def _git(directory, *arguments):
    """Return what a git command prints, or an empty string if it cannot run."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=directory, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def find_repository(directory, environment=os.environ):
    """Return ``(owner/name, branch, folder)`` of the book, or None where it has no GitHub address.

    On GitHub's own machines the environment says it; elsewhere the git remote ``origin`` does.
    ``folder`` is the book's place in the repository, empty when the book is all of it.
    """
    name = environment.get("GITHUB_REPOSITORY") or github_name(
        _git(directory, "remote", "get-url", "origin")
    )
    if not name:
        return None
    branch = environment.get("GITHUB_REF_NAME") or _git(directory, "branch", "--show-current")
    folder = _git(directory, "rev-parse", "--show-prefix").strip("/")
    # A tag or a detached commit has no branch of its own; readers want the main one.
    return name, branch or "main", folder


def set_theme_options(app, config):
    """Give the address to the theme, which makes the links of each page from it."""
    found = find_repository(app.srcdir)
    if found is None:
        return
    name, branch, folder = found
    config.html_theme_options.update(
        repository_url=f"https://github.com/{name}",
        repository_branch=branch,
        path_to_docs=folder,
        use_source_button=True,
        # A JupyterHub is the teacher's own: `launch_buttons` under `html_theme_options` names it.
        launch_buttons={**config.html_theme_options.get("launch_buttons", {}), **LAUNCH},
    )


def linked_words(name, rawtext, text, lineno, inliner, options=None, content=None):
    """The role ``repository``: words that lead to the book's repository where it has an address, and are words where not."""
    address = inliner.document.settings.env.config.html_theme_options.get("repository_url")
    return [nodes.reference(rawtext, text, refuri=address) if address else nodes.inline(rawtext, text)], []


def setup(app):
    """Connect to Sphinx, before the theme reads its options."""
    app.add_role("repository", linked_words)
    app.connect("config-inited", set_theme_options, priority=400)
