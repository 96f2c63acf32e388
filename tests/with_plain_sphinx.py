"""The book without Jupyter Book: the same tree, built by the newest Sphinx with its own program.

Jupyter Book 1 keeps Sphinx at 7. Here the settings of `_config.yml` are written as a `conf.py`, and the pages
are built from the runs that the book's build has stored. `make test-sphinx` builds the environment.
"""

import os
import shutil
import subprocess

import pytest
import yaml

from tests import site_checks as checks
from tests.site_checks import report
from tools.book import ROOT, SITE, chapters
from tools.serve import serving

PYTHON = ROOT / ".venv-sphinx" / "bin" / "python"
# What Jupyter Book adds to the settings of this book.
CONF = """
import sys
sys.path.insert(0, {extensions!r})
project = html_title = {title!r}
author = {author!r}
copyright = {copyright!r}
exclude_patterns = {exclude!r}
external_toc_path = "_toc.yml"
external_toc_exclude_missing = True
html_theme = "sphinx_book_theme"
html_static_path = ["_static"]
html_css_files = ["book.css"]
numfig = True
"""


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """A copy of the tree, built; returns the folder of the pages."""
    folder = tmp_path_factory.mktemp("plain") / "book"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".venv*", "_build", ".git", "__pycache__"))
    shutil.copytree(SITE.parent / ".jupyter_cache", folder / "_build" / ".jupyter_cache")
    shutil.copytree(ROOT / ".git", folder / ".git")
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    conf = CONF.format(
        extensions=str(folder / "_ext"), exclude=["_build", *settings["exclude_patterns"]],
        **{name: settings[name] for name in ("title", "author", "copyright")},
    )
    conf += "".join(f"{name} = {value!r}\n" for name, value in settings["sphinx"]["config"].items())
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    command = [PYTHON, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", "_build/.doctrees", ".", "_build/html"]
    done = subprocess.run(command, cwd=folder, env=os.environ, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert ": ran in" not in done.stdout + done.stderr, "a notebook ran again: its stored run was not found"
    return folder / "_build" / "html"


def test_it_is_another_sphinx(pages):
    """The oldest that this test is for."""
    printed = subprocess.run([PYTHON, "-c", "import sphinx; print(sphinx.__version__)"], capture_output=True, text=True).stdout
    assert int(printed.split(".")[0]) >= 9


def test_it_has_the_same_pages(pages):
    """Whatever Jupyter Book's build has, but the files of Sphinx itself."""
    there, here = ({path.relative_to(folder).as_posix() for path in folder.rglob("*.html")} for folder in (SITE, pages))
    assert here == there


@pytest.fixture(scope="session")
def address(pages):
    """Where a server shows them."""
    with serving(pages) as base:
        yield base


@pytest.mark.parametrize("name", [path.stem for path in chapters()])
def test_a_chapter_is_whole(browser, address, name):
    """No script fails, nothing comes from elsewhere, everybody can read it, and its sliders are alive."""
    with checks.Visit(browser, f"{address}chapters/{name}.html") as visit:
        problems = checks.foreign_requests(visit, address) + checks.complaints(visit) + checks.barriers(visit)
        report(problems + checks.missing_first_frames(visit))
        report(checks.dead_sliders(visit.page))


@pytest.mark.parametrize("name", [path.stem for path in chapters()])
def test_a_chapter_fits_a_phone(browser, address, name):
    """No sideways scrolling at 390 px."""
    with checks.Visit(browser, f"{address}chapters/{name}.html", viewport=checks.PHONE) as visit:
        report(checks.sideways_scroll(visit))


def test_search_finds_and_leads(browser, address):
    """The search page works, whose script leans on the theme's."""
    with checks.Visit(browser, f"{address}search.html?q=dropout") as visit:
        visit.page.locator("#search-hits h3 a").first.wait_for()
        report(checks.complaints(visit))
