"""Says whether Colab's image still holds the versions that `make test-colab` tests.

Reads Colab's list, `pip-freeze.txt` of googlecolab/backend-info, from the standard input.
Only the standard library is used: nothing need be installed.
"""

import re
import sys
from pathlib import Path

PINS = Path(__file__).resolve().parents[1] / "tests" / "colab-requirements.in"
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
# Another version or package than Colab's, on purpose; the comment at the pin says why.
STAND_INS = {"widgetsnbextension", "tensorflow-cpu"}


def versions(text):
    """The version of each package that a list pins, under the name that pip makes of it."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


def moved(ours, theirs):
    """One line for each package of ours that Colab's list pins to another version, or not at all."""
    ours, theirs = versions(ours), versions(theirs)
    if not ours.keys() & theirs.keys():
        sys.exit("What came in is no list of Colab's packages. Has the address or the form of the list changed?")
    return [
        f"{name}: {version} here, {theirs.get(name, 'no version')} there"
        for name, version in ours.items()
        if name not in STAND_INS and theirs.get(name) != version
    ]


def main():
    """End with the list of differences, or with a line that there are none."""
    differences = moved(PINS.read_text(encoding="utf-8"), sys.stdin.read())
    if differences:
        sys.exit("\n".join(["Colab has moved. See CONTRIBUTING.md, When Colab moves:", *differences]))
    print("Colab still has the versions that are tested.")


if __name__ == "__main__":
    main()
