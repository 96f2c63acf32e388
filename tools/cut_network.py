"""Runs a command with the network cut.

On Linux a network namespace of its own does it, where the system permits one: there is no
way out at all. Elsewhere every Python process that the command starts refuses to connect to
other machines; that is weaker, and `METHOD` says which one is in use.
"""

import os
import shutil
import subprocess
from pathlib import Path

GUARD = Path(__file__).with_name("network_guard")


def _namespace():
    """The command that opens an empty network namespace, or None where it is not permitted."""
    if shutil.which("unshare"):
        for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
            if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
                return command
    return None


NAMESPACE = _namespace()
METHOD = "network namespace" if NAMESPACE else "socket guard"


def run(command, **options):
    """Run a command as `subprocess.run` does, without a network."""
    if NAMESPACE:
        return subprocess.run([*NAMESPACE, *command], **options)
    environment = options.pop("env", None) or dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(GUARD), environment.get("PYTHONPATH")]))
    return subprocess.run(command, env=environment, **options)
