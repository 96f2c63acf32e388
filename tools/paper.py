"""`make pdf`: prints each chapter, and the whole book, from the built site into `_build/pdf`.

The whole book is one print of all its pages. It is not joined from those of the chapters: pypdf leaves out the
tags of what it joins, and a PDF without tags says nothing to a screen reader.
"""

import sys
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

from tools import browser
from tools.book import ROOT, SITE, chapters, require_writing, short_name
from tools.paper_faults import faults

OUT = ROOT / "_build" / "pdf"
WHOLE = "book"
SCRIPT = Path(__file__).with_suffix(".js")
# A4 without the margins that the style of the site has for paper, in CSS pixels.
INSIDE = {"width": 673, "height": 980}


def print_site(chromium, site, title, names, alone, out):
    """Print those pages of a site that stand alone, and all of them as one book; return what is wrong with the files.

    site: its folder. title: of the book. names: of its pages, in order, relative to the folder and without their ending.
    """
    out.mkdir(parents=True, exist_ok=True)
    problems, kept = [], []
    for name in names:
        page = opened(chromium, site, name)
        kept.append(page.evaluate("([name, site]) => paper.prepare(name, site)", [name, address(site)]))
        if name in alone:
            problems += printed(page, site, out / f"{name.rpartition('/')[2]}.pdf")
        page.close()
    page = opened(chromium, site, names[0])
    page.evaluate("([title, pages]) => paper.bind(title, pages)", [title, kept])
    return problems + printed(page, site, out / f"{WHOLE}.pdf")


def address(site):
    """How the addresses of a site begin when it is opened from its folder."""
    return f"{site.resolve().as_uri()}/"


def opened(chromium, site, name):
    """A page of a site as paper shows it, with the script that makes it ready."""
    page = chromium.new_page(color_scheme="light", viewport=INSIDE)
    page.emulate_media(media="print")
    page.goto(f"{address(site)}{name}.html")
    page.add_script_tag(path=SCRIPT)
    return page


def printed(page, site, path):
    """Print a page that is ready; return what is wrong with the file."""
    page.evaluate("site => paper.settle(site)", address(site))
    page.evaluate("document.fonts.ready")
    wide = page.evaluate("() => paper.wide()")
    page.pdf(path=path, format="A4", prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    print(f"Printed {short_name(path)}", flush=True)
    return [f"{path.name}: {problem}" for problem in wide + faults(path)]


def main():
    """Print the book."""
    require_writing(ROOT)
    title = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]
    names = [str(Path(name).with_suffix("")) for name in parse_toc_yaml(ROOT / "_toc.yml")]
    alone = [path.relative_to(ROOT).with_suffix("").as_posix() for path in chapters()]
    with browser.started() as chromium:
        problems = print_site(chromium, SITE, title, names, alone, OUT)
    if problems:
        sys.exit("\n".join(["The PDFs are printed, and not all is right with them:", *problems]))


if __name__ == "__main__":
    main()
