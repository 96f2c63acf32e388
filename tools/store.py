"""`make notebooks`: runs notebooks and stores what they print, in normal form."""

import sys
import time
from pathlib import Path

from tools.book import notebooks, require_writing, short_name
from tools.normal_form import IGNORED, normal_text
from tools.running import for_each, read, run, say


def store(path):
    """Run one notebook and write it back; return the problems met."""
    name = short_name(path)
    notebook = read(path)
    say(f"  {name}: running")
    start = time.monotonic()
    error = run(notebook, name)
    if error:
        return [f"{name} was left as it was, because a cell failed:\n{error}"]
    problems = [
        f"{name}, cell {index + 1} writes to stderr. Mend what it warns of:\n{output.text.strip()}"
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and IGNORED not in cell.metadata.get("tags", [])
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    text = normal_text(notebook)
    changed = text != path.read_text(encoding="utf-8")
    if changed:
        path.write_text(text, encoding="utf-8", newline="\n")
    say(f"  {name}: {'stored' if changed else 'unchanged'} after {time.monotonic() - start:.0f} s")
    return problems


def main(arguments):
    """Store the notebooks named, or all of the book."""
    paths = [Path(argument) for argument in arguments] or notebooks()
    for folder in {path.parent for path in paths}:
        require_writing(folder)
    problems = [problem for found in for_each(store, [(path,) for path in paths]) for problem in found]
    if problems:
        sys.exit("\n" + "\n\n".join(problems))


if __name__ == "__main__":
    main(sys.argv[1:])
