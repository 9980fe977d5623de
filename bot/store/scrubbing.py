"""What is deleted leaves the database's files. Backups and copies that others made are beyond our reach."""

import asyncio

from sqlalchemy import ColumnElement, Connection, delete, not_, select, text
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database, Table

_TRIES = 50
_BETWEEN = 0.1


class StillThere(Exception):
    """Somebody reads an older state of the database all the time, so it has to be kept; try again later."""


async def rewrite(session: AsyncSession, table: type[Table], without: ColumnElement[bool]) -> None:
    """Write the table anew, in the order of its key, so that nothing tells in which order its rows came.

    PostgreSQL begins a new file, even while somebody reads the old rows: a VACUUM would keep those, and the
    rows' transaction stamps. SQLite has overwritten the old ones when the transaction ends (`secure_delete`).
    """
    rows = table.__table__
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        await session.execute(text(f'LOCK TABLE "{table.__tablename__}" IN ACCESS EXCLUSIVE MODE'))
    stay = await session.execute(select(rows).where(not_(without)).order_by(*rows.primary_key))
    kept = [dict(row) for row in stay.mappings()]
    await session.execute(delete(table) if is_sqlite else text(f'TRUNCATE "{table.__tablename__}"'))
    if kept:
        await session.execute(plain_insert(table), kept)


async def scrub(database: Database) -> None:
    """SQLite's journal is written back and emptied; PostgreSQL has dropped the old files already.

    Raises StillThere.
    """
    if not database.is_sqlite:
        return
    for _ in range(_TRIES):
        async with database.engine.connect() as connection:
            if await connection.run_sync(_checkpoint):
                return
        await asyncio.sleep(_BETWEEN)
    raise StillThere


def _checkpoint(connection: Connection) -> bool:
    """On the driver's own connection, because in a transaction SQLite refuses it."""
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    is_busy, *_ = cursor.fetchone() or (1,)
    cursor.close()
    return not is_busy
