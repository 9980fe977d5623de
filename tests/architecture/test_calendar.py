"""Tests say the same on every day: none asks the machine what day it is, but through `tests/real_time.py`."""

import ast
from collections.abc import Iterator
from pathlib import Path

_TESTS = Path(__file__).parents[1]
_DOOR = _TESTS / "real_time.py"
_ASKING = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


def test_no_test_asks_the_real_calendar_but_through_one_door() -> None:
    asking = [
        f"{path.relative_to(_TESTS)}:{line}"
        for path in _TESTS.rglob("*.py")
        if path != _DOOR and "node_modules" not in path.parts
        for line in _lines_that_ask(path)
    ]
    assert not asking


def _lines_that_ask(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _ASKING:
            yield node.lineno
