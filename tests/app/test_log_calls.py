"""No call of a logger can hand an error's text on: it may quote what somebody typed, or a row with a name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_LEVELS = {"debug", "info", "warning", "error", "critical"}
_FILES = [path for room in ("bot", "handlers", "schedules") for path in sorted(Path(room).rglob("*.py"))]


def faults(source: str) -> Iterator[str]:
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "log"):
            continue
        if call.func.attr not in _LEVELS:
            yield f"line {call.lineno}: log.{call.func.attr} writes the error's text"
        for given in call.keywords:
            if given.arg == "exc_info" or _quotes_an_error(given.value):
                yield f"line {call.lineno}: {given.arg} holds the error's text"


def _quotes_an_error(value: ast.expr) -> bool:
    if isinstance(value, ast.Name | ast.JoinedStr):
        return isinstance(value, ast.JoinedStr) or value.id in {"exception", "exc"}
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in {"str", "repr"}
        and any(isinstance(given, ast.Name) for given in value.args)
    )


@pytest.mark.parametrize("path", _FILES, ids=str)
def test_no_logger_is_given_the_text_of_an_error(path: Path) -> None:
    assert list(faults(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "call",
    [
        'log.exception("x")',
        'log.error("x", exc_info=error)',
        'log.info("x", error=repr(error))',
        'log.info("x", a=f"{b}")',
    ],
)
def test_each_way_to_write_it_is_found(call: str) -> None:
    assert list(faults(call))
