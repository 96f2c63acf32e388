"""Runs a command as a reader meets a notebook: alone, in an empty folder, offline.

`python tools/sandbox.py FOLDER COMMAND...` becomes the command, in an empty folder with an
empty home, and none of what belongs to a user: no settings, no caches, no modules of the
repository. The network is cut, and nothing but FOLDER can be written. On Linux namespaces do
both, where the system permits them. Elsewhere every Python process that the command starts
refuses to connect to other machines; that is weaker, and `METHOD` says which one is in use.

Only the standard library is used: the command may be of another environment.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ENTER = Path(__file__).with_name("sandbox_enter.py")
GUARD = Path(__file__).with_name("network_guard")
# Where what an earlier run wrote or downloaded would be found, and modules of the repository.
PERSONAL = ("XDG_", "JUPYTER_", "IPYTHON", "PYTEST_", "PYTHONPATH", "MPLCONFIGDIR", "SCIKIT_LEARN_DATA")


def _namespaces():
    """The command that opens the namespaces, or None where that is not permitted."""
    if shutil.which("unshare") and shutil.which("mount"):
        for unshare in (["unshare", "--net", "--mount"], ["unshare", "--map-root-user", "--net", "--mount"]):
            command = [*unshare, sys.executable, str(ENTER)]
            with tempfile.TemporaryDirectory() as folder:
                if subprocess.run([*command, folder, folder, "true"], capture_output=True).returncode == 0:
                    return command
    return None


NAMESPACES = _namespaces()
METHOD = "in namespaces" if NAMESPACES else "with a socket guard"


def run(command, folder, **options):
    """Run a command in a folder of its own as `subprocess.run` does."""
    return subprocess.run([sys.executable, __file__, str(folder), *command], **options)


def main(folder, *command):
    """Leave the user's surroundings and become the command."""
    folder = Path(folder).resolve()
    here, home, scratch = (folder / name for name in ("here", "home", "scratch"))
    for new in (here, home, scratch):
        new.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PERSONAL)}
    environment.update(HOME=str(home), USERPROFILE=str(home), KERAS_HOME=str(home), TMPDIR=str(scratch))
    if NAMESPACES:
        command = (*NAMESPACES, str(folder), str(here), *command)
    else:
        environment["PYTHONPATH"] = str(GUARD)
    os.chdir(here)
    os.execvpe(command[0], command, environment)


if __name__ == "__main__":
    main(*sys.argv[1:])
