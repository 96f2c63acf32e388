"""The part that runs in Sphinx: executes notebooks before they are read, and dresses the pages."""

from __future__ import annotations

import hashlib
import math
import platform
import re
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import unquote

import nbformat
from myst_nb.core.read import is_myst_markdown_notebook
from sphinx.errors import SphinxError
from sphinx.util import logging

from .. import __version__
from ..contract import in_page
from . import execute, launch
from .cores import at_a_time, take_share
from .links import LinksToFigures
from .parts import in_parts
from .prose import as_jupyter_reads, files_of_html, with_attachments
from .script import shipped

logger = logging.getLogger(__name__)
PACKAGE = Path(__file__).parents[1]
FRAMES = re.compile(r'<script type="application/json" id="(frozen-[^"]*)-frames">(.*?)</script>', re.S)
# The folder of the site that holds parts of large figures.
PARTS = "_frames"


class FrozenBuildError(SphinxError):
    """Stops the build; Sphinx prints its text without a traceback."""

    category = "Notebooks that cannot be published"


def register(app):
    """Connect to Sphinx's events; the order below is the order in which they come."""
    # Named or not, and wherever: its settings are there, and changed by us after they are made.
    app.setup_extension("myst_nb")
    app.add_config_value("frozen_interact_max_frames", 400, "", [int])
    app.add_config_value("frozen_interact_positions", None, "", [int])
    app.add_config_value("frozen_interact_one_at_a_time", False, "", [bool])
    app.add_config_value("frozen_interact_depends", [], "", [list])
    app.add_config_value("frozen_interact_launcher", [], "", [list])
    app.add_config_value("frozen_interact_part_size", 1_000_000, "html", [int])
    app.add_config_value("frozen_interact_fingerprint", "", "env", [str])
    app.connect("config-inited", _settle_configuration)
    app.connect("env-get-outdated", _made_for_another_builder)
    app.connect("env-before-read-docs", _run_notebooks)
    app.connect("source-read", _merge_outputs)
    app.connect("html-page-context", _dress_page)
    app.connect("build-finished", _ship_script)
    app.add_post_transform(LinksToFigures)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _made_for_another_builder(app, env, added, changed, removed):
    """The pages with outputs, where HTML was made before and is not now, or the other way round."""
    html = app.builder.format == "html"
    before, env.frozen_interact_html = getattr(env, "frozen_interact_html", html), html
    return [] if before == html else [name for name in env.found_docs if "frozen_interact" in env.metadata[name]]


def _settle_configuration(app, config):
    """Take the execution over from myst-nb, and notice what makes old outputs stale."""
    config.nb_execution_mode = "off"
    # Formulas as in Jupyter: in a line, between two dollars, without any; in what a cell displays too.
    config.myst_enable_extensions = {*config.myst_enable_extensions, "dollarmath", "amsmath"}
    config.myst_dmath_double_inline = True
    if config.nb_render_markdown_format == "commonmark":
        config.nb_render_markdown_format = "myst"
    config.html_static_path.append(str(PACKAGE / "static"))
    # The pages may be written right into the folder of the sources; what lies beside them are no sources.
    for folder in (stored_runs_folder(Path(app.outdir)), Path(app.outdir).parent / "jupyter_execute"):
        if folder.is_relative_to(app.srcdir):
            config.exclude_patterns = [*config.exclude_patterns, folder.relative_to(app.srcdir).as_posix()]
    # Sphinx reads all pages again when this value is not what it was in the last build.
    config.frozen_interact_fingerprint = fingerprint(
        Path(app.confdir), config.frozen_interact_depends, config.frozen_interact_launcher
    )


def fingerprint(folder: Path, depends, launcher) -> str:
    """What, beside a notebook's code, decides what its run gives.

    folder: that of `conf.py`. depends, launcher: the settings of those names.
    """
    digest = hashlib.sha256(repr((platform.python_version(), launcher)).encode())
    package = [*PACKAGE.glob("*.py"), *PACKAGE.glob("in_kernel/*.py"), Path(execute.__file__), Path(launch.__file__)]
    for name in depends:
        if not (folder / name).is_file():
            raise FrozenBuildError(
                f"conf.py: its setting frozen_interact_depends names {name!r}, and there is no such file beside it.\n"
                "  What to do: write the file, or take its name out of the setting."
            )
    for path in sorted(package) + [folder / name for name in depends]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def stored_runs_folder(outdir: Path) -> Path:
    """Where all runs are stored: beside the folder of the pages."""
    return outdir.parent / ".jupyter_cache"


def stored_runs(outdir: Path, fingerprint: str, root: Path) -> execute.Store:
    """The runs that this fingerprint holds for, of the notebooks below a folder."""
    folder = stored_runs_folder(outdir) / fingerprint
    folder.mkdir(parents=True, exist_ok=True)
    return execute.Store(folder, root)


def _store(app):
    return stored_runs(Path(app.outdir), app.config.frozen_interact_fingerprint, Path(app.srcdir))


