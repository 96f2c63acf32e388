"""A small book, built with plain Sphinx: no Jupyter Book, no notebook."""

import gzip
import shutil
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx.errors import ExtensionError

from book_site.assets import is_taken_off
from book_site.hosting import SITEMAP
from book_site.tests.small_book import CONF, PAGES, ROOT, build, built, claim

# A page with a slider and no formula.
LOADED_BY_A_SLIDER = ("site.css", "site.js", "frozen-interact.css", "frozen-interact.js")
NOTEBOOK = nbformat.writes(new_notebook(cells=[new_markdown_cell("# A notebook")]))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    yield built(folder)
    shutil.rmtree(folder)


def test_a_page_loads_one_style_and_one_script(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert page.count("<link rel=\"stylesheet\"") == 1
    assert page.count("<script defer src=") == 1
    assert "cdn" not in page


def test_only_a_page_with_formulas_loads_their_font(site):
    assert "math.css" not in (site / "index.html").read_text(encoding="utf-8")
    page = (site / "chapters/here.html").read_text(encoding="utf-8")
    assert "math.css" in page and "<mi>η</mi>" in page


def test_what_no_page_uses_is_off_the_site(site):
    names = {path.name for path in (site / "_static").iterdir()}
    assert {"site.css", "site.js", "math.css"} <= names
    assert not names & {"scripts", "styles", "vendor", "copybutton.js"}


@pytest.mark.parametrize("filename", [None, ""], ids=["before Sphinx 9", "since"])
def test_a_line_for_a_script_that_is_joined_is_off_the_page(filename):
    line = SimpleNamespace(filename=filename, attributes={"body": "DOCUMENTATION_OPTIONS.pagename = 'a';"})
    other = SimpleNamespace(filename=filename, attributes={"body": "start();"})
    assert is_taken_off(line) and not is_taken_off(other)


def test_a_page_is_described_by_its_first_paragraph(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert '<meta name="description" content="The first paragraph.">' in page


def test_a_question_links_to_its_heading(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="chapters/here.html"><span class="main-question">What is here?' in page
    assert 'href="chapters/here.html#why-is-it-here"' in page


def test_a_question_without_a_chapter_has_no_link_and_says_why(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert '<p><span class="main-question">What is there?' in page
    assert 'There<span class="in-preparation"> (in preparation)</span>' in page
    assert 'Here<span class="in-preparation">' not in page
    assert "Damaged." in page


def test_without_a_repository_no_link_leads_there(site):
    page = (site / "chapters/here.html").read_text(encoding="utf-8")
    assert "github.com" not in page


def test_with_a_repository_a_page_links_to_its_source(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_REF_NAME", "main")
    built, _ = build(tmp_path, monkeypatch, repository="owner/book")
    page = (built / "chapters/here.html").read_text(encoding="utf-8")
    assert "https://github.com/owner/book/blob/main/chapters/here.md" in page


def test_a_notebook_can_be_launched(tmp_path, monkeypatch):
    """The links have the forms that Colab, Binder and nbgitpuller document."""
    monkeypatch.setenv("GITHUB_REF_NAME", "main")
    conf = CONF.format(templates=str(ROOT / "_templates"), static=str(ROOT / "_static"))
    conf += 'html_theme_options = {"launch_buttons": {"jupyterhub_url": "https://hub.example.org"}}\n'
    here = {"conf.py": conf, "chapters/live.ipynb": NOTEBOOK}
    built, _ = build(tmp_path, monkeypatch, repository="owner/book", **here)
    page = BeautifulSoup((built / "chapters/live.html").read_text(encoding="utf-8"), "html.parser")
    links = {link.get_text(): link["href"] for link in page.select("a.page-link")}
    assert links["Colab"] == "https://colab.research.google.com/github/owner/book/blob/main/chapters/live.ipynb"
    assert links["Binder"] == "https://mybinder.org/v2/gh/owner/book/main?urlpath=lab/tree/chapters/live.ipynb"
    hub = urlsplit(links["JupyterHub"])
    assert hub._replace(query="").geturl() == "https://hub.example.org/hub/user-redirect/git-pull"
    assert parse_qs(hub.query) == {
        "repo": ["https://github.com/owner/book"],
        "urlpath": ["lab/tree/book/chapters/live.ipynb"],
        "branch": ["main"],
    }
    assert links["Notebook"].endswith("live.ipynb")
    index = (built / "index.html").read_text(encoding="utf-8")
    assert "mybinder.org" not in index, "a page that is no notebook cannot be launched"


ONE_PAGE = CONF.format(templates=str(ROOT / "_templates"), static=str(ROOT / "_static")) + 'exclude_patterns = ["chapters"]\n'
ADDRESS = "https://owner.github.io/book/"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    """The small book, built for an address that has a folder in it."""
    return built(tmp_path_factory.mktemp("hosted"), address=ADDRESS.rstrip("/"))


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_search_engines_find_every_page_and_only_pages(hosted):
    listed = {place.text for place in ElementTree.parse(hosted / "sitemap.xml").iter(f"{{{SITEMAP}}}loc")}
    assert listed == {f"{ADDRESS}index.html", f"{ADDRESS}chapters/here.html"}
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (hosted / "robots.txt").read_text()
    canonical = soup(hosted / "chapters/here.html").find("link", rel="canonical")
    assert canonical["href"] == f"{ADDRESS}chapters/here.html"


def test_a_link_preview_has_a_card_with_a_picture(hosted):
    page = soup(hosted / "chapters/here.html")
    card = {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}
    assert card["og:title"] == "What is here?" and card["og:url"] == f"{ADDRESS}chapters/here.html"
    assert card["og:site_name"] == "A small book"
    assert card["og:image"].startswith(ADDRESS)
    assert (hosted / card["og:image"].removeprefix(ADDRESS)).stat().st_size > 1000
    assert len(page.find_all("meta", attrs={"name": "description"})) == 1


def test_building_again_lists_all_pages_again(tmp_path, monkeypatch):
    build(tmp_path, monkeypatch, address=ADDRESS)
    changed = {"chapters/here.md": PAGES["chapters/here.md"] + "\nMore.\n"}
    built, _ = build(tmp_path, monkeypatch, address=ADDRESS, **changed)
    assert (built / "sitemap.xml").read_text(encoding="utf-8").count("<loc>") == 2


@pytest.mark.parametrize("book, folder", [("site", "/"), ("hosted", "/book/")])
def test_the_page_for_a_lost_link_works_in_any_folder(request, book, folder):
    """All that it loads and links to begins at the host, and is there."""
    built = request.getfixturevalue(book)
    tags = soup(built / "404.html").find_all(lambda tag: tag.get("href") or tag.get("src"))
    links = [tag.get("href") or tag.get("src") for tag in tags]
    links = [link.partition("?")[0] for link in links if not link.startswith(("#", "data:", "http"))]
    assert f"{folder}_static/site.css" in links and f"{folder}index.html" in links
    for link in links:
        assert link.startswith(folder) and (built / link.removeprefix(folder)).is_file(), link


def test_a_site_of_one_page_has_a_page_for_a_lost_link_too(tmp_path, monkeypatch):
    """That is what `make page` builds: a site without a list of pages."""
    built, _ = build(tmp_path, monkeypatch, **{"index.md": "# Start\n", "conf.py": ONE_PAGE})
    assert "There is no such page" in (built / "404.html").read_text(encoding="utf-8")


def test_without_an_address_nothing_claims_one(site):
    assert not (site / "sitemap.xml").exists() and not (site / "robots.txt").exists()
    page = soup(site / "chapters/here.html")
    assert not page.find("link", rel="canonical") and not page.find("meta", property=True)


def test_an_address_that_is_none_stops_the_build_in_one_line(tmp_path, monkeypatch):
    with pytest.raises(ExtensionError, match="owner.github.io.*https://"):
        build(tmp_path, monkeypatch, address="owner.github.io/book")


def test_a_heading_with_other_words_is_a_warning(tmp_path, monkeypatch):
    _, warnings = build(
        tmp_path, monkeypatch, **{"chapters/here.md": "# What is here?\n\n## Why is it there?\n"}
    )
    assert "chapters/here has no heading 'Why is it here?'" in warnings


def test_an_unknown_command_is_a_warning_with_the_page(tmp_path, monkeypatch):
    text = "# What is here?\n\n$\\sofmax$\n\n## Why is it here?\n"
    _, warnings = build(tmp_path, monkeypatch, **{"chapters/here.md": text})
    assert "here.md:3" in warnings and "sofmax" in warnings


def with_notebook(*cells):
    """The files of a small book with a notebook that its build runs."""
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    notebook = new_notebook(cells=[new_markdown_cell("# A chapter"), *cells], metadata=metadata)
    return {
        "conf.py": CONF.format(templates=str(ROOT / "_templates"), static=str(ROOT / "_static"))
        + 'extensions.insert(1, "frozen_interact")\n',
        "index.md": "# Start\n\n```{toctree}\nchapters/live\nchapters/here\n```\n\n```{run-times}\n```\n",
        "chapters/live.ipynb": nbformat.writes(notebook),
    }


@pytest.mark.parametrize("source, shown", [("1 > 2", "False"), ("right = 1 < 2", "nothing")])
def test_a_claim_that_is_true_no_longer_is_a_warning(tmp_path, monkeypatch, source, shown):
    """True is committed; what counts is what this build has run."""
    _, warnings = build(tmp_path, monkeypatch, **with_notebook(claim("1 < 2"), claim(source)))
    assert warnings.count("WARNING") == 1
    assert f"chapters/live.ipynb: WARNING: the claim in cell 3, `{source}`, gives {shown}" in warnings


def test_building_again_keeps_the_site(tmp_path, monkeypatch):
    built, _ = build(tmp_path, monkeypatch)
    before = (built / "_static/site.css").read_text(encoding="utf-8")
    build(tmp_path, monkeypatch)
    assert (built / "_static/site.css").read_text(encoding="utf-8") == before
    changed = {"chapters/here.md": PAGES["chapters/here.md"] + "\nMore.\n"}
    build(tmp_path, monkeypatch, **changed)
    assert (built / "_static/site.css").read_text(encoding="utf-8") == before


def test_the_table_of_run_times_is_measured(tmp_path, monkeypatch):
    """Its numbers are those of this very build."""
    slider = "from ipywidgets import interact\nfrom time import sleep\n@interact(a=(0, 3))\ndef show(a=0):\n"
    changed = with_notebook(
        new_code_cell(slider + "    sleep(0.5)\n    print(a)"), claim("1 < 2"),
        new_markdown_cell("## More"), new_markdown_cell("### Deeper: more"), claim("1 < 3", "check"),
        new_code_cell("interact(show, a=[1])"),
    )
    built, warnings = build(tmp_path, monkeypatch, **changed)
    assert warnings == ""
    tables = soup(built / "index.html").select("table.run-times")
    (read, run) = [
        [[entry.get_text(strip=True) for entry in row.select("td")] for row in table.select("tbody tr")] for table in tables
    ]
    assert read == [["Live", "1", "2", "1", "1", "2"]], "a minute for each slider; a finding, a check"
    [(chapter, run, freezing, memory, frames, weight)] = run
    assert chapter == "Live" and frames == "5"
    assert 0 < int(run) and int(freezing) == 2, "three further positions of half a second"
    assert 10 < int(memory) < 2000
    loaded = [built / "chapters/live.html", *map((built / "_static").joinpath, LOADED_BY_A_SLIDER)]
    assert int(weight) == round(sum(len(gzip.compress(path.read_bytes())) for path in loaded) / 1024)
