"""Finds the tests that cover a changed file, nearest first, by path and imports."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.imports import modules

# These start browsers, servers, databases or weeks of the demo; one of them can take a minute.
LONG = (
    "tests/e2e",
    "tests/demo",
    "tests/app/running",
    "tests/delivery/faults",
    "tests/platforms/slack/emulator",
    "tests/platforms/teams/playground",
)
# What no import tells: the start of a path → its tests.
_READERS = {
    "content/": ("tests/features/asking/cards/test_check.py", "tests/test_reply_shortening.py"),
    "content/pulse/": ("tests/features/pulse/test_items.py",),
    "deploy/": ("tests/app/test_deploy_files.py", "tests/architecture/test_security_papers.py"),
    "bot/core/settings.py": ("tests/app/test_deploy_files.py",),
    "bot/__main__.py": ("tests/architecture/test_version.py",),
    "bot/commands/setup": ("tests/app/configuration/test_setup.py",),
    "bot/evaluation/": ("tests/features/asking/test_evaluation.py",),
    "README.md": ("tests/test_readme.py",),
}
_OURS = ("bot", "handlers", "schedules", "tests")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`near` in the order to run them; `far` know about the change, too, but take too long."""

    near: Sequence[str]
    far: Sequence[str]


def neighbours(changed: Iterable[str]) -> Neighbours:
    """Tests that changed themselves count as near, however long they take."""
    ranks: dict[str, int] = {}
    for path in changed:
        for test, rank in _ranked(path):
            ranks[test] = min(rank, ranks.get(test, rank))
    ordered = sorted(ranks, key=lambda test: (ranks[test], test))
    far = [test for test in ordered if ranks[test] and test.startswith(LONG)]
    return Neighbours([test for test in ordered if test not in far], far)


def _ranked(path: str) -> Iterable[tuple[str, int]]:
    """The changed test, the test of the same name, those of its rooms that import the file, then each alone.

    Last come those that import what imports it.
    """
    if path in _tests():
        yield path, 0
    for start, tests in _READERS.items():
        yield from ((test, 1) for test in tests if path.startswith(start))
    rooms = tuple(f"{room}/" for room in _rooms(path))
    users = _users().get(_module(path), frozenset())
    for test, known in _tests().items():
        is_there, is_known = test.startswith(rooms), _module(path) in known
        if is_there and Path(test).stem == f"test_{Path(path).stem}":
            yield test, 1
        elif is_there or is_known:
            yield test, 2 if is_there and is_known else 3 if is_known else 4
        elif not users.isdisjoint(known):
            yield test, 5


def _rooms(path: str) -> Iterable[str]:
    """`bot/features/pulse/waves/closing.py` → `tests/features/pulse/waves`, or the nearest above it that there is,
    and `tests/handlers/pulse`.

    `tests/features` alone is nobody's room: a change of one feature is none of the others.
    """
    parts = Path(path).parent.parts
    if not path.endswith(".py"):
        return
    if parts[:1] in (("bot",), ("tests",)):
        parts = parts[1:]
    if parts[:1] == ("features",) and len(parts) > 1:
        yield Path("tests", "handlers", parts[1]).as_posix()
    while parts and parts not in (("features",), ("platforms",)):
        if (room := Path("tests", *parts)).is_dir():
            yield room.as_posix()
            return
        parts = parts[:-1]


@cache
def _tests() -> Mapping[str, frozenset[str]]:
    """Each file of tests, and the modules that it or its helpers import."""
    files = (path for path in Path("tests").rglob("test_*.py") if "node_modules" not in path.parts)
    return {path.as_posix(): _known_to(path) for path in sorted(files)}


def _known_to(test: Path) -> frozenset[str]:
    known, coming = set[str](), [test]
    while coming:
        for name in _imported_modules(coming.pop()) - known:
            known.add(name)
            helper = Path(*name.split(".")).with_suffix(".py")
            coming += [helper] if name.startswith("tests.") and helper.exists() else []
    return frozenset(known)


@cache
def _imported_modules(path: Path) -> frozenset[str]:
    """Also those that `from bot.app import assembly` names."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(name for name in names if name.partition(".")[0] in _OURS)


@cache
def _users() -> Mapping[str, frozenset[str]]:
    """Who imports each of our modules."""
    users: dict[str, set[str]] = {}
    for module, path in modules().items():
        for name in _imported_modules(path):
            users.setdefault(name, set()).add(module)
    return {name: frozenset(using) for name, using in users.items()}


def _module(path: str) -> str:
    parts = Path(path).with_suffix("").parts
    return (
        ".".join(parts[:-1] if parts and parts[-1] == "__init__" else parts) if path.endswith(".py") else ""
    )
