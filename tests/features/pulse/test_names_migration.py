"""A database of the release before: the schedule of the questions for everyone gets its new name, and stays one."""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.app.migrations import migrate, upgrade
from bot.delivery.calendar.schedules import Schedule, add_missing
from bot.features import DEFAULT_SCHEDULES
from bot.store.database import Database
from tests.databases import SEAL, Urls
from tests.features.pulse.test_migration import add

OLD, NEW = "This fortnight's questions", "Questions for everyone"
SINCE = datetime(2026, 10, 6, 10, tzinfo=UTC)


def fill(connection: Connection) -> None:
    upgrade(connection, "0032")
    add(connection, "organisations", {"id": "o", "name": "Harbour", "country": "GB", "time_zone": "UTC"})
    given = {"organisation_id": "o", "job": "pulses", "kind": "pulse", "cron": "0 9 * * wed"}
    given |= {"starts_on": date(2026, 10, 6), "since": SINCE, "every_weeks": 2, "is_on": False}
    add(connection, "schedules", given | {"id": "s", "name": OLD})


async def test_the_questions_for_everyone_stay_one_schedule_as_an_administrator_set_it(
    empty_urls: Urls,
) -> None:
    database = Database(empty_urls.main, seal=SEAL)
    async with database.engine.execution_options(alongside_writes=True).begin() as connection:
        await connection.run_sync(fill)
    await migrate(database)
    async with database.write() as session:
        await add_missing(session, "o", SINCE, DEFAULT_SCHEDULES)
    async with database.read() as session:
        found = (await session.scalars(sa.select(Schedule).where(Schedule.job == "pulses"))).all()
    assert [(one.id, one.name, one.cron, one.is_on) for one in found] == [("s", NEW, "0 9 * * wed", False)]
    await database.close()
