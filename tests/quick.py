"""`make quick`: the tests of what changed since main's last commit, and of its neighbours. Under a minute."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# The start of a changed path → the tests that know about it.
_NEIGHBOURS = {
    "bot/conversation/": ("tests/conversation",),
    "bot/core/": ("tests/conversation", "tests/app/running/test_logs.py"),
    "bot/store/": ("tests/store",),
    "bot/publishing/": ("tests/publishing",),
    "bot/people/": (
        "tests/people/test_roles.py",
        "tests/people/test_audiences.py",
        "tests/people/directory/test_importing_faults.py",
    ),
    "bot/delivery/": (
        "tests/delivery/sending/test_wire.py",
        "tests/delivery/sending/test_expand.py",
        "tests/delivery/sending/test_batch.py",
    ),
    "bot/platforms/slack/": (
        "tests/platforms/slack/rendering/test_render.py",
        "tests/platforms/slack/inbound/test_requests.py",
    ),
    "bot/platforms/teams/": (
        "tests/platforms/teams/rendering/test_render.py",
        "tests/platforms/teams/inbound/test_receive.py",
    ),
    "bot/platforms/web/": ("tests/platforms/web/test_render.py", "tests/platforms/web/test_receive.py"),
    "bot/features/asking/": ("tests/handlers/asking/test_ask.py",),
    "bot/features/digest/": ("tests/features/digest",),
    "bot/features/learning/": ("tests/features/learning",),
    "bot/features/escalation/": ("tests/features/escalation",),
    "bot/features/announcements/": ("tests/features/announcements/test_composing.py",),
    "content/": ("tests/features/asking/cards/test_check.py", "tests/test_fitting.py"),
}
_ALWAYS = ("tests/architecture",)


def main() -> int:
    chosen = sorted(set(_ALWAYS) | set(_tests_for(_changed())))
    sys.stdout.write("Testing " + ", ".join(chosen) + "\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "pytest", "-n", "2", *chosen], check=False).returncode


def _changed() -> list[str]:
    """Against the last commit; with nothing changed, what the last commit changed."""
    now = _git("diff", "--name-only", "HEAD") + _git("ls-files", "--others", "--exclude-standard")
    return now or _git("diff", "--name-only", "HEAD~1", "HEAD")


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout.splitlines()


def _tests_for(changed: Iterable[str]) -> Iterable[str]:
    for path in changed:
        if path.startswith("tests/") and Path(path).name.startswith("test_") and Path(path).exists():
            yield path
        for start, tests in _NEIGHBOURS.items():
            if path.startswith(start):
                yield from tests
        yield from _job_or_handler(path)


def _job_or_handler(path: str) -> Iterable[str]:
    """`handlers/asking/gaps.py` → `tests/handlers/asking/test_gaps.py`, where there is one."""
    folder, name = Path(path).parent, Path(path).name
    for test in (Path("tests") / folder / f"test_{name}", Path("tests") / folder.parent / f"test_{name}"):
        if path.startswith(("handlers/", "schedules/")) and test.exists():
            yield str(test)


if __name__ == "__main__":
    sys.exit(main())
