"""Runs the models of a notebook in its page. What it can and cannot do is in README.md."""

from .errors import CannotRunInPage
from .export import check_trainable, export, report, script, training
from .shipped import engine

__all__ = ["CannotRunInPage", "check_trainable", "engine", "export", "report", "script", "training"]
