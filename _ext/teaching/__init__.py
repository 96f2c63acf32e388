"""Pages for teachers, made from the chapters; see README.md."""

import hashlib
from pathlib import Path

from . import exam, guide, lesson, places, plans, told


def setup(app):
    """Register the directives. Notebooks are read again where this package is another than in the last build."""
    app.add_config_value("teaching_data", "data", "env", [str])
    for part in (guide, lesson, plans, exam, places, told):
        part.setup(app)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))
    return {"env_version": digest.hexdigest()[:16], "parallel_read_safe": True, "parallel_write_safe": True}
