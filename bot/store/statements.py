"""Statements that SQLAlchemy has once a dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Table


def insert(session: AsyncSession, table: type[Table]) -> Any:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update` on both databases."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


async def count_one_more(session: AsyncSession, table: type[Table], **key: object) -> None:
    """Add 1 to the `count` of the row with this primary key, making the row where there is none."""
    counted: Any = table
    statement = insert(session, table).values(**key, count=1)
    await session.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_={"count": counted.count + 1})
    )
