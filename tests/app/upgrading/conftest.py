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
    """The tree before the newest migrations."""
    commit = _earlier()
    if not commit:
        missing("The history is not here, from which the earlier release is taken")
    return _tree_of(commit, tmp_path / "earlier")


def _earlier() -> str | None:
    """The newest commit with fewer migrations, all of them ours: a branch that renumbered its own has others."""
    ours = {str(file) for file in _VERSIONS.glob("[0-9]*.py")}
    for parents in _git("log", "--format=%P", "--", str(_VERSIONS)).decode().splitlines():
        for parent in parents.split()[:1]:
            its = _git("ls-tree", "--name-only", parent, f"{_VERSIONS}/").decode().split()
            if {name for name in its if Path(name).name[0].isdigit()} < ours:
                return parent
    return None


def _tree_of(commit: str, tree: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(_git("archive", commit))) as archive:
        archive.extractall(tree, filter="data")
    return tree


def _git(*arguments: str) -> bytes:
    if not shutil.which("git"):
        missing("git is not installed")
    return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout
