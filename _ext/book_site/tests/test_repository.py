"""The repository's address, from the environment and from git."""

import subprocess
from types import SimpleNamespace

import pytest

from book_site.repository import find_repository, github_name, linked_words


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/owner/a.book-1",
        "https://github.com/owner/a.book-1.git",
        "https://github.com/owner/a.book-1/",
        "https://user:word@github.com/owner/a.book-1.git",
        "git@github.com:owner/a.book-1.git",
        "ssh://git@github.com/owner/a.book-1.git",
    ],
)
def test_a_github_address_is_known_in_each_form(address):
    assert github_name(address) == "owner/a.book-1"


@pytest.mark.parametrize(
    "address",
    ["", "/some/folder", "https://gitlab.com/owner/book", "https://github.com.example.org/a/b"],
)
def test_any_other_address_is_none(address):
    assert github_name(address) is None


def test_the_environment_comes_first(tmp_path):
    environment = {"GITHUB_REPOSITORY": "owner/book", "GITHUB_REF_NAME": "draft"}
    assert find_repository(tmp_path, environment) == ("owner/book", "draft", "")


def test_git_says_it_elsewhere(tmp_path):
    git(tmp_path, "init", "-q", "-b", "trunk")
    git(tmp_path, "remote", "add", "origin", "git@github.com:owner/book.git")
    book = tmp_path / "docs"
    book.mkdir()
    assert find_repository(book, {}) == ("owner/book", "trunk", "docs")


def test_without_a_github_address_there_is_none(tmp_path):
    git(tmp_path, "init", "-q")
    assert find_repository(tmp_path, {}) is None
    git(tmp_path, "remote", "add", "origin", "/some/folder")
    assert find_repository(tmp_path, {}) is None


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True)


@pytest.mark.parametrize("options", [{"repository_url": "https://github.com/owner/book"}, {}])
def test_words_lead_to_the_repository_where_it_has_an_address(options):
    config = SimpleNamespace(html_theme_options=options)
    settings = SimpleNamespace(env=SimpleNamespace(config=config))
    inliner = SimpleNamespace(document=SimpleNamespace(settings=settings))
    (words,), problems = linked_words("repository", "", "the repository", 1, inliner)
    assert words.astext() == "the repository" and words.get("refuri") == options.get("repository_url") and problems == []
