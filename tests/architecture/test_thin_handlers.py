"""Handlers and jobs ask no database by themselves: queries live in services. What they may still do has a ceiling."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.imports import modules

_THIN = ("handlers", "schedules")
_SESSION = "AsyncSession"
# Asking and changing rows past a service.
_DIRECT = {
    "get",
    "get_one",
    "execute",
    "scalar",
    "scalars",
    "add",
    "add_all",
    "merge",
    "delete",
    "flush",
    "refresh",
}
# Transactions that handlers and jobs open, and what they do with rows by themselves. Both only fall: each that moves
# into a service lowers the number here.
_TRANSACTIONS, _DIRECT_CALLS = 185, 53


def test_handlers_and_jobs_write_no_queries() -> None:
    """Of SQLAlchemy they know the type of a session, to hand it on."""
    assert [f"{name}: {what}" for name, code in _thin().items() for what in _foreign(code)] == []


def test_what_handlers_and_jobs_do_with_sessions_only_falls() -> None:
    codes = _thin().values()
    opened = sum(len(list(_calls(code, "database", {"read", "write"}))) for code in codes)
    direct = sum(len(list(_calls(code, "session", _DIRECT))) for code in codes)
    assert opened <= _TRANSACTIONS, "open it in a service"
    assert direct <= _DIRECT_CALLS, "let a service do it"


@pytest.mark.parametrize(
    "code",
    [
        "from sqlalchemy import select",
        "import sqlalchemy",
        "from sqlalchemy.exc import OperationalError",
        "from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine",
    ],
)
def test_each_query_is_found(code: str) -> None:
    assert len(list(_foreign(code))) == 1


def test_calls_are_counted() -> None:
    code = "async with services.database.read() as session:\n    await session.get(Team, 1)\n    await self.session.scalars(x)"
    assert len(list(_calls(code, "database", {"read", "write"}))) == 1
    assert len(list(_calls(code, "session", _DIRECT))) == 2


def _thin() -> dict[str, str]:
    return {
        name: path.read_text(encoding="utf-8")
        for name, path in modules().items()
        if name.split(".")[0] in _THIN
    }


def _foreign(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] == "sqlalchemy")
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] == "sqlalchemy":
                yield from (f"{module}.{name.name}" for name in names if name.name != _SESSION)


def _calls(code: str, held: str, verbs: set[str]) -> Iterator[int]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr=verb, value=ast.Name(id=name) | ast.Attribute(attr=name)), lineno=line
            ):
                if name == held and verb in verbs:
                    yield line
