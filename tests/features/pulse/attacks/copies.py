"""A full copy of all that a bot keeps, as somebody with the disk has it."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.rows import dict_row
from sqlalchemy.engine import make_url

Row = dict[str, str]
"""Every column as text; bytes in hexadecimal. `stamp` has what the database itself adds to a row."""

_PAGE = 4096
_WAL_HEADER, _FRAME_HEADER = 32, 24


@dataclass(frozen=True)
class Copy:
    """`rows` by table, in the order in which they lie on the disk. `files` are empty for PostgreSQL,
    whose files are read once, by `files_of_postgres`. `logged` is all that was written up to then."""

    rows: Mapping[str, list[Row]]
    files: Mapping[str, bytes]
    logged: str

    def without(self, table: str) -> "Copy":
        return Copy({name: rows for name, rows in self.rows.items() if name != table}, {}, self.logged)


def copy_of_sqlite(path: Path, logged: str) -> Copy:
    """The ledger with its journal, and the engine's database beside it."""
    files = {file.name: file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*"))}
    rows: dict[str, list[Row]] = {}
    for database, prefix in ((path, ""), (path.parent / f"{path.name}.engine", "engine:")):
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            rows |= {prefix + table: table_rows for table, table_rows in _sqlite_rows(connection)}
    return Copy(rows, files, logged)


def _sqlite_rows(connection: sqlite3.Connection) -> Iterator[tuple[str, list[Row]]]:
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        cursor = connection.execute(f'SELECT rowid AS stamp, * FROM "{table}" ORDER BY rowid')
        columns = [column for column, *_ in cursor.description]
        yield table, [dict(zip(columns, map(_text, row), strict=True)) for row in cursor]


def copy_of_postgres(url: str, logged: str) -> Copy:
    """Every table of every schema, with the stamps of the transactions that wrote the rows."""
    tables = (
        "SELECT schemaname, tablename FROM pg_tables "
        "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    rows: dict[str, list[Row]] = {}
    with psycopg.connect(psycopg_url(url), row_factory=dict_row) as connection:
        for table in connection.execute(tables).fetchall():
            schema, name = table["schemaname"], table["tablename"]
            cursor = connection.execute(
                f'SELECT xmin || \' \' || ctid AS stamp, * FROM "{schema}"."{name}" ORDER BY ctid'.encode()
            )
            key = name if schema == "public" else f"{schema}:{name}"
            rows[key] = [{column: _text(value) for column, value in row.items()} for row in cursor]
    return Copy(rows, {}, logged)


def psycopg_url(url: str) -> str:
    plain = make_url(url).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def files_of_postgres(url: str) -> dict[str, bytes]:
    """Of this database, of the write-ahead log, and the log of statements, after everything was written back."""
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row
    directory = Path(row[0])
    files = [p for part in (f"base/{row[1]}", "pg_wal") for p in sorted((directory / part).glob("*"))]
    files.append(directory / "log")
    return {str(p.relative_to(directory)): p.read_bytes().rstrip(b"\0") for p in files if p.is_file()}


def size_in_postgres(url: str, table: str) -> int:
    """In bytes, dead rows included."""
    with psycopg.connect(psycopg_url(url)) as connection:
        row = connection.execute("SELECT pg_relation_size(%s)", (table,)).fetchone()
    assert row
    return int(row[0])


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


@dataclass(frozen=True)
class Change:
    """Rows that are there after and not before, or the other way round. `pages` are raw and new."""

    came: Mapping[str, list[Row]]
    went: Mapping[str, list[Row]]
    pages: bytes
    logged: str

    @property
    def tables(self) -> set[str]:
        return {table for side in (self.came, self.went) for table, rows in side.items() if rows}


def change(before: Copy, after: Copy) -> Change:
    names = before.rows.keys() | after.rows.keys()
    pages = set(_pages(after.files)) - set(_pages(before.files))
    return Change(
        {name: _more(after.rows.get(name, []), before.rows.get(name, [])) for name in names},
        {name: _more(before.rows.get(name, []), after.rows.get(name, [])) for name in names},
        b"".join(pages),
        after.logged.removeprefix(before.logged),
    )


def _more(these: list[Row], those: list[Row]) -> list[Row]:
    left = Counter(tuple(row.items()) for row in these) - Counter(tuple(row.items()) for row in those)
    return [dict(row) for row in left]


def _pages(files: Mapping[str, bytes]) -> Iterator[bytes]:
    """A page is the same whether it stands in the journal or in the database."""
    for name, content in files.items():
        if name.endswith("-wal"):
            start, step, skip = _WAL_HEADER, _FRAME_HEADER + _PAGE, _FRAME_HEADER
        else:
            start, step, skip = 0, _PAGE, 0
        for at in range(start, len(content), step):
            yield content[at + skip : at + step]
