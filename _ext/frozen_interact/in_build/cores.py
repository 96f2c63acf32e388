"""What a run may use of the machine: cores of its own, and memory.

Two kernels whose libraries use every core hinder one another: with one core each, a pair of long
TensorFlow notebooks takes four fifths of the time, and 30 % less work.
"""

import os
from contextlib import suppress
from pathlib import Path

# What a kernel with TensorFlow takes, rounded up.
BYTES_OF_A_KERNEL = 2 * 1024**3
# Where a container on Linux finds its limits (cgroups, version 2).
LIMITS = Path("/sys/fs/cgroup")


def cores():
    """The cores that this thread may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))  # macOS and Windows


def at_a_time():
    """How many notebooks run at once: one for each core, but no more than fit in memory.

    Where the system does not tell its memory, as on Windows, the cores alone decide.
    """
    most = [len(cores())]
    with suppress(AttributeError, OSError, ValueError):
        most.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // BYTES_OF_A_KERNEL)
    # Each file may be missing, and may say "max".
    with suppress(OSError, ValueError):
        most.append(int((LIMITS / "memory.max").read_text()) // BYTES_OF_A_KERNEL)
    with suppress(OSError, ValueError):
        quota, period = map(int, (LIMITS / "cpu.max").read_text().split())
        most.append(quota // period)
    return max(1, min(most))


def take_share(numbers, shares):
    """Keep a worker of a pool, a thread or a process, and what it starts to its share of the cores.

    numbers: a queue of the numbers 0 to shares - 1, which each worker takes one of.
    shares: how many workers the pool has.

    Where there are more workers than cores, some have the same one: a kernel that uses them all would take
    twice the work. Where a system cannot do that, or does not allow it, all workers go on sharing all cores.
    """
    number, there = numbers.get(), cores()
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, there[number::shares] or [there[number % len(there)]])
