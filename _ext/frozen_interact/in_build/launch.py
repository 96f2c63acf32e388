"""How the kernel of a run is started: with the freezing extension, and by a launcher if there is one.

A launcher is a command that becomes the command behind it, as `env` and `nice` do; what it takes
away, the notebook must do without.

The build talks to the kernel through sockets that are files in the run's folder, where a system has
such: a launcher may cut the network, and loopback with it; and a port that was free when it was
chosen may be another's when the kernel starts.
"""

import os
import sys
from pathlib import Path

from traitlets import List
from traitlets.config import Config

from .patience import PatientKernelManager

START = Path(__file__).parents[1] / "in_kernel" / "start.py"


class LaunchedKernelManager(PatientKernelManager):
    """Starts the kernel by a launcher."""

    launcher = List(help="the words before the kernel's own command").tag(config=True)

    def format_kernel_cmd(self, extra_arguments=None):
        """Return the command that starts the kernel."""
        return [*self.launcher, *super().format_kernel_cmd(extra_arguments)]


def words(setting, conf):
    """Return the words of the setting `frozen_interact_launcher`, all but the run's folder filled in.

    conf: the folder of `conf.py`.
    """
    if os.name == "nt":  # where no process can become another
        return []
    return [word.replace("{python}", sys.executable).replace("{conf}", str(conf)) for word in setting]


def settings(launcher, folder):
    """Return the settings of a kernel manager, a `traitlets` Config.

    launcher: its words; `{folder}` stands for the run's folder. Empty where there is none.
    folder: a folder of the run's own.
    """
    if os.name == "nt":
        return Config()
    return Config(
        LaunchedKernelManager={
            "launcher": [word.replace("{folder}", folder) for word in launcher],
            "transport": "ipc",
            "connection_file": str(Path(folder, "kernel.json")),
        }
    )


def freezing(extension="freezer"):
    """Return the arguments with which a kernel freezes what it displays, or does what another extension of ours does."""
    line = f"from runpy import run_path; run_path({str(START)!r}, {{'extension': {extension!r}}}); del run_path"
    return [
        f"--IPKernelApp.exec_lines={line}",
        "--IPKernelApp.capture_fd_output=False",
        "--IPKernelApp.log_level=ERROR",
    ]
