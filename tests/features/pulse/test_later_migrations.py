"""A database of the release before: the questions' schedule gets its new name, and verdicts become values."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from bot.app.migrations import migrate, upgrade
from bot.delivery.calendar.schedules import Schedule, add_missing
from bot.features import DEFAULT_SCHEDULES
from bot.features.pulse.models import PublishedRow
from bot.features.pulse.verdict import Changed, NoClearChange, TooEarly, Verdict, verdict_from_json
from bot.features.pulse.views.verdict_text import verdict_in_words
from bot.store.database import Database
from tests.databases import SEAL, Urls
from tests.features.pulse.test_migration import add

OLD, NEW = "This fortnight's questions", "Questions for everyone"
WORDS: Mapping[str, Verdict | None] = {
    "": None,
    "no clear change": NoClearChange(),
    "a change can first be called after one more round of questions": TooEarly(1),
    "a change can first be called after 6 more rounds of questions": TooEarly(6),
    "up by about 12 in 100 since the first 6 rounds": Changed(12, is_up=True),
    "down by about 9 in 100 since the first 15 rounds": Changed(-9, is_up=False, baseline=15),
    "down since the first 6 rounds": Changed(None, is_up=False),
    "a sentence that no release wrote": None,
}
SINCE = datetime(2026, 10, 6, 10, tzinfo=UTC)


def fill(connection: Connection) -> None:
    upgrade(connection, "0033")
    add(connection, "organisations", {"id": "o", "name": "Harbour", "country": "GB", "time_zone": "UTC"})
    given: dict[str, object] = {
        "organisation_id": "o",
        "job": "pulses",
        "kind": "pulse",
        "cron": "0 9 * * wed",
    }
    given |= {"starts_on": date(2026, 10, 6), "since": SINCE, "every_weeks": 2, "is_on": False}
    add(connection, "schedules", given | {"id": "s", "name": OLD})
    wave: dict[str, object] = {
        "id": "w",
        "organisation_id": "o",
        "number": 1,
        "slot": "w",
        "audience": "everyone",
    }
    add(connection, "pulse_waves", wave | {"opened_on": date(2026, 10, 6), "closes_at": SINCE, "floor": 8})
    rows = [{"wave_id": "w", "item_id": "i", "group_key": f"g{n}", "told": {}} for n in range(len(WORDS))]
    add(connection, "pulse_told", *(row | {"verdict": said} for row, said in zip(rows, WORDS, strict=True)))


@pytest.fixture
async def migrated(empty_urls: Urls) -> AsyncIterator[Database]:
    database = Database(empty_urls.main, seal=SEAL)
    async with database.engine.execution_options(alongside_writes=True).begin() as connection:
        await connection.run_sync(fill)
    await migrate(database)
    yield database
    await database.close()


async def test_the_questions_for_everyone_stay_one_schedule_as_an_administrator_set_it(
    migrated: Database,
) -> None:
    async with migrated.write() as session:
        await add_missing(session, "o", SINCE, DEFAULT_SCHEDULES)
    async with migrated.read() as session:
        found = (await session.scalars(sa.select(Schedule).where(Schedule.job == "pulses"))).all()
    assert [(one.id, one.name, one.cron, one.is_on) for one in found] == [("s", NEW, "0 9 * * wed", False)]


async def test_verdicts_in_words_become_values_that_are_said_as_before(migrated: Database) -> None:
    async with migrated.read() as session:
        found = (await session.scalars(sa.select(PublishedRow).order_by(PublishedRow.group_key))).all()
    assert [verdict_from_json(row.judged) for row in found] == list(WORDS.values())
    for said, judged in WORDS.items():
        assert judged is None or verdict_in_words(judged) == said
