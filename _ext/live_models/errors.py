"""The error that stops an export, worded for the author."""


class CannotRunInPage(Exception):
    """A model holds something that the engine in the page does not know."""

    def __init__(self, model, what, remedy):
        super().__init__(f"Model {model!r}: {what}; {remedy}.")
