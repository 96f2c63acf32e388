"""Says whether Colab's image still holds the versions that `make test-colab` tests.

Reads Colab's list, `pip-freeze.txt` of googlecolab/backend-info, from the standard input.
Only the standard library is used: nothing need be installed.
"""

import re
import sys
from pathlib import Path

PINS = Path(__file__).resolve().parents[1] / "tests" / "colab-requirements.in"
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
# Another version than Colab's, on purpose; the comment at its pin says why.
STAND_INS = {"widgetsnbextension"}


def versions(text):
    """The version of each package that a list pins, under the name that pip makes of it."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


def moved(ours, theirs):
    """One line for each package that both lists pin to different versions."""
    ours, theirs = versions(ours), versions(theirs)
    common = [name for name in ours if name in theirs and name not in STAND_INS]
    if not common:
        sys.exit("What came in is no list of Colab's packages. Has the address or the form of the list changed?")
    return [f"{name}: {ours[name]} here, {theirs[name]} there" for name in common if ours[name] != theirs[name]]


def main():
    """End with the list of differences, or with a line that there are none."""
    differences = moved(PINS.read_text(encoding="utf-8"), sys.stdin.read())
    if differences:
        sys.exit("\n".join(["Colab has moved. See CONTRIBUTING.md, When Colab moves:", *differences]))
    print("Colab still has the versions that are tested.")


if __name__ == "__main__":
    main()
