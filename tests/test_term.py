"""A term's archive has all parts and is the same whenever it is made; its site stays under its path; the workflow calls what is there."""

import os
import re
import zipfile

import pytest

from tools import term
from tools.book import ROOT


@pytest.fixture
def parts(tmp_path):
    """What a build has made, in small."""
    folders = {name: tmp_path / name for name in ("site", "course", "pdf")}
    for name, folder in folders.items():
        (folder / "chapters").mkdir(parents=True)
        (folder / "chapters" / "here.txt").write_text(f"The {name} of spring.", encoding="utf-8")
    return folders


def test_an_archive_has_all_parts_and_is_the_same_again(parts, tmp_path):
    archive = term.write("2027-spring", parts, tmp_path / "terms")
    first = archive.read_bytes()
    assert zipfile.ZipFile(archive).namelist() == [f"2027-spring/{part}/chapters/here.txt" for part in parts]
    for path in tmp_path.rglob("here.txt"):
        os.utime(path, (0, 0))
    assert term.write("2027-spring", parts, tmp_path / "terms").read_bytes() == first


def test_the_site_of_a_term_stays_when_the_book_goes_on(parts, tmp_path):
    """Also when a later site is put around it, and beside a later term."""
    term.write("2027-spring", parts, tmp_path / "terms")
    (parts["site"] / "chapters" / "here.txt").write_text("The site of fall.", encoding="utf-8")
    term.write("2027-fall", parts, tmp_path / "terms")
    for _ in range(2):
        term.place(tmp_path / "terms", tmp_path / "public")
        found = {path.relative_to(tmp_path / "public").as_posix(): path.read_text(encoding="utf-8") for path in (tmp_path / "public").rglob("*.txt")}
        assert found == {"2027-spring/chapters/here.txt": "The site of spring.", "2027-fall/chapters/here.txt": "The site of fall."}


@pytest.mark.parametrize("name", ["", "spring", "2027 spring", "2027-spring/..", "../2027-spring", "2027-Spring"])
def test_a_name_that_is_no_path_is_said(name):
    with pytest.raises(SystemExit, match="make term NAME=2027-spring"):
        term.main("check", name)


def test_the_workflows_call_what_is_there():
    """The tag's name becomes the term's, and publish puts all terms on the site."""
    made = (ROOT / ".github/workflows/term.yml").read_text(encoding="utf-8")
    published = (ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    assert 'tags: ["term-*"]' in made and 'make term NAME="${GITHUB_REF_NAME#term-}"' in made and "gh workflow run publish.yml" in made
    assert re.search(r"make slides(?s:.*)run: \.ci/terms(?s:.*)upload-pages-artifact", published)
    assert os.access(ROOT / ".ci/terms", os.X_OK) and "tools.term place" in (ROOT / ".ci/terms").read_text(encoding="utf-8")
