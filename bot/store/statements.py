"""SQL that differs by dialect: upsert, adding to a count, and a lock for one transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Table


def insert(session: AsyncSession, table: type[Table]) -> Any:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update` on both databases."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


async def count_one_more(session: AsyncSession, table: type[Table], *keys: Mapping[str, object]) -> None:
    """Add 1 to the `count` of the rows with these primary keys, making those that are not there."""
    if not keys:
        return
    counted: Any = table
    statement = insert(session, table).values([{**key, "count": 1} for key in keys])
    await session.execute(
        statement.on_conflict_do_update(index_elements=list(keys[0]), set_={"count": counted.count + 1})
    )


async def one_at_a_time(session: AsyncSession, what: str) -> None:
    """Until this transaction ends, others who ask for the same wait. On SQLite they do so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))
