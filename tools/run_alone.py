"""Runs one notebook in the current folder; its error, if any, is the exit message.

The kernel is reached through a file, not a port: there may be no network at all.
"""

import sys

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from _ext.frozen_interact.patience import PatientKernelManager
from tools.running import SECONDS_FOR_A_CELL, read


def main(path):
    """Run the notebook and keep nothing."""
    transport = Config({"KernelManager": {"transport": "ipc"}})
    client = NotebookClient(
        read(path),
        timeout=SECONDS_FOR_A_CELL,
        kernel_manager_class=PatientKernelManager,
        config=transport,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1])
