"""Inserts a row that holds a secret, so that no SQL statement log records the secret.

PostgreSQL can log each statement with its parameters. A logged encrypted key would outlive its row, and the
master key would then decrypt it after it was destroyed. `COPY` sends rows outside the statement, and these
are never logged.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Table


async def write_secret(session: AsyncSession, table: type[Table], row: Mapping[str, Any]) -> None:
    """Inserts one row. `row` needs a value for each column without a database default."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(insert(table).values(**row))
        return
    columns = ", ".join(f'"{column}"' for column in row)
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    statement = f'COPY "{table.__tablename__}" ({columns}) FROM STDIN'
    async with driver.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write_row(tuple(row.values()))
