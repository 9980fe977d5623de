"""`Database`: transactions on SQLite (WAL mode, the default) or PostgreSQL, with the same code."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import QueuePool

from bot.store.sealing import Seal
from bot.store.turns import Turns

_SEAL = "seal"
SYNCHRONOUS = "FULL"
"""SQLite's `synchronous`: a commit is on the disk when it returns. Tests switch it off (see `tests/conftest.py`)."""
# Extra connections beyond the pool's size. SQLAlchemy's default, used for SQLite too.
_OVERFLOW = 10


UNREACHABLE = (OperationalError, InterfaceError)
"""The database is away: no fault of what was to be stored."""

AWAY = (OperationalError, InterfaceError, InternalError, NoConnectionFree)
"""Temporary database errors: unreachable, full, failing over (PostgreSQL raises `InternalError` when it is
read-only) or out of connections. Callers retry later.
"""


class Table(DeclarativeBase):
    """Base of all our tables. Constraints get predictable names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """`async with database.write() as session:` is one transaction. `read()` sees one consistent snapshot.

    Never hold a session across a network call. `idle` is the limit in seconds after which PostgreSQL ends an
    idle transaction, so that a frozen process does not hold its locks. `seal` signs and verifies rows of
    every session (see `seal_of`).
    """

    def __init__(
        self,
        url: str,
        idle: float = 30.0,
        *,
        seal: Seal | None = None,
        checks_foreign_keys: bool = True,
    ) -> None:
        self.url, self.seal = make_url(url), seal or Seal(())
        if self.is_sqlite and self.url.database and self.url.database != ":memory:":
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: AsyncEngine = create_async_engine(self.url, **_options(self.is_sqlite, idle))
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", partial(_prepare_sqlite, checks_foreign_keys))
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
            event.listen(self.engine.sync_engine, "invalidate", self._roll_back)
        else:
            _avoid_pipelines(self.engine)
        self._turns, self._rolling_back = Turns(), set[asyncio.Task[None]]()
        made: dict[str, Any] = {"expire_on_commit": False, "info": {_SEAL: self.seal}}
        self._sessions = async_sessionmaker(self.engine, **made)
        self._writers = async_sessionmaker(self.engine.execution_options(alongside_writes=True), **made)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._sessions() as session:
            yield session

    @asynccontextmanager
    async def write(self, *, yields: bool = False) -> AsyncIterator[AsyncSession]:
        """Commits at the end, or rolls back on error.

        `yields`: background work that lets people's requests go first.

        A `write` inside a `write` of the same task deadlocks on SQLite.
        """
        async with self._turn(yields), self._writers.begin() as session:
            yield session

    def _turn(self, yields: bool) -> AbstractAsyncContextManager[None]:
        return self._turns.take(yields=yields) if self.is_sqlite else nullcontext()

    def _roll_back(self, connection: Any, _record: Any, error: BaseException | None) -> None:
        """Rolls back a cancelled transaction before SQLAlchemy closes its connection.

        Closing alone leaves SQLite locked while a statement is open, until Python collects its garbage.
        """
        if isinstance(error, asyncio.CancelledError):
            task = asyncio.get_running_loop().create_task(connection.driver_connection.rollback())
            self._rolling_back.add(task)
            task.add_done_callback(self._rolling_back.discard)

    def connections(self) -> tuple[int, int]:
        """The number of connections in use, and the maximum (0 if unlimited)."""
        pool = self.engine.pool
        return (pool.checkedout(), pool.size() + _OVERFLOW) if isinstance(pool, QueuePool) else (0, 0)

    async def close(self) -> None:
        await self.engine.dispose()


def seal_of(session: AsyncSession) -> Seal:
    """The `Seal` of the database that this session belongs to."""
    seal: Seal = session.info[_SEAL]
    return seal


def _options(is_sqlite: bool, idle: float) -> dict[str, Any]:
    # Errors name the statement but not its parameters, because a log must not hold an answer or a name.
    options: dict[str, Any] = {"hide_parameters": True}
    if is_sqlite:
        return options | {"connect_args": {"timeout": 30}}
    limit = f"-c idle_in_transaction_session_timeout={idle * 1000:.0f}"
    return options | {
        "pool_size": 10,
        "max_overflow": _OVERFLOW,
        "pool_pre_ping": True,
        "connect_args": {"options": limit},
    }


def _avoid_pipelines(engine: AsyncEngine) -> None:
    """Turns off pipelining in the driver.

    PostgreSQL's idle-transaction limit doesn't apply inside a pipeline, and the driver opens one for each
    `executemany`. A frozen process would hold its locks until it wakes.
    """
    engine.dialect.supports_sane_multi_rowcount = False
    event.listen(engine.sync_engine, "do_executemany", _execute_each)


def _execute_each(cursor: Any, statement: str, all_parameters: Iterable[Any], _context: Any) -> bool:
    for parameters in all_parameters:
        cursor.execute(statement, parameters)
    return True


def _prepare_sqlite(checks_foreign_keys: bool, connection: Any, _record: Any) -> None:
    # Off, because the driver begins transactions too late and loses updates. `_begin_sqlite` begins them.
    connection.isolation_level = None
    cursor = connection.cursor()
    checks = f"foreign_keys={'ON' if checks_foreign_keys else 'OFF'}"
    for pragma in (f"synchronous={SYNCHRONOUS}", "journal_mode=WAL", checks, "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("alongside_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
