"""The form in which a notebook is committed: what it prints as text, and nothing else.

Figures belong to the site, so image data is dropped. So are the state of widgets, times,
and whatever else changes from one run to the next. A cell with the tag
`nbval-ignore-output` stores no output: what is stored is what nbval compares.
"""

import nbformat
from nbval.plugin import coalesce_streams

IGNORED = "nbval-ignore-output"

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

# What JupyterLab and Colab write beside a cell while it is edited and run.
CELL_NOISE = {
    "ExecuteTime", "collapsed", "colab", "execution", "executionInfo", "id",
    "outputId", "scrolled", "trusted",
}

TEXT_TYPES = {"text/plain", "text/html", "text/latex", "text/markdown"}


def normal_form(notebook):
    """Return a copy of the notebook in normal form."""
    notebook = nbformat.from_dict(notebook)
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        notebook = nbformat.v4.upgrade(notebook)
    notebook.metadata = nbformat.from_dict(NOTEBOOK_METADATA)
    code_cells_so_far = 0
    for cell in notebook.cells:
        for key in CELL_NOISE & cell.metadata.keys():
            del cell.metadata[key]
        if cell.cell_type == "code":
            # Numbered as after "Restart and run all": nbval does not compare a cell
            # that has no number.
            code_cells_so_far += 1
            cell.execution_count = code_cells_so_far
            cell.outputs = stored_outputs(cell)
    return notebook


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
