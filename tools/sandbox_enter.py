"""Inside new namespaces: starts loopback, makes all but one folder read-only, runs the command.

A notebook talks to its kernel through loopback, which a new network namespace has switched off.
"""

import fcntl
import os
import socket
import struct
import subprocess
import sys

# From Linux's <linux/sockios.h> and <linux/if.h>.
SET_FLAGS, UP, RUNNING = 0x8914, 0x1, 0x40

# What the kernel shows as files, and devices such as /dev/null.
NOT_ON_DISK = {"proc", "sysfs", "cgroup", "cgroup2", "devtmpfs", "devpts", "mqueue"}


def start_loopback():
    """Switch the interface `lo` on."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh22x", b"lo", UP | RUNNING))


def mount(*arguments):
    """Call mount; its message is this program's when it fails."""
    subprocess.run(["mount", *arguments], check=True)


def make_all_else_read_only(folder):
    """Leave one folder writable, with all that is in it."""
    mount("--bind", folder, folder)
    with open("/proc/self/mounts", encoding="utf-8") as mounts:
        places = [line.split()[1:3] for line in mounts]
    for place, kind in places:
        # A mount's name has octal codes for spaces.
        place = place.encode().decode("unicode_escape")
        if kind not in NOT_ON_DISK and not place.startswith(("/proc", "/sys", "/dev", folder)):
            mount("-o", "remount,bind,ro", place)


def main():
    """Run `sandbox_enter.py FOLDER HERE COMMAND...`: the command starts in HERE, in the folder."""
    folder, here, *command = sys.argv[1:]
    start_loopback()
    make_all_else_read_only(os.path.realpath(folder))
    # The folder as it was before is the one under its new mount.
    os.chdir(here)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
