"""`make seeds`: runs notebooks with SEED 0 to 9 and reports each claim that fails, and the nearest to it.

The first seed runs twice: the same seed must print the same. A cell that fails stops nothing; the
claims after it are judged where they can be.
"""

import argparse
import re
import sys
import time
from dataclasses import dataclass, field
from statistics import mean, stdev

from _ext.book_site.claims import is_claim
from tools import margins
from tools.book import notebooks, short_name
from _ext.book_site.names import statements
from tools.normal_form import IGNORED
from tools.running import for_each, read, run, say

SEEDS = range(10)
CONFIRMING = range(5, 10)
NEAREST = 20
SEEDS_FOR_A_SPREAD = 3
ASSIGNMENT = re.compile(r"^SEED[ \t]*=(?!=).*$", re.MULTILINE)
ADDRESS = re.compile(r"\b0x[0-9a-f]+\b")
KERAS_TIME = re.compile(r"\b\d+s - \d+[mu]?s/(step|epoch)\b")  # what `fit` prints beside its losses
CLOCK = re.compile(r"\b(perf_counter|monotonic|process_time|time\.time|timeit|datetime\.now)\b")


@dataclass
class Result:
    """What one run of a notebook with one seed showed."""

    path: object
    seed: int
    claims: int = 0
    failures: list = field(default_factory=list)
    nearest: list = field(default_factory=list)  # pairs of the number of a cell and a margins.Near
    printed: list = field(default_factory=list)  # what each cell prints; None where it may differ

    @property
    def label(self):
        """How a message names the run."""
        return f"{short_name(self.path)} with SEED = {self.seed}"


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


def try_seed(path, seed):
    """Run one notebook with one seed."""
    before, after = read(path), read(path)
    result = Result(path, seed, sum(map(is_claim, before.cells)))
    try:
        set_seed(after, seed)
    except ValueError as problem:
        result.failures = [f"{problem}. Write `SEED = 0` in the set-up cell, and nowhere else."]
        return result
    margins.prepare(after)
    for cell in after.cells:
        # Only what this run shows counts: a cell that is not reached has no output.
        if cell.cell_type == "code":
            cell.outputs = []
    say(f"  {result.label}: running")
    start = time.monotonic()
    stopped_by = run(after, result.label, allow_errors=True)
    for number, (old, new) in enumerate(zip(before.cells, after.cells), start=1):
        if is_claim(old):
            noted = margins.take_noted(new)
            result.nearest += [(number, near) for near in margins.nearest(old.source, noted)]
    result.failures = ([f"was stopped:\n{indented(stopped_by)}"] if stopped_by else []) + failures(before, after)
    result.printed = printed(after)
    took = time.monotonic() - start
    say(f"  {result.label}: {result.claims} claims, {len(result.failures)} failures, {took:.0f} s")
    return result


def failures(before, after):
    """Describe every cell that raised, and every claim of `before` that is not True in `after`.

    After the first error others may follow from it, so that their claims could not be judged.
    """
    found, raised = [], None
    for number, (old, new) in enumerate(zip(before.cells, after.cells), start=1):
        error = next((output for output in new.get("outputs", []) if output.output_type == "error"), None)
        if error and raised is None:
            raised = number
            found.append(f"cell {number} raises {error.ename}: {error.evalue}\n{indented(old.source)}")
        elif error and is_claim(old):
            found.append(
                f"cell {number} could not be judged after the error in cell {raised}: {error.ename}: {error.evalue}"
            )
        elif is_claim(old) and not is_claim(new):
            found.append(f"cell {number} gives {shown(new)}:\n{indented(old.source)}")
    return found


def shown(cell):
    """What a claim's cell shows instead of True."""
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return " ".join(text.strip() for text in texts) or "nothing"


def indented(text):
    """The text, four spaces to the right."""
    return "\n".join("    " + line for line in text.splitlines())


def printed(notebook):
    """The text that each cell prints and shows, addresses in memory left out.

    None stands for a cell that is not compared and rests on a clock: what it prints may differ.
    """
    found, timed = [], set()
    for cell in notebook.cells:
        rests_on_a_clock = False
        for names in statements(cell):
            if CLOCK.search(cell.source) or timed & (names.uses | names.later):
                rests_on_a_clock = True
                timed |= names.makes
        if rests_on_a_clock and IGNORED in cell.metadata.get("tags", []):
            found.append(None)
        else:
            texts = [
                output.get("text", "") if output.output_type == "stream" else output.get("data", {}).get("text/plain", "")
                for output in cell.get("outputs", [])
                if output.get("name") != "stderr"
            ]
            found.append(KERAS_TIME.sub("...", ADDRESS.sub("0x...", "".join(texts))))
    return found