def _run_notebooks(app, env, docnames):
    """Run every notebook about to be read whose code has not run before."""
    store = _store(app)
    waiting, problems = {}, []
    for docname in docnames:
        path = Path(env.doc2path(docname))
        try:
            if path.suffix == ".md":
                _refuse_text_notebook(path, docname)
            elif path.suffix == ".ipynb":
                notebook = execute.read(path, docname)
                if _is_to_run(app.config, notebook, docname) and not store.find(notebook, path):
                    waiting[docname] = path
        except execute.NotebookError as error:
            problems.append(str(error))
    if not waiting:
        _report(problems)
        return
    in_order = longest_first(waiting, execute.last_seconds(stored_runs_folder(Path(app.outdir))))
    launcher = launch.words(app.config.frozen_interact_launcher, app.confdir)
    limits = {field: app.config[f"frozen_interact_{field}"] for field in ("max_frames", "positions", "one_at_a_time")}
    workers, numbers = min(at_a_time(), len(waiting)), SimpleQueue()
    for number in range(workers):
        numbers.put(number)
    with ThreadPoolExecutor(workers, initializer=take_share, initargs=(numbers, workers)) as pool:
        runs = {
            pool.submit(execute.run, path, docname, limits, logger.info, launcher): docname
            for docname, path in in_order
        }
        for future in as_completed(runs):
            try:
                notebook, cost = future.result()
            except execute.NotebookError as error:
                problems.append(str(error))
                continue
            store.keep(notebook, waiting[runs[future]], cost)
            logger.info(f"{runs[future]}: ran in {cost['execution_seconds']:.0f} s")
    _report(problems)


def _report(problems):
    if problems:
        raise FrozenBuildError("\n\n".join([""] + problems))


def _refuse_text_notebook(path, docname):
    if is_myst_markdown_notebook(path.read_text(encoding="utf-8")):
        raise execute.NotebookError(
            f"{docname}: it is a notebook in Markdown (MyST), and only files that end in .ipynb are run.\n"
            "  What to do: convert it (`jupytext --to ipynb`), or take its `file_format` or `jupytext` away, "
            "which makes it a page without outputs."
        )


def _is_to_run(config, notebook, docname):
    """Whether a notebook is run; myst-nb's settings to leave its stored outputs alone are heeded."""
    mode = notebook.metadata.get("mystnb", {}).get("execution_mode")
    excluded = any(Path(f"{docname}.ipynb").match(pattern) for pattern in config.nb_execution_excludepatterns)
    return mode != "off" and not excluded


def longest_first(waiting, last_seconds):
    """Return pairs of docname and path in the order in which to run: so no core is idle for long at the end.

    A notebook that has not run before may be long; of two such, the one with more code.
    """
    return sorted(
        waiting.items(),
        key=lambda item: (last_seconds.get(str(item[1]), math.inf), _characters_of_code(item[1])),
        reverse=True,
    )


def _characters_of_code(path):
    return sum(len(cell.source) for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


def _merge_outputs(app, docname, source):
    """Hand the executed notebook to the parser in place of the stored one."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".ipynb":
        return
    notebook = nbformat.reads(source[0], as_version=4)
    if _is_to_run(app.config, notebook, docname):
        found = _store(app).find(notebook, path)
        if found is None:
            raise FrozenBuildError(
                f"{docname}: its code, or a file that it reads, was changed while the book was built.\n"
                "  What to do: build again; what has run is kept."
            )
        notebook, cost = found
        app.env.metadata[docname]["frozen_interact"] = cost
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            _warn_of_files(cell.source, path.parent, docname)
            cell.source = with_attachments(as_jupyter_reads(cell.source), cell.get("attachments", {}))
    if app.builder.format != "html":
        _put_on_paper(notebook, docname)
    # No widget is alive on the page, and none is to be looked for elsewhere.
    notebook.metadata.pop("widgets", None)
    if "mystnb" in notebook.metadata:
        notebook.metadata.mystnb.pop("execution_mode", None)
    # The lexer that knows IPython's own lines, `!ls` and `%%time`.
    language = notebook.metadata.setdefault("language_info", {"name": "python"})
    if language.get("name") == "python":
        language["pygments_lexer"] = "ipython3"
    source[0] = nbformat.writes(notebook)


def _put_on_paper(notebook, docname):
    try:
        from .paper import on_paper

        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = on_paper(cell.outputs)
    except ImportError:
        logger.warning(
            "frozen_interact puts figures and the start of sliders on paper with the package resvg-py, which is not "
            "installed; their places hold a word.", location=docname, type="frozen_interact",
        )


def _warn_of_files(markdown, folder, docname):
    for name in files_of_html(markdown):
        if (folder / unquote(name)).is_file():
            logger.warning(
                "HTML in a Markdown cell names the file %s, which is not copied to the site; write it as Markdown, "
                "![](%s) or [](%s)", name, name, name, location=docname, type="frozen_interact",
            )


def _dress_page(app, pagename, templatename, context, doctree):
    """Add the style and the script to pages that need them, and move frames behind the text."""
    body = context.get("body", "")
    if 'class="frozen-' not in body:
        return
    app.add_css_file("frozen-interact.css")
    if 'class="frozen-interact"' not in body:
        return
    app.add_js_file("frozen-interact.js", loading_method="defer")
    frames = [_lightened(app, context["pathto"], *found.groups()) for found in FRAMES.finditer(body)]
    context["body"] = FRAMES.sub("", body) + "\n".join(frames)


def _lightened(app, pathto, figure, frames):
    """The element that holds a figure's frames; where they are many, most of them in files of their own."""
    # (An EPUB would have to list the files.)
    data, scripts = in_parts(frames, app.config.frozen_interact_part_size) if app.builder.name != "epub" else (None, [])
    if scripts:
        for number, script in enumerate(scripts):
            path = Path(app.outdir, PARTS, f"{figure}-{number}.js")
            path.parent.mkdir(exist_ok=True)
            path.write_text(script, encoding="utf-8")
        frames = in_page(data | {"place": pathto(f"{PARTS}/{figure}-", resource=True)})
    return f'<script type="application/json" id="{figure}-frames">{frames}</script>'


def _ship_script(app, error):
    """The script is copied as it is written, and loaded without its comments."""
    copied = Path(app.outdir, "_static", "frozen-interact.js")
    if copied.exists():
        copied.write_text(shipped(), encoding="utf-8")
