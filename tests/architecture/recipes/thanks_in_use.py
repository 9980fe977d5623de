"""What the recipes of CONTRIBUTING.md made is used: `test_recipes.py` runs these tests in its copy of the code."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

import handlers
import schedules
from bot.app.all_tables import ALL
from bot.app.backup.tables import KEPT
from bot.app.migrations import migrate
from bot.conversation.message import Message
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Faults, Open, Say
from bot.delivery.calendar.slots import Slot
from bot.features import DEFAULT_SCHEDULES
from bot.features.asking.cards.library import read
from bot.features.personal_data import PERSONAL_DATA
from bot.people.contact.message_kinds import UPKEEP
from bot.people.identity.organisation_limits import Limit, applies
from bot.people.identity.organisations import Organisation
from bot.platforms import PLUGS
from bot.store.database import Database
from tests.delivery.people import HOME, some_people
from tests.delivery.times import utc
from tests.fakes import request

DUE = utc("2026-12-07 09:00")


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """As the migrations make it, with the recipes' own as the last."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'thanks.sqlite'}")
    await migrate(database)
    yield database
    await database.close()


async def sent(database: Database, **values: str) -> Any:
    services: Any = SimpleNamespace(database=database)
    submission = request(
        Kind.SUBMITTED, action="thanks.send", sender=Sender("fake", "W1", "W1-000000"), values=values
    )
    return await handlers.ALL.by_name["thanks.send"].handler(submission, services)


async def test_the_migration_makes_what_the_models_have(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), ALL))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_form_opens_refuses_nothing_written_and_stores_what_is(database: Database) -> None:
    (person,) = await some_people(database, 1)
    services: Any = SimpleNamespace(database=database)
    opened = await handlers.ALL.by_name["thanks.open"].handler(request(Kind.PRESSED), services)
    assert isinstance(opened, Open)
    assert opened.form.action == "thanks.send"
    assert isinstance(await sent(database, words=" "), Faults)
    assert isinstance(await sent(database, words="for the tea"), Say)
    async with database.read() as session:
        stored = await session.execute(text("SELECT person_id, words FROM thanks"))
        assert stored.all() == [(person, "for the tea")]


async def test_the_job_writes_to_the_people_who_thanked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await some_people(database, 2)
    await sent(database, words="for the tea")
    slot = Slot(id="s", schedule="thanks", job="thanks", organisation_id=HOME, kind=UPKEEP, due_at=DUE)
    drafts = [draft async for draft in schedules.MonthlyThanks(database).drafts(slot)]  # type: ignore[attr-defined]
    assert [(draft.to, type(draft.message)) for draft in drafts] == [(people[0], Message)]
    assert "thanks" in {schedule.job for schedule in DEFAULT_SCHEDULES}


def test_it_is_told_backed_up_set_and_plugged_in() -> None:
    assert "Thanks that you wrote" in {category.title for category in PERSONAL_DATA}
    assert "thanks" in KEPT
    assert "thanks_days" in set(Limit.all())
    assert applies(Organisation(thanks_days=60), {})["thanks_days"] == 60
    assert "memory" in {plug.name for plug in PLUGS}


def test_the_check_names_what_the_new_card_lacks() -> None:
    """A draft has nothing filled in."""
    assert any(fault.path == "content/cards/role/thanks.md" for fault in read(Path("content"))[1])
