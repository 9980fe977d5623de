"""Backs up whole tables as lines of a file and restores them, on SQLite and PostgreSQL."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Time,
    event,
    func,
    insert,
    select,
    text,
    update,
)

Values = dict[str, Any]

_AT_ONCE = 500


class Damaged(Exception):
    """Raised when a backup file is truncated or is no backup."""


def reflected(connection: Connection, names: Iterable[str]) -> dict[str, Table]:
    """The tables as they exist in the database now, which may be at the schema of another release."""
    metadata, wanted = MetaData(), frozenset(names)

    def keep_null(_inspector: object, _table: object, column: Any) -> None:
        if isinstance(column["type"], JSON):
            column["type"] = JSON(none_as_null=True)

    event.listen(metadata, "column_reflect", keep_null)
    metadata.reflect(connection, only=lambda name, _: name in wanted)
    return {table.name: table for table in metadata.sorted_tables if table.name in wanted}


def dumped(connection: Connection, tables: Iterable[Table]) -> Iterator[str]:
    """Yields each table's name and columns, then its rows as lists; the last line is the number of rows."""
    count = 0
    for table in tables:
        yield _line({"table": table.name, "columns": [column.name for column in table.c]})
        plain = [_to_plain(column) for column in table.c]
        result = connection.execution_options(stream_results=True).execute(select(table))
        for row in result.yield_per(_AT_ONCE):
            count += 1
            yield _line([None if v is None else to(v) for to, v in zip(plain, row, strict=True)])
    yield _line({"rows": count})


def load(connection: Connection, tables: Mapping[str, Table], lines: Iterable[str]) -> int:
    """Restores into empty tables. Returns the number of rows. Raises Damaged."""
    later: list[tuple[Table, list[Values]]] = []
    count = 0
    for table, rows in _by_table(tables, lines):
        count += len(rows)
        _insert(connection, table, rows, later)
    # References within one table are filled in after all its rows exist.
    for table, rows in later:
        _refer(connection, table, rows)
    if connection.dialect.name == "postgresql":
        for table in tables.values():
            _continue_numbers(connection, table)
    return count


def _by_table(tables: Mapping[str, Table], lines: Iterable[str]) -> Iterator[tuple[Table, list[Values]]]:
    table, columns, count, rows = None, list[str](), 0, list[Values]()
    for line in lines:
        record = _read(line)
        if isinstance(record, list) and table is not None:
            rows.append(_values(table, columns, record))
            count += 1
            if len(rows) < _AT_ONCE:
                continue
        if table is not None and rows:
            yield table, rows
            rows = []
        if isinstance(record, dict) and "rows" in record:
            if record["rows"] != count:
                raise Damaged
            return
        if isinstance(record, dict):
            table, columns = tables.get(str(record.get("table"))), list(record.get("columns", ()))
            if table is None or not set(columns) <= set(table.c.keys()):
                raise Damaged
    raise Damaged


def _values(table: Table, columns: Sequence[str], row: Sequence[Any]) -> Values:
    if len(row) != len(columns):
        raise Damaged
    try:
        return {
            name: None if v is None else _from_plain(table.c[name])(v)
            for name, v in zip(columns, row, strict=True)
        }
    except (ValueError, TypeError):
        raise Damaged from None


def _insert(
    connection: Connection, table: Table, rows: list[Values], later: list[tuple[Table, list[Values]]]
) -> None:
    own = _own_references(table)
    if own and (referring := [row for row in rows if any(row[name] is not None for name in own)]):
        later.append((table, [dict(row) for row in referring]))
        rows = [row | dict.fromkeys(own) for row in rows]
    connection.execute(insert(table), rows)


def _refer(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    own, keys = _own_references(table), list(table.primary_key)
    for row in rows:
        this = [key == row[key.name] for key in keys]
        connection.execute(update(table).where(*this).values({name: row[name] for name in own}))


def _own_references(table: Table) -> list[str]:
    return [c.name for c in table.c if any(key.column.table is table for key in c.foreign_keys)]


def _continue_numbers(connection: Connection, table: Table) -> None:
    """Sets each PostgreSQL sequence past the highest restored id, because restored rows bypass sequences."""
    for column in table.c:
        if "nextval" in str(getattr(column.server_default, "arg", "")):
            highest = connection.scalar(select(func.max(column)))
            name = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
            if highest:
                connection.execute(name, {"table": table.name, "column": column.name, "highest": highest})


def _to_plain(column: Column[Any]) -> Callable[[Any], Any]:
    match column.type:
        case DateTime():
            return lambda value: (
                (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
            )
        case Date() | Time():
            return lambda value: value.isoformat()
        case LargeBinary():
            return lambda value: b64encode(value).decode()
    return lambda value: value


def _from_plain(column: Column[Any]) -> Callable[[Any], Any]:
    match column.type:
        case DateTime() as kind:
            is_aware = kind.timezone
            return lambda value: (
                datetime.fromisoformat(value)
                if is_aware
                else datetime.fromisoformat(value).replace(tzinfo=None)
            )
        case Date():
            return date.fromisoformat
        case Time():
            return time.fromisoformat
        case LargeBinary():
            return b64decode
    return lambda value: value


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise Damaged from None
