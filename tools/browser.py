"""Finds the browser for the tests and for printing slides, and installs one where that takes one command.

Chromium's headless shell is preferred, which has no windows: to open and close an empty page in it takes four
tenths of the processor time. Then the system's Chromium or Chrome; Playwright's own serves as well.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

# Each window of a full Chromium makes two pages of its own for its address bar, which nobody here
# sees: more than half of what it costs to open an empty page.
NO_ADDRESS_BAR = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"
# With more room for new objects at the start, the scripts of a page wait for fewer collections of garbage.
RARE_COLLECTION = "--js-flags=--min-semi-space-size=16"

COMMANDS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
APPLICATIONS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
WHAT_TO_RUN = (
    "The tests need a browser and none was found. Run: "
    f"{Path(sys.executable).with_name('playwright')} install --with-deps chromium"
)


def is_root():
    """Whether this process is run by root, as in a container."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def find():
    """The path of a browser that starts, or None."""
    with sync_playwright() as playwright:
        candidates = [*map(shutil.which, COMMANDS), *APPLICATIONS, playwright.chromium.executable_path]
    return next((path for path in candidates if path and Path(path).exists() and starts(path)), None)


def starts(path):
    """Whether it is more than Ubuntu's stand-in, which only says that a snap is missing."""
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0


@cache
def found():
    """The path of a browser that starts; it is looked for once."""
    path = find()
    assert path, WHAT_TO_RUN
    return path


@contextmanager
def started():
    """A browser that runs until the block ends."""
    path = found()
    # Root, as in a container, cannot use Chromium's sandbox.
    arguments = [NO_ADDRESS_BAR, RARE_COLLECTION, *(["--no-sandbox"] if is_root() else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


def install():
    """Install Debian's package; say which command is run."""
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "chromium-headless-shell"]):
        print("No browser was found. Running:", *command, flush=True)
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
            return


def main():
    """Make sure that there is a browser, or say what to run."""
    if not find() and is_root() and shutil.which("apt-get"):
        install()
    if not find():
        sys.exit(WHAT_TO_RUN)


if __name__ == "__main__":
    main()
