"""Gives each of several runs cores of its own.

Two TensorFlow kernels that share two cores hinder one another: with one core each, a pair of
this book's longest notebooks takes four fifths of the time, and 30 % less work.
"""

import os


def cores():
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))  # macOS and Windows


def take_share(numbers, shares):
    """Keep a worker of a pool, a thread or a process, and what it starts to its share of the cores.

    numbers: a queue of the numbers 0 to shares - 1, which each worker takes one of.
    shares: how many workers the pool has.

    Where a system cannot do that, all workers go on sharing all cores.
    """
    number = numbers.get()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores()[number::shares] or cores())
