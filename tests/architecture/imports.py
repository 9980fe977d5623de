"""The imports of our own code, read from its text."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "schedules")


def modules() -> dict[str, Path]:
    """Dotted name → file, of all our code but the tests."""
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {_name(path): path for path in files}


@cache
def imported(path: Path) -> Sequence[str]:
    """The dotted names that a file imports, and of `from a import b` both `a` and `a.b`."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
