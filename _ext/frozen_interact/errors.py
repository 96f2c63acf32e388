"""The one error an author can meet, worded for people."""


class FreezeError(Exception):
    """A cell that cannot be frozen: what is wrong, where, and what to do."""

    def __init__(self, problem, remedy):
        super().__init__(f"{problem}\n  What to do: {remedy}")
