"""The kernel runs this file at its start: it loads the module that `extension` names.

The package's folder is on the path for that long only: a notebook finds no module there that it
would not find elsewhere.
"""

import sys
from pathlib import Path

from IPython import get_ipython

folder = str(Path(__file__).parents[2])
sys.path.insert(0, folder)
get_ipython().extension_manager.load_extension(f"frozen_interact.in_kernel.{extension}")  # noqa: F821
sys.path.remove(folder)
