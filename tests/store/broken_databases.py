"""Databases with real faults: read-only, or on a full disk."""

from typing import Any

from sqlalchemy import event

from bot.store.database import Database


class Trouble:
    """Switched on and off at will; it counts from the next transaction on."""

    def __init__(self, database: Database) -> None:
        self.is_read_only = False
        self.is_full = False
        engine = database.engine.sync_engine
        if database.is_sqlite:
            event.listen(engine, "begin", self._begin_sqlite)
            event.listen(engine, "checkin", _as_before)
        else:
            event.listen(engine, "begin", self._begin_postgres)

    def _begin_sqlite(self, connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA query_only = {int(self.is_read_only)}")
        # No more pages than there are: the smallest number that SQLite takes.
        connection.exec_driver_sql(f"PRAGMA max_page_count = {1 if self.is_full else 1_000_000}")

    def _begin_postgres(self, connection: Any) -> None:
        if self.is_read_only:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _as_before(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = 0")
    cursor.close()
