"""SQL that differs by dialect: upserts, counters, and a lock for one transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Table


def insert(session: AsyncSession, table: type[Table]) -> Any:
    """An insert that supports `on_conflict_do_nothing` and `on_conflict_do_update` on both databases."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


async def count_one_more(session: AsyncSession, table: type[Table], *keys: Mapping[str, object]) -> None:
    """Adds 1 to `count` in the rows with these primary keys. Inserts the missing rows."""
    if not keys:
        return
    counted: Any = table
    statement = insert(session, table).values([{**key, "count": 1} for key in keys])
    await session.execute(
        statement.on_conflict_do_update(index_elements=list(keys[0]), set_={"count": counted.count + 1})
    )


async def lock_for_transaction(session: AsyncSession, what: str) -> None:
    """Takes a lock until the transaction ends. SQLite needs none: it has a single writer."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))
