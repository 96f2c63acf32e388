"""What the project keeps is the project's own."""

import subprocess

import pytest

from tools.book import ROOT

LINK = "120000"


def test_no_file_is_a_link():
    """A link leads to a place of the machine that it was made on: a kept `.venv` would be nobody's environment."""
    listed = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if listed.returncode:
        pytest.skip("this is not a checkout of git")
    links = [line.partition("\t")[2] for line in listed.stdout.splitlines() if line.startswith(LINK)]
    assert not links, f"remove {', '.join(links)}: git rm --cached, and a line for it in .gitignore"
