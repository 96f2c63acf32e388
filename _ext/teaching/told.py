"""What `data/teaching/NAME.yml` says of a chapter, read from the file."""

from pathlib import Path

import yaml


def file(app, chapter, kind="teaching", ending=".yml"):
    """The file of one kind that a chapter has, or could have: a page that depends on it is read again when it comes."""
    path = Path(app.confdir, app.config.teaching_data, kind, f"{chapter}{ending}")
    app.env.note_dependency(str(path))
    return path


def expected(app, docname, section):
    """What a room is expected to say to the prediction of a section, for the notes of the deck."""
    path = file(app, docname.rpartition("/")[2])
    told = (yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None) or {}
    return told.get("expected", {}).get(section)


def setup(app):
    """Connect to the decks."""
    app.connect("decks-expected", expected)
