"""A backup that an earlier release made is restored and brought up to date; one of a newer release is refused."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, insert, select

import bot.app.migrations
from bot.app.backup.restore import NotRestored, restore_backup
from bot.app.backup.write import write_backup
from bot.app.migrations import pending, revision_of, upgrade
from bot.people.identity.people import Person
from bot.store.database import Database
from bot.store.rows import reflected
from tests.databases import SEAL, sqlite_urls

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
# From the newest: the release before that one, and one of long ago.
REVISIONS = [
    step.revision for step in ScriptDirectory(str(Path(bot.app.migrations.__file__).parent)).walk_revisions()
]
PEOPLE = 3


def _as_of(connection: Connection, revision: str) -> None:
    """The tables of that release, and people in them."""
    upgrade(connection, revision, SEAL)
    tables = reflected(connection, {"organisations", "people"})
    home: dict[str, Any] = {
        "id": "home",
        "name": "Harbour",
        "country": "GB",
        "region": "ENG",
        "time_zone": "Europe/London",
    }
    home |= {"contact": "Ring Priya.", "staff_support": [], "weekly_contacts": 3, "approval_above": 50}
    columns = set(tables["organisations"].c.keys())
    connection.execute(
        insert(tables["organisations"]), {name: value for name, value in home.items() if name in columns}
    )
    for number in range(PEOPLE):
        person = {"id": f"p{number}", "organisation_id": "home", "name": f"Person {number}"}
        connection.execute(insert(tables["people"]), person)


async def backup_of(revision: str, place: Path) -> Path:
    database = Database(sqlite_urls(place).main, seal=SEAL)
    async with database.engine.begin() as connection:
        await connection.run_sync(_as_of, revision)
    await write_backup(database, place / "backup", NOW)
    await database.close()
    return place / "backup"


@pytest.mark.parametrize("revision", [REVISIONS[1], REVISIONS[10]])
async def test_the_backup_of_an_earlier_release_is_restored_and_brought_up_to_date(
    revision: str, empty: Database, tmp_path: Path
) -> None:
    await restore_backup(empty, await backup_of(revision, tmp_path), NOW)
    assert await pending(empty) == 0
    async with empty.read() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == PEOPLE


async def test_the_backup_of_a_newer_release_is_refused_and_nothing_made(
    empty: Database, tmp_path: Path
) -> None:
    file = await backup_of(REVISIONS[0], tmp_path)
    head, *rows = gzip.decompress(file.read_bytes()).decode().splitlines(keepends=True)
    newer = json.loads(head) | {"release": "9.9.9", "revision": "9999"}
    file.write_bytes(gzip.compress("".join([json.dumps(newer) + "\n", *rows]).encode()))
    with pytest.raises(NotRestored, match=r"of release 9\.9\.9, which is newer"):
        await restore_backup(empty, file, NOW)
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(revision_of) is None
