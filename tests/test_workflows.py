"""GitHub's workflows are sound and safe, as zizmor judges them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.book import ROOT

ZIZMOR = Path(sys.executable).with_name("zizmor")


def audit(folder):
    """Run zizmor, which asks nobody when it is offline."""
    command = [ZIZMOR, "--offline", "--no-progress", "--persona=pedantic", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def test_the_workflows_are_sound():
    """Least permissions, actions pinned by hash, no text of strangers in a shell."""
    done = audit(ROOT / ".github")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "old, new",
    [
        ("@[0-9a-f]{40} # v", "@v"),
        ("contents: read", "contents: write"),
        ("persist-credentials: false", "fetch-depth: 1"),
        ("run: .ci/run", "run: echo ${{ github.event.pull_request.title }}"),
        ("runs-on:", "runs_on:"),
    ],
)
def test_an_unsound_workflow_is_found(old, new, tmp_path):
    """An unpinned action, a right too many, a kept password, an injection, a misspelt key."""
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    broken, times = re.subn(old, new, text)
    assert times
    workflow = tmp_path / ".github" / "workflows" / "test.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(broken, encoding="utf-8")
    done = audit(workflow)
    assert done.returncode != 0, done.stdout
