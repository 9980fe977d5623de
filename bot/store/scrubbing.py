"""Removes deleted rows from the database's files. It cannot reach backups and copies."""

import asyncio

from sqlalchemy import ColumnElement, Connection, column, delete, insert, not_, select, text
from sqlalchemy import table as plain_table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database, Table

_TRIES = 50
_BETWEEN = 0.1


class StillThere(Exception):
    """Raised when an open read transaction still needs the deleted rows. Retry later."""


async def rewrite(session: AsyncSession, table: type[Table], without: ColumnElement[bool]) -> None:
    """Rewrites the table in order of its primary key, so that the file does not reveal insertion order.

    PostgreSQL starts a new file even while readers see old rows; a VACUUM would keep those rows and their
    transaction ids. SQLite has overwritten the old rows when the transaction ends (`secure_delete`).
    """
    if session.get_bind().dialect.name == "sqlite":
        await _rewrite_in_sqlite(session, table, without)
    else:
        await _rewrite_in_postgres(session, table, without)


async def _rewrite_in_sqlite(session: AsyncSession, table: type[Table], without: ColumnElement[bool]) -> None:
    rows = table.__table__
    stay = await session.execute(select(rows).where(not_(without)).order_by(*rows.primary_key))
    remaining_rows = [dict(row) for row in stay.mappings()]
    await session.execute(delete(table))
    if remaining_rows:
        await session.execute(insert(table), remaining_rows)


async def _rewrite_in_postgres(
    session: AsyncSession, table: type[Table], without: ColumnElement[bool]
) -> None:
    """Rows stay on the server: sent back as parameters, they could appear in a statement log."""
    rows, name = table.__table__, table.__tablename__
    await session.execute(text(f'LOCK TABLE "{name}" IN ACCESS EXCLUSIVE MODE'))
    await session.execute(text(f'CREATE TEMPORARY TABLE rows_that_stay (LIKE "{name}")'))
    columns = [column.name for column in rows.columns]
    target = plain_table("rows_that_stay", *(column(name) for name in columns))
    stay = select(*rows.columns).where(not_(without))
    await session.execute(insert(target).from_select(columns, stay))
    await session.execute(text(f'TRUNCATE "{name}"'))
    back = select(*target.c).order_by(*(target.c[key_column.name] for key_column in rows.primary_key))
    await session.execute(insert(table).from_select(columns, back))
    await session.execute(text("DROP TABLE rows_that_stay"))


async def scrub(database: Database) -> None:
    """Empties SQLite's write-ahead log. PostgreSQL needs nothing: it has dropped the old files.

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
    """Uses the driver's connection, because SQLite refuses a checkpoint inside a transaction."""
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    is_busy, *_ = cursor.fetchone() or (1,)
    cursor.close()
    return not is_busy
