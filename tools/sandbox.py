"""Runs a command without a network, and where nothing but one folder can be written.

On Linux namespaces do both, where the system permits them. Elsewhere every Python process
that the command starts refuses to connect to other machines; that is weaker, and `METHOD`
says which one is in use.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ENTER = Path(__file__).with_name("sandbox_enter.py")
GUARD = Path(__file__).with_name("network_guard")


def _namespaces():
    """The command that opens the namespaces, or None where that is not permitted."""
    if shutil.which("unshare") and shutil.which("mount"):
        for unshare in (["unshare", "--net", "--mount"], ["unshare", "--map-root-user", "--net", "--mount"]):
            command = [*unshare, sys.executable, str(ENTER)]
            with tempfile.TemporaryDirectory() as folder:
                if subprocess.run([*command, folder, "true"], capture_output=True).returncode == 0:
                    return command
    return None


NAMESPACES = _namespaces()
METHOD = "in namespaces" if NAMESPACES else "with a socket guard"


def run(command, folder, env, **options):
    """Run a command as `subprocess.run` does, in a folder that it may write to."""
    if NAMESPACES:
        return subprocess.run([*NAMESPACES, str(folder), *command], env=env, cwd=folder, **options)
    path = os.pathsep.join(filter(None, [str(GUARD), env.get("PYTHONPATH")]))
    return subprocess.run(command, env={**env, "PYTHONPATH": path}, cwd=folder, **options)
