"""The form in which a notebook is committed: what it prints as text, and nothing else.

Figures belong to the site, so image data is dropped. So are the state of widgets, times,
and whatever else changes from one run to the next. A cell with the tag
`nbval-ignore-output` stores no output: what is stored is what nbval compares.

Of the metadata of cells only what `KEPT` lists stays. What folds the deeper sections in other
front ends is written here, from the headings, so that no author types it.
"""

import nbformat
from nbval.plugin import coalesce_streams

from _ext.book_site.depths import deeper_sections

IGNORED = "nbval-ignore-output"

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

# The metadata of a cell that means something, and who reads it. Where names are given, those
# below the key are kept, and no other.
KEPT = {
    "tags": None,  # nbval, myst-nb, and what this book makes of a cell
    "slideshow": {"slide_type"},  # the deck; JupyterLab's panel edits it
    "jupyter": {"source_hidden"},  # JupyterLab folds a solution
    "cellView": None,  # Colab folds a solution
    "mystnb": {"code_prompt_show", "code_prompt_hide"},  # the words on folded code
    "frozen_interact": {"max_frames", "positions", "one_at_a_time", "values", "hand_to"},  # which positions a slider has, and who else takes what it needs
}

# What JupyterLab reads in the cell that begins a folded section, and what Colab calls a cell.
FOLDED_IN_JUPYTERLAB = "jp-MarkdownHeadingCollapsed"
ID_IN_COLAB = "id"

TEXT_TYPES = {"text/plain", "text/html", "text/latex", "text/markdown"}


def normal_form(notebook):
    """Return a copy of the notebook in normal form."""
    notebook = nbformat.from_dict(notebook)
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        notebook = nbformat.v4.upgrade(notebook)
    notebook.metadata = nbformat.from_dict(NOTEBOOK_METADATA)
    code_cells_so_far = 0
    for cell in notebook.cells:
        cell.metadata = kept_metadata(cell)
        if cell.cell_type == "code":
            # Numbered as after "Restart and run all": nbval does not compare a cell
            # that has no number.
            code_cells_so_far += 1
            cell.execution_count = code_cells_so_far
            cell.outputs = stored_outputs(cell)
    fold(notebook)
    return notebook


def kept_metadata(cell):
    """The metadata of a cell that are committed; a key without content is none."""
    kept = {}
    for key, names in KEPT.items():
        value = cell.metadata.get(key)
        if names and value:
            value = {name: value[name] for name in value if name in names}
        if value:
            kept[key] = value
    return nbformat.from_dict(kept)


def fold(notebook):
    """Let the deeper sections come up folded in JupyterLab and in Colab.

    Colab lists the folded sections in the notebook's metadata, and finds a cell by the `id` in the
    cell's own metadata, which is older than the `id` that every cell has by now.
    """
    heads = [cells[0] for cells in deeper_sections(notebook)]
    for cell in heads:
        cell.metadata[FOLDED_IN_JUPYTERLAB] = True
        cell.metadata[ID_IN_COLAB] = cell.id
    if heads:
        notebook.metadata["colab"] = {"collapsed_sections": [cell.id for cell in heads]}


def stored_outputs(cell):
    """The outputs of a cell that are committed."""
    if IGNORED in cell.metadata.get("tags", []):
        return []
    outputs = []
    for output in coalesce_streams(cell.outputs):
        if output.output_type == "stream":
            if output.name == "stdout":
                outputs.append(output)
        elif output.output_type in ("display_data", "execute_result"):
            output.data = {kind: text for kind, text in output.data.items() if kind in TEXT_TYPES}
            output.metadata = {}
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
            if output.data:
                outputs.append(output)
        else:
            outputs.append(output)
    return outputs


def normal_text(notebook):
    """The notebook in normal form as it stands in its file."""
    return nbformat.writes(normal_form(notebook), version=nbformat.NO_CONVERT) + "\n"
