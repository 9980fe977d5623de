"""Tests say the same on every day: none asks the machine what day it is, but through `tests/real_time.py`."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

_TESTS = Path(__file__).parents[1]
_DOOR = _TESTS / "real_time.py"
# By their full names, whatever a file calls them. Measuring how long something takes is no question of the day.
_ASKING = {
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")),
    "bot.core.clock.SystemClock",
}
# Without an instant to start from, it starts at the machine's.
_MOVABLE = "bot.core.clock.MovableClock"


def test_no_test_asks_the_real_calendar_but_through_one_door() -> None:
    files = [path for path in _TESTS.rglob("*.py") if "node_modules" not in path.parts]
    assert len(files) > 400
    asking = [
        f"{path.relative_to(_TESTS)}:{line}"
        for path in files
        if path != _DOOR
        for line in _lines_that_ask(path.read_text(encoding="utf-8"))
    ]
    assert not asking, "ask tests/real_time.py"


@pytest.mark.parametrize(
    "code",
    [
        "from time import time\nstamp = int(time())",
        "import time\nstamp = time.time()",
        "import time as clock\nstamp = clock.time_ns()",
        "from time import time as seconds\nstamp = seconds()",
        "from time import gmtime, strftime\nday = strftime('%d')",
        "from datetime import UTC, datetime\nnow = datetime.now(UTC)",
        "from datetime import datetime as dt\nnow = dt.utcnow()",
        "import datetime\ntoday = datetime.date.today()",
        "import datetime as dt\nnow = dt.datetime.now(dt.UTC)",
        "from dataclasses import field\nfrom datetime import datetime\nat = field(default_factory=datetime.now)",
        "from bot.core.clock import SystemClock\nclock = SystemClock()",
        "from bot.core import clock\nnow = clock.SystemClock().now()",
        "from bot.core.clock import MovableClock\nclock = MovableClock(frozen=True)",
        "def test():\n    from time import time\n    return time()",
    ],
)
def test_each_question_is_found(code: str) -> None:
    assert len(list(_lines_that_ask(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "from time import monotonic, perf_counter, sleep\nbegan = monotonic() + perf_counter()",
        "import asyncio\nnow = asyncio.get_running_loop().time()",
        "from datetime import UTC, datetime\nnow = datetime(2026, 11, 23, tzinfo=UTC)",
        "from datetime import datetime, time\nat = datetime.combine(day, time(8))",
        "from bot.core.clock import MovableClock\nclock = MovableClock(NOW, frozen=True)",
        "from tests import real_time\nnow = real_time.now()",
        "now = demo.clock.now()",
    ],
)
def test_what_asks_no_calendar_is_no_fault(code: str) -> None:
    assert list(_lines_that_ask(code)) == []


def _lines_that_ask(code: str) -> Iterator[int]:
    """Also a function that is only named: `default_factory=datetime.now` asks later."""
    tree = ast.parse(code)
    names = _full_names(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func, args=[], keywords=given) if _resolved(func, names) == _MOVABLE:
                if not any(keyword.arg == "start" for keyword in given):
                    yield node.lineno
            case ast.Name() | ast.Attribute() if _resolved(node, names) in _ASKING:
                yield node.lineno


def _full_names(tree: ast.Module) -> Mapping[str, str]:
    """What a file calls something → its full name, by its imports."""
    names = dict[str, str]()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                # `import a.b` makes only the name `a`.
                names |= {
                    alias.asname or alias.name.split(".")[0]: alias.name
                    if alias.asname
                    else alias.name.split(".")[0]
                    for alias in aliases
                }
            case ast.ImportFrom(module=str(module), names=aliases):
                names |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in aliases}
    return names


def _resolved(node: ast.expr, names: Mapping[str, str]) -> str:
    match node:
        case ast.Name(name):
            return names.get(name, "")
        case ast.Attribute(value, name) if before := _resolved(value, names):
            return f"{before}.{name}"
    return ""
