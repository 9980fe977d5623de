"""Every table there is: kept to the last value, or left out by name."""

import gzip
import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Table,
    Time,
    insert,
)

from bot.app.all_tables import ALL
from bot.app.backup.restore import NotRestored, restore_backup
from bot.app.backup.tables import KEPT, LEFT_OUT
from bot.app.backup.write import write_backup
from bot.store.database import Database
from bot.store.rows import dumped, reflected
from tests.delivery.people import some_people

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_SECRET = b"a secret that is in no backup"


def _value(table: Table, column: Any, number: int) -> object:
    for key in column.foreign_keys:
        own = key.column.table is table
        return _value(key.column.table, key.column, 1 - number if own else number)
    match column.type:
        case Boolean():
            return bool(number)
        case Integer() | Float():
            return number + 1
        case DateTime():
            return NOW.replace(microsecond=number + 1, tzinfo=UTC if column.type.timezone else None)
        case Date():
            return date(2026, 11, 1 + number)
        case Time():
            return time(9, number)
        case LargeBinary():
            return _SECRET + bytes([number, 0, 255]) if table.name in LEFT_OUT else bytes([number, 0, 255])
        case JSON():
            return {"grüße": [number, None]}
    return f"é{number}"


def _fill(connection: Connection) -> None:
    """Two rows in every table; those of a table that refers to itself refer to each other."""
    for name, table in reflected(connection, KEPT | LEFT_OUT.keys()).items():
        rows = [{c.name: _value(table, c, number) for c in table.c} for number in (0, 1)]
        own = [c.name for c in table.c if any(k.column.table is table for k in c.foreign_keys)]
        connection.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
        for row in rows if own else ():
            this = [key == row[key.name] for key in table.primary_key]
            connection.execute(table.update().where(*this).values({n: row[n] for n in own}))
        assert name in KEPT | LEFT_OUT.keys()


def _all(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in map(json.loads, dumped(connection, reflected(connection, KEPT).values())):
        if isinstance(line, dict) and "table" in line:
            name, columns = line["table"], line["columns"]
            found[name] = []
        elif isinstance(line, list):
            row = dict(zip(columns, line, strict=True))
            row.pop("generation", None)
            found[name].append(row)
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


async def rows_of(database: Database) -> dict[str, list[dict[str, Any]]]:
    async with database.engine.connect() as connection:
        return await connection.run_sync(_all)


@pytest.fixture
async def full(database: Database) -> Database:
    async with database.engine.begin() as connection:
        await connection.run_sync(_fill)
    return database


def test_every_table_is_kept_or_left_out_by_name() -> None:
    assert KEPT | LEFT_OUT.keys() == ALL.tables.keys()
    assert not KEPT & LEFT_OUT.keys()


async def test_every_value_comes_back_in_either_kind_of_database(
    full: Database, empty: Database, tmp_path: Path
) -> None:
    await write_backup(full, tmp_path / "backup", NOW)
    restored = await restore_backup(empty, tmp_path / "backup", NOW, nothing_since=True)
    assert await rows_of(empty) == await rows_of(full)
    assert restored.rows == 2 * len(KEPT)


async def test_no_key_ballot_or_mark_is_in_the_file(full: Database, tmp_path: Path) -> None:
    await write_backup(full, tmp_path / "backup", NOW)
    lines = gzip.decompress((tmp_path / "backup").read_bytes()).decode().splitlines()
    named = {
        said["table"] for line in lines if isinstance(said := json.loads(line), dict) and "table" in said
    }
    assert named == KEPT


async def test_only_its_owner_may_read_the_file(full: Database, tmp_path: Path) -> None:
    await write_backup(full, tmp_path / "backup", NOW)
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*.half"))


async def test_a_database_that_is_not_empty_is_left_as_it_is(full: Database, tmp_path: Path) -> None:
    await write_backup(full, tmp_path / "backup", NOW)
    before = await rows_of(full)
    with pytest.raises(NotRestored, match="not empty"):
        await restore_backup(full, tmp_path / "backup", NOW)
    assert await rows_of(full) == before


async def test_an_incomplete_file_leaves_nothing_behind(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    await some_people(database, 1500)
    await write_backup(database, tmp_path / "backup", NOW)
    whole = gzip.decompress((tmp_path / "backup").read_bytes())
    (tmp_path / "half").write_bytes(gzip.compress(whole[: len(whole) * 2 // 3]))
    (tmp_path / "torn").write_bytes((tmp_path / "backup").read_bytes()[:-5_000])
    for name in ("half", "torn"):
        with pytest.raises(NotRestored, match="damaged"):
            await restore_backup(empty, tmp_path / name, NOW)
    await restore_backup(empty, tmp_path / "backup", NOW)
    assert len((await rows_of(empty))["people"]) == 1500


async def test_what_is_no_backup_is_refused(empty: Database, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not one")
    (tmp_path / "json").write_bytes(gzip.compress(b'{"alongside": 99}\n'))
    for name in ("text", "json"):
        with pytest.raises(NotRestored, match="no backup"):
            await restore_backup(empty, tmp_path / name, NOW)
