"""One notebook as one HTML file that needs nothing else: for those who have no book."""

from __future__ import annotations

import base64
import mimetypes
import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from ..mathematics import latex
from ..reading import IMAGES, as_printed, markdown_html
from . import execute
from .prose import as_jupyter_reads, with_attachments
from .script import STATIC, shipped

PICTURE = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]+)')
HEADING = re.compile(r"<h1>(.*?)</h1>", re.S)
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }
pre { overflow-x: auto; padding: .5rem .75rem; font-size: .875rem; line-height: 1.5; }
.code { background: color-mix(in srgb, currentColor 6%, transparent); border-radius: .25rem; }
table { border-collapse: collapse; }
td, th { padding: .125rem .75rem; text-align: right; }
img, svg { max-width: 100%; height: auto; }
"""


def page(path: Path, limits: dict | None = None) -> str:
    """Run a notebook with its sliders frozen, and return its page.

    limits: the fields of `contract.Limits` for cells that set none of their own.
    Raises execute.NotebookError, worded for its author.
    """
    notebook, _ = execute.run(path, path.stem, limits or {}, lambda line: None)
    body = "\n".join(_cell(cell, path.parent) for cell in notebook.cells)
    heading = HEADING.search(body)
    title = " ".join(re.sub(r"<[^>]*>", "", heading[1]).split()) if heading else escape(path.stem)
    style = STATIC.joinpath("frozen-interact.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n<script>{shipped()}</script>\n</body>\n</html>\n"
    )


def _cell(cell, folder):
    tags = cell.metadata.get("tags", [])
    if cell.cell_type == "markdown":
        page = markdown_html(with_attachments(as_jupyter_reads(cell.source), cell.get("attachments", {})))
        return PICTURE.sub(lambda found: found[1] + _in_page(found[2], folder), page)
    if cell.cell_type != "code" or "remove-cell" in tags:
        return ""
    code = f'<pre class="code"><code>{escape(cell.source)}</code></pre>' if cell.source.strip() else ""
    code = "" if "remove-input" in tags or "hide-input" in tags else code
    return "\n".join([code, *([] if "remove-output" in tags else map(_output, cell.outputs))])


def _in_page(source, folder):
    """The address of a picture; of one that lies beside the notebook, the picture itself."""
    name = unquote(unescape(source))
    if re.match(r"[a-z][a-z0-9+.-]+:|//", name, re.I) or not (folder / name).is_file():
        return source
    mime = mimetypes.guess_type(name)[0] or "image/png"
    return f"data:{mime};base64,{base64.b64encode((folder / name).read_bytes()).decode()}"


def _output(output):
    """One output, in Jupyter's order of preference."""
    if output.output_type == "stream":
        return f"<pre>{escape(as_printed(output.text))}</pre>"
    if output.output_type == "error":
        return f"<pre>{escape(as_printed(chr(10).join(output.traceback)))}</pre>"
    data = output.data
    if "text/html" in data:
        return data["text/html"]
    if "text/markdown" in data:
        return markdown_html(data["text/markdown"])
    if "text/latex" in data:
        return f"<div>{latex(data['text/latex'])}</div>"
    if "image/svg+xml" in data:
        return data["image/svg+xml"]
    for mime in IMAGES:
        if mime in data:
            source = data[mime]
            source = base64.b64encode(source).decode() if isinstance(source, bytes) else source.replace("\n", "")
            return f'<img alt="{escape(data.get("text/plain", "Image"))}" src="data:{mime};base64,{source}">'
    return f"<pre>{escape(data.get('text/plain', ''))}</pre>"
