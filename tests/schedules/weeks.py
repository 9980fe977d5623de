"""Slots day by day and week by week, for the jobs that send tips."""

from datetime import UTC, date, datetime, time

from bot.delivery.expand import Draft, Job
from bot.delivery.schedules import Schedule
from bot.delivery.slots import Occasion, Slot
from bot.people.budget import Kind
from bot.store.database import Database
from tests.delivery.office import Office
from tests.delivery.people import HOME

CRONS = {Kind.NUDGE: "0 10 * * tue", Kind.INDUCTION: "30 9 * * *", Kind.PROMPT: "0 11 * * thu"}


async def add_schedule(database: Database, kind: Kind) -> None:
    """Called like its kind."""
    began = {"starts_on": date(2026, 1, 1), "since": datetime(2026, 1, 1, tzinfo=UTC)}
    async with database.write() as session:
        given = {"id": kind.value, "name": kind.value, "job": "hello", "organisation_id": HOME}
        session.add(Schedule(**given, **began, kind=kind, cron=CRONS[kind]))


def occasion_on(day: date, kind: Kind) -> Occasion:
    return Occasion(kind.value, "hello", kind, HOME, day, datetime.combine(day, time(1), UTC))


async def expand_on(office: Office, job: Job, day: date, kind: Kind) -> None:
    """As the tick does on that day; the calendar moves along."""
    office.replacement = job
    found = occasion_on(day, kind)
    if found.at > office.clock.now():
        office.clock.move_to(found.at)
    await office.plan(found)


async def drafts_on(job: Job, day: date, kind: Kind) -> list[Draft]:
    """What the job says, as if everything stopped before it was written down."""
    found = occasion_on(day, kind)
    given = {"id": found.slot_id, "schedule": found.schedule, "job": "hello", "organisation_id": HOME}
    return [draft async for draft in job(Slot(**given, kind=kind, day=day, due_at=found.at))]
