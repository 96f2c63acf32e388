"""Runs one notebook without a port for its kernel; its error, if any, is the exit message."""

import sys

from tools.running import read, run


def main(path):
    """Run the notebook and keep nothing."""
    sys.exit(run(read(path), path, port=False))


if __name__ == "__main__":
    main(sys.argv[1])
