"""In Sphinx: puts live figures below the frozen ones, and their files beside the pages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat

from .contract import LIVE_FIGURE
from .figure import html, proof, scripts_of, write
from .shipped import STATIC

# The folder of the site that holds the files. A build keeps them for pages that are not read again,
# with what Keras answers, in JSON, which a test compares with the page.
FILES = "_live"
START, STYLE = "live-start.js", "live-models.css"


def register(app):
    """Connect to Sphinx's events, in the order in which they come."""
    app.connect("config-inited", _add_static_files)
    # After frozen_interact, which puts in what the kernel gave.
    app.connect("source-read", _take_out, priority=550)
    app.connect("html-page-context", _put_in)
    app.connect("build-finished", _deliver)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _add_static_files(app, config):
    config.html_static_path.extend(str(STATIC / file) for file in (START, STYLE))


def _take_out(app, docname, source):
    """Take the figures out of the notebook: their files are kept, and what a page needs is noted."""
    if LIVE_FIGURE not in source[0]:
        return
    notebook = nbformat.reads(source[0], as_version=4)
    noted = []
    for cell in notebook.cells:
        for output in list(cell.get("outputs", [])):
            if LIVE_FIGURE in output.get("data", {}):
                cell.outputs.remove(output)
                found = output.data[LIVE_FIGURE]
                write(_kept(app), found["model"], found["model"]["figure"], found["kind"])
                for name, proof in found["proofs"].items():
                    (_kept(app) / f"{name}.json").write_text(json.dumps(proof), encoding="utf-8")
                noted.append({key: found[key] for key in ("figure", "kind", "button", "report")} | {"name": found["model"]["name"]})
    app.env.metadata[docname]["live_models"] = noted
    source[0] = nbformat.writes(notebook)


def _put_in(app, pagename, templatename, context, doctree):
    """Put each figure below the frozen one, and give the page what starts it."""
    noted = app.env.metadata.get(pagename, {}).get("live_models", [])
    if not noted or app.builder.name == "epub":
        return
    body = context["body"]
    for one in noted:
        addresses = [context["pathto"](f"{FILES}/{file}", resource=True) for file in scripts_of(one["name"], one["kind"])]
        held = html(one["name"], one["kind"], one["button"], addresses, proof(one["report"]))
        begin = body.index(f'<figure class="frozen-interact" id="{one["figure"]}"')
        end = body.index("</figure>", begin) + len("</figure>")
        body = f"{body[:end]}\n{held}{body[end:]}"
    context["body"] = body
    app.add_css_file(STYLE)
    app.add_js_file(START, loading_method="defer")


def _kept(app):
    folder = Path(app.doctreedir, "live_models")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _deliver(app, error):
    if not error and app.builder.format == "html" and any(_kept(app).iterdir()):
        shutil.copytree(_kept(app), Path(app.outdir, FILES), dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.json"))
