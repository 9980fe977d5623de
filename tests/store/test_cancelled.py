"""A transaction that is cancelled at any of its steps lets the next writer in at once."""

import asyncio
import gc
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiosqlite import Connection
from sqlalchemy import text

from bot.store.database import Database

# More than the calls of one transaction to the driver, from its connection to its commit.
_STEPS = range(24)


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    """A process that rests collects no garbage, so a lock must not wait for that."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def cancel_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Cancels the writer while it waits for the driver's call of this number."""
    execute: Any = Connection._execute
    coming = 0

    async def execute_cancelled(self: Connection, *arguments: Any, **named: Any) -> Any:
        nonlocal coming
        coming -= 1
        if coming == 0 and (task := asyncio.current_task()):
            task.cancel()
        return await execute(self, *arguments, **named)

    def choose(step: int) -> None:
        nonlocal coming
        coming = step + 1

    monkeypatch.setattr(Connection, "_execute", execute_cancelled)
    return choose


async def write(database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("insert into counter values (1)"))
        await session.execute(text("select n from counter"))
        await session.execute(text("insert into counter values (2)"))


@pytest.mark.usefixtures("no_garbage_collection")
@pytest.mark.parametrize("step", _STEPS)
async def test_a_cancelled_writer_keeps_nobody_out(
    step: int, tmp_path: Path, cancel_at: Callable[[int], None]
) -> None:
    file = tmp_path / "main.sqlite"
    database = Database(f"sqlite+aiosqlite:///{file}")
    async with database.write() as session:
        await session.execute(text("create table counter (n int)"))
    cancel_at(step)
    with suppress(asyncio.CancelledError):
        await asyncio.create_task(write(database))
    cancel_at(-1)
    await asyncio.to_thread(write_as_somebody_else, file)
    await database.close()


def write_as_somebody_else(file: Path) -> None:
    """Raises OperationalError where the file stays locked."""
    connection = sqlite3.connect(file, timeout=3, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    connection.close()
