"""One version, wherever it stands."""

import subprocess
import sys
import tomllib

from bot import __version__
from tests.architecture.imports import ROOT


def test_the_command_tells_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = subprocess.run(
        [sys.executable, "-m", "bot", "version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == project["version"] == __version__


def test_the_changelog_starts_with_what_is_not_released_yet_or_with_this_version() -> None:
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert headings[0] in ("## Unreleased", f"## {__version__}")
