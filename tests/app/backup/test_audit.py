"""What the database alone can't show: an older copy of it that was put back, an audit that was made anew."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import delete
from typer.testing import CliRunner

from bot.app.assembly import open_database
from bot.app.backup.restore import audit_line_in, restore_backup
from bot.app.backup.write import write_backup
from bot.commands.cli import app
from bot.conversation.request import Sender
from bot.core.settings import Settings
from bot.people.access.roles import Role, grant
from bot.people.audit.acts import WAS_REFUSED
from bot.people.audit.audit_check import AuditFault, AuditState, check, clear_out
from bot.people.audit.audit_log import AuditHead, AuditLine, head_of, record
from bot.people.audit.audit_text import state_text
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_KEY = SecretStr("c2VhbGVkIGZvciB0ZXN0cywgYW5kIGZvciBub3RoaW4=")


async def _refusals(database: Database, count: int, about: str = "roles") -> None:
    async with database.write() as session:
        for _ in range(count):
            await record(session, None, WAS_REFUSED, NOW, about=about)


async def test_a_backup_names_the_newest_line_and_brings_the_seal_back(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    await _refusals(database, 3)
    await write_backup(database, tmp_path / "backup", NOW)
    async with database.read() as session:
        head = await head_of(session)
    assert head
    assert audit_line_in(tmp_path / "backup") == (3, head.digest)
    await restore_backup(empty, tmp_path / "backup", NOW)
    async with empty.read() as session:
        state = await check(session)
    assert (state.fault, state.last, state.digest) == (None, 3, head.digest)


async def test_that_all_went_with_their_seal_shows_where_somebody_has_a_role(database: Database) -> None:
    harbour = Organisation(name="Harbour", country="GB", time_zone="Europe/London", contact="Priya")
    async with database.write() as session:
        session.add(harbour)
        await session.flush()
        sam = await get_or_create_person(session, Sender("web", "demo", "sam"), harbour, name="Sam", now=NOW)
        assert await check(session) == AuditState(), "a new one"
        await grant(session, sam.id, Role.EDITOR, None, granted_by=None, now=NOW)
        await session.execute(delete(AuditLine))
        await session.execute(delete(AuditHead))
        assert await check(session) == AuditState(fault=AuditFault.ALL_GONE)
    assert "All lines are missing" in state_text(AuditState(fault=AuditFault.ALL_GONE))


class Desk:
    """Somebody at the command line, before a database of SQLite that others had their hands on."""

    def __init__(self, place: Path) -> None:
        self.settings = Settings(_env_file=None, var=place, master_key=_KEY)
        self.older, self.newer = place / "older", place / "newer"

    async def write_backups(self) -> None:
        database = await open_database(self.settings)
        for file in (self.older, self.newer):
            await _refusals(database, 2)
            await write_backup(database, file, NOW)
        await database.close()

    async def begin_anew(self) -> None:
        """The lines and their seal are deleted, and the bot goes on."""
        database = await open_database(self.settings)
        async with database.write() as session:
            await session.execute(delete(AuditLine))
            await session.execute(delete(AuditHead))
        await _refusals(database, 3, about="settings")
        await database.close()

    async def prune(self) -> None:
        database = await open_database(self.settings)
        async with database.write() as session:
            await clear_out(session, NOW + timedelta(days=1))
        await database.close()

    def checks(self, *known: Path | str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["audit", *map(str, known)], obj=self.settings)
        return result.exit_code, result.output


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    asyncio.run(desk.write_backups())
    return desk


def test_an_audit_that_goes_on_is_the_one_that_backups_know(desk: Desk) -> None:
    code, said = desk.checks(desk.older, desk.newer)
    assert (code, "Line 2 is the one you know" in said, "Line 4 is the one you know" in said) == (
        0,
        True,
        True,
    )
    asyncio.run(desk.prune())
    code, said = desk.checks(desk.older, desk.newer)
    assert (code, "Line 2 was deleted" in said, "Line 4 is the one you know" in said) == (0, True, True)


def test_one_that_was_made_anew_is_not(desk: Desk) -> None:
    asyncio.run(desk.begin_anew())
    code, said = desk.checks(desk.older, desk.newer)
    assert (code, "Nothing is missing: lines 1 to 3" in said) == (1, True)
    assert "Line 2 is another one than you know" in said
    assert "Line 4 is not there" in said


def test_what_is_no_line_is_refused(desk: Desk) -> None:
    assert desk.checks("no such file")[0] == desk.checks("2:short")[0] == 2
