"""Inserts a row with a secret so that no log of SQL statements has it.

PostgreSQL can be told to log each statement with its parameters. A sealed key among them would outlast
its row: together with the master key, the log would open what was destroyed long ago. `COPY` takes its
rows beside the statement, and those are never logged.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Table


async def write_secret(session: AsyncSession, table: type[Table], row: Mapping[str, Any]) -> None:
    """`row` has a value for every column that has no default of the database's."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(insert(table).values(**row))
        return
    columns = ", ".join(f'"{column}"' for column in row)
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    statement = f'COPY "{table.__tablename__}" ({columns}) FROM STDIN'
    async with driver.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write_row(tuple(row.values()))
