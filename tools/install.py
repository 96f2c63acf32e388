"""Installs a list of packages with pip, one line of progress at a time.

pip alone either prints hundreds of lines or, with --quiet, nothing for minutes.
Only the standard library is used: nothing is installed yet.
"""

import re
import subprocess
import sys
from pathlib import Path


def main(requirements):
    """Install the pins of one file into the environment of this Python."""
    # A line of pip's for every package: it is looked up, and installed at the end.
    total = sum(bool(re.match(r"\w", line)) for line in Path(requirements).read_text().splitlines())
    print(f"Installing about {total} packages from {requirements}. The first time takes a few minutes.", flush=True)
    command = [
        sys.executable, "-m", "pip", "install", "--disable-pip-version-check",
        # (pip compiles all files, of which a notebook imports a small part. But where Python may not write,
        # as in a sandbox, or must not, as in many containers, it would compile TensorFlow at each start.)
        "--progress-bar", "off", "--requirement", requirements,
    ]
    seen = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as pip:
        for line in pip.stdout:
            line = line.strip()
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
                seen += 1
                if seen % 25 == 0:
                    print(f"  {seen} of about {total} found", flush=True)
            elif re.match(r"Downloading .*\(\d{2,}(\.\d+)? MB\)", line):
                print(f"  {line}", flush=True)
            elif line.startswith("Installing collected packages"):
                print("  all found, now unpacking", flush=True)
    if pip.returncode:
        sys.exit(f"{requirements} could not be installed; pip says why above. Is the network there? Then run make again.")
    print("  installed", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
