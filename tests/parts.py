"""Fetches the real components that tests use, and reports which are missing: `python -m tests.parts`.

Meanwhile it indexes the content, so that not every process of tests does.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from bot.app.content import read_content
from bot.core.content_files import ContentFaulty
from bot.core.settings import Settings

_NODE_PROJECTS = (
    Path("tests/e2e"),
    Path("tests/app/chart"),
    Path("tests/platforms/slack/contract"),
    Path("tests/platforms/teams/contract"),
    Path("tests/platforms/teams/playground"),
    Path("tests/platforms/slack/emulator"),
)
_CHROMIUM = Path("/usr/bin/chromium")


def main() -> int:
    with ThreadPoolExecutor() as pool:
        pool.submit(_index)
        missing = [*_node_parts(), *([] if _CHROMIUM.exists() else ["Chromium (apt-get install chromium)"])]
    for part in missing:
        sys.stdout.write(f"Not here, so the tests that use it will say they are skipped: {part}\n")
    return 1 if missing and os.environ.get("REQUIRE_ALL") == "1" else 0


def _index() -> None:
    """Faults of the content are the tests' to report."""
    with suppress(ContentFaulty):
        read_content(Settings())


def _node_parts() -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        return ["Node with npm (apt-get install nodejs npm)"]
    return [fault for folder in _NODE_PROJECTS if (fault := _install(npm, folder))]


def _install(npm: str, folder: Path) -> str:
    """Empty when the packages are there."""
    done = folder / "node_modules" / ".installed"
    wanted = "".join(path.read_text() for path in sorted([*folder.glob("*.json"), *folder.glob("*.ts")]))
    if done.exists() and done.read_text() == wanted:
        return ""
    result = subprocess.run([npm, "ci", "--silent"], cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode:
        return f"the packages of {folder} (npm ci: {result.stderr.strip()[-200:]})"
    done.write_text(wanted)
    return ""


if __name__ == "__main__":
    sys.exit(main())
