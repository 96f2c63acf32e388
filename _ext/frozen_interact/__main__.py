"""`python -m frozen_interact notebook.ipynb`: the notebook as one HTML file whose sliders move.

With `--compare` nothing is written: each slider is compared, live and frozen, at every position.
"""

import argparse
import sys
from pathlib import Path

from .errors import FreezeError
from .in_build.alone import page
from .in_build.compare import compare
from .in_build.execute import NotebookError


def main(words=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m frozen_interact", description=__doc__.partition("\n")[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="the HTML file; beside the notebook where none is given")
    parser.add_argument("--compare", action="store_true", help="compare live and frozen sliders, and write nothing")
    parser.add_argument("--max-frames", type=int, default=400, help="the most positions that a cell may have")
    wanted = parser.parse_args(words)
    limits = {"max_frames": wanted.max_frames}
    try:
        if wanted.compare:
            count, differences = compare(wanted.notebook, limits)
            print(f"{count} positions compared, {len(differences)} differ", *differences, sep="\n  ")
            return int(bool(differences))
        output = wanted.output or wanted.notebook.with_suffix(".html")
        output.write_text(page(wanted.notebook, limits), encoding="utf-8")
        print(f"Written: {output}")
        return 0
    except (NotebookError, FreezeError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
