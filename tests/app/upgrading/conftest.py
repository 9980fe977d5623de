"""An earlier release, from the history of the repository."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.databases import missing

_VERSIONS = Path("bot/app/migrations/versions")


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """The tree before the newest migration."""
    newest = max(_VERSIONS.glob("[0-9]*.py"))
    added = _git("log", "--diff-filter=A", "--format=%H", "--", str(newest)).decode().split()
    if not added:
        missing("The history is not here, from which the earlier release is taken")
    tree = tmp_path / "earlier"
    with tarfile.open(fileobj=io.BytesIO(_git("archive", f"{added[-1]}~1"))) as archive:
        archive.extractall(tree, filter="data")
    assert not (tree / newest).exists()
    return tree


def _git(*arguments: str) -> bytes:
    if not shutil.which("git"):
        missing("git is not installed")
    return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout
