"""Drives a notebook server in a real browser: what JupyterLab and the classic notebook share."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from socket import create_server

from tools.book import notebooks

SECONDS_TO_START = 120
SECONDS_FOR_A_NOTEBOOK = 900
SECONDS_FOR_A_STEP = 120


def free_port():
    """A port of this machine that nothing listens on."""
    with closing(create_server(("127.0.0.1", 0))) as listening:
        return listening.getsockname()[1]


@contextmanager
def serving(command, folder, **variables):
    """Serve copies of the notebooks from a folder, with no settings of the user's; yields the address."""
    there, home = folder / "notebooks", folder / "home"
    there.mkdir()
    home.mkdir()
    for path in notebooks():
        shutil.copy(path, there)
    address = f"http://127.0.0.1:{free_port()}/"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    environment.update(HOME=str(home), **variables)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*map(str, command), f"--port={address.split(':')[-1].strip('/')}", "--no-browser", "--allow-root"],
            cwd=there, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )
    try:
        wait_for(address, server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server, log):
    """Return once the server answers; fail with its log when it does not."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address + "api/status", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")
