"""`make seeds`: runs every notebook with SEED 0 to 4 and reports each claim that fails."""

import re
import sys
import time
from pathlib import Path

from _ext.book_site.claims import is_claim
from tools.book import notebooks, short_name
from tools.running import for_each, read, run, say

SEEDS = range(5)
ASSIGNMENT = re.compile(r"^SEED[ \t]*=(?!=).*$", re.MULTILINE)


def seed_cells(notebook):
    """One entry for each assignment to SEED: the code cell it stands in."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code"
        for _ in ASSIGNMENT.findall(cell.source)
    ]


def set_seed(notebook, seed):
    """Put another seed into the one place where the notebook sets it."""
    cells = seed_cells(notebook)
    if len(cells) != 1:
        raise ValueError(f"a notebook sets SEED once, this one {len(cells)} times")
    cells[0].source = ASSIGNMENT.sub(f"SEED = {seed}", cells[0].source)


def failed_claims(before, after):
    """Describe every claim of `before` that is not True in `after`."""
    return [
        f"cell {index + 1} gives {shown(new)}:\n{indented(old.source)}"
        for index, (old, new) in enumerate(zip(before.cells, after.cells))
        if is_claim(old) and not is_claim(new)
    ]


def shown(cell):
    """What a claim's cell shows instead of True."""
    texts = [
        output.get("text") or output.get("evalue") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    ]
    return " ".join(text.strip() for text in texts) or "nothing"


def indented(text):
    """The text, four spaces to the right."""
    return "\n".join("    " + line for line in text.splitlines())


def try_seed(path, seed):
    """Run one notebook with one seed; return its name, the seed, claims and failures."""
    label = f"{short_name(path)} with SEED = {seed}"
    before, after = read(path), read(path)
    claims = sum(is_claim(cell) for cell in before.cells)
    try:
        set_seed(after, seed)
    except ValueError as problem:
        return label, claims, [f"{problem}. Write `SEED = 0` in the set-up cell, and nowhere else."]
    # Only what this run shows counts: a cell that is not reached has no output.
    for cell in after.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    say(f"  {label}: running")
    start = time.monotonic()
    error = run(after, label)
    failures = [f"stopped by an error:\n{indented(error)}"] if error else failed_claims(before, after)
    say(f"  {label}: {claims} claims, {len(failures)} failed, {time.monotonic() - start:.0f} s")
    return label, claims, failures


def main(arguments):
    """Try the notebooks named, or all of the book, with every seed."""
    paths = [Path(argument) for argument in arguments] or notebooks()
    results = list(for_each(try_seed, [(path, seed) for path in paths for seed in SEEDS]))
    failures = [f"{label}: {failure}" for label, _, found in sorted(results) for failure in found]
    if failures:
        sys.exit("\n" + "\n\n".join(failures) + "\n\nA claim that holds for one seed only is not a claim.")
    say(f"All claims hold for SEED {SEEDS[0]} to {SEEDS[-1]}: {sum(c for _, c, _ in results)} checked.")


if __name__ == "__main__":
    main(sys.argv[1:])
