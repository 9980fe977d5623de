"""Deleted rows leave the database's files. Backups and copies that others made are beyond our reach."""

import asyncio

from sqlalchemy import Connection, text

from bot.store.database import Database, Table

_TRIES = 50
_BETWEEN = 0.1


class StillThere(Exception):
    """Somebody reads an older state of the database all the time, so it has to be kept; try again later."""


async def scrub(database: Database, *tables: type[Table]) -> None:
    """PostgreSQL writes the tables anew, without the dead rows and their transaction stamps. SQLite has
    overwritten deleted rows already (`secure_delete`); its journal is written back and emptied.

    Raises StillThere.
    """
    if database.is_sqlite:
        await _empty_journal(database)
        return
    names = ", ".join(f'"{table.__tablename__}"' for table in tables)
    async with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(f"VACUUM FULL {names}"))


async def _empty_journal(database: Database) -> None:
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
