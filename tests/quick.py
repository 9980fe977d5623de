"""`make quick`: the tests of what changed since the last commit, and of its neighbours. Under a minute.

The nearest run first. What the minute has no time for is counted as skipped, and `make test` runs it.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests import real_time
from tests.neighbours import neighbours

_ALWAYS = (
    "tests/architecture/test_walls.py",
    "tests/architecture/test_keys.py",
    "tests/architecture/test_plain_words.py",
)
# Seconds until no further test starts. The rest of the minute is for those under way, and for the start.
_NO_NEW_TEST_AFTER = 45


def main() -> int:
    nearby = neighbours(_changed())
    chosen = [*dict.fromkeys((*nearby.near, *_ALWAYS))]
    sys.stdout.write(f"Testing {len(chosen)} files, the nearest first: {', '.join(chosen[:5])} …\n")
    if nearby.far:
        sys.stdout.write(f"Not in a minute, but with make test: {', '.join(nearby.far)}\n")
    sys.stdout.flush()
    until = {"TESTS_START_UNTIL": f"{real_time.timestamp() + _NO_NEW_TEST_AFTER}"}
    command = [sys.executable, "-m", "pytest", *_IN_TIME, *_IN_ORDER, *chosen]
    return subprocess.run(command, env=os.environ | until, check=False).returncode


_IN_TIME = ("-p", "tests.plugins.time_limit", "-n", "2")
# Not half of the files each, but a few tests at a time.
_IN_ORDER = ("--dist", "load", "--maxschedchunk", "4")


def _changed() -> list[str]:
    """Against the last commit; with nothing changed, what the last commit changed."""
    now = _git("diff", "--name-only", "HEAD") + _git("ls-files", "--others", "--exclude-standard")
    paths = now or _git("diff", "--name-only", "HEAD~1", "HEAD")
    return [path for path in paths if Path(path).exists()]


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())
