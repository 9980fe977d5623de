"""Records the SQL statements of each transaction that writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from bot.store.database import Database


@dataclass
class Writers:
    """The statements of each transaction that writes, in the order in which they began."""

    transactions: list[list[str]] = field(default_factory=list)

    def inserted(self, table: str) -> list[int]:
        """How many rows of a table each transaction inserted, of those that did."""
        counts = [sum(n for n in map(_rows, each, [table] * len(each)) if n) for each in self.transactions]
        return [count for count in counts if count]

    def that_read(self, table: str) -> list[list[str]]:
        return [each for each in self.transactions if any(f"FROM {table}" in statement for statement in each)]


def _rows(statement: str, table: str) -> int:
    beginning = f"INSERT INTO {table} "
    return statement.count("(?") or statement.count("(%(") if statement.startswith(beginning) else 0


@contextmanager
def recording_statements(database: Database) -> Iterator[Writers]:
    """`INSERT` of many rows is one statement with as many brackets."""
    writers, engine = Writers(), database.engine.sync_engine
    current: dict[Any, list[str]] = {}

    def begun(connection: Any) -> None:
        if connection.get_execution_options().get("alongside_writes"):
            current[connection] = []
            writers.transactions.append(current[connection])

    def executed(connection: Any, _cursor: object, statement: str, *_: object) -> None:
        if connection in current:
            current[connection].append(statement)

    def ended(connection: Any) -> None:
        current.pop(connection, None)

    listeners = (("begin", begun), ("before_cursor_execute", executed), ("commit", ended))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield writers
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)