def differences(first, second):
    """Describe each cell that prints something else in a second run with the same seed."""
    return [
        f"cell {number} prints something else with the same seed again. Let all its chance start from SEED:\n"
        f"{indented(one)}\nand then\n{indented(other)}"
        for number, (one, other) in enumerate(zip(first.printed, second.printed), start=1)
        if one != other and one is not None
    ]


def table(results):
    """The comparisons nearest to their margin, each at the seed where it came nearest, as lines.

    Beside the slack stands how many standard deviations over the seeds its mean is from 0: a claim
    that is near its bound and hardly moves is safe.
    """
    seen = {}
    for result in results:
        for cell, near in result.nearest:
            seen.setdefault((result.path.stem, cell, near.comparison), []).append((near, result.seed))
    lines = [
        f"{'slack':>6} {'in sd':>6}  {'chapter':31}{'cell':>4} {'seed':>4} {'value':>10} {'bound':>10}  comparison"
    ]
    for (chapter, cell, comparison), found in sorted(seen.items(), key=lambda item: min(item[1]))[:NEAREST]:
        near, seed = min(found)
        slacks = [each.slack for each, _ in found]
        moves = stdev(slacks) if len(slacks) >= SEEDS_FOR_A_SPREAD else 0
        in_deviations = f"{mean(slacks) / moves:.1f}" if moves else "-"
        text = comparison if len(comparison) <= 70 else comparison[:67] + "..."
        lines.append(
            f"{near.slack:6.0%} {in_deviations:>6}  {chapter:31}{cell:4} {seed:4} {near.value:10.4g} {near.bound:10.4g}  {text}"
        )
    return lines


def choose(names):
    """The paths of the chapters named; all notebooks where none is."""
    known = {path.stem: path for path in notebooks()}
    for name in names:
        if name not in known:
            sys.exit(f"There is no chapter {name!r}. NAME is one of: {' '.join(known)}")
    return [known[name] for name in names] or list(known.values())


def arguments(words):
    """The seeds and the paths that the command line names."""
    parser = argparse.ArgumentParser(prog="make seeds", usage='make seeds [SEEDS="3 17"] [NAME=dropout]')
    parser.add_argument("--seeds", nargs="*", type=int, default=[], metavar="SEEDS")
    parser.add_argument("--names", nargs="*", default=[], metavar="NAME")
    chosen = parser.parse_args(words)
    return list(dict.fromkeys(chosen.seeds)) or list(SEEDS), choose(chosen.names)


def main(words):
    """Try the chapters with every seed, the first one twice, and tell what failed and what came near."""
    seeds, paths = arguments(words)
    jobs = [(path, seed) for path in paths for seed in [seeds[0], *seeds]]
    results, found = {}, []
    for result in for_each(try_seed, jobs):
        first = results.setdefault((result.path, result.seed), result)
        if first is result:
            found += [(result.path, result.seed, f"{result.label}: {failure}") for failure in result.failures]
        else:
            found += [(result.path, result.seed, f"{result.label}: {told}") for told in differences(first, result)]
    say("\nThe claims nearest to their margin, each at its nearest seed (tools/margins.py says what the slack is):\n")
    say("\n".join(table(results.values())))
    if found:
        failed = "\n\n".join(problem for _, _, problem in sorted(found, key=lambda each: each[:2]))
        sys.exit(
            f"\n{failed}\n\nA claim that holds for one seed only is not a claim. Margins are set on SEED 0 to "
            f"{CONFIRMING[0] - 1}; {CONFIRMING[0]} to {CONFIRMING[-1]} confirm them and set none: where a claim fails "
            "there, say what the experiment can carry."
        )
    claims = sum(result.claims for result in results.values())
    say(f"\nAll claims hold for SEED {' '.join(map(str, seeds))}, and the same seed prints the same: {claims} checked.")


if __name__ == "__main__":
    main(sys.argv[1:])
