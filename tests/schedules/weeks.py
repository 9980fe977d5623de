"""Slots day by day and week by week, for the jobs that send tips."""

from datetime import UTC, date, datetime, time

from bot.delivery.calendar.schedules import Schedule
from bot.delivery.calendar.slots import Occasion, Slot
from bot.delivery.ledger.expansion import Draft, Job
from bot.features.learning.declarations import INDUCTION, NUDGE, PROMPT
from bot.people.contact.message_kinds import MessageKind
from bot.store.database import Database
from tests.delivery.office import Office
from tests.delivery.people import HOME

CRONS = {NUDGE: "0 10 * * tue", INDUCTION: "30 9 * * *", PROMPT: "0 11 * * thu"}


async def add_schedule(database: Database, kind: MessageKind) -> None:
    """Called like its kind."""
    began = {"starts_on": date(2026, 1, 1), "since": datetime(2026, 1, 1, tzinfo=UTC)}
    async with database.write() as session:
        given = {"id": kind, "name": kind, "job": "hello", "organisation_id": HOME}
        session.add(Schedule(**given, **began, kind=kind, cron=CRONS[kind]))


def occasion_on(day: date, kind: MessageKind) -> Occasion:
    return Occasion(kind, "hello", kind, HOME, day, datetime.combine(day, time(1), UTC))


async def expand_on(office: Office, job: Job, day: date, kind: MessageKind) -> None:
    """As the tick does on that day; the calendar moves along."""
    office.replacement = job
    occasion = occasion_on(day, kind)
    if occasion.at > office.clock.now():
        office.clock.move_to(occasion.at)
    await office.plan(occasion)


async def drafts_on(job: Job, day: date, kind: MessageKind) -> list[Draft]:
    """What the job says, as if everything stopped before it was written down."""
    occasion = occasion_on(day, kind)
    given = {"id": occasion.slot_id, "schedule": occasion.schedule, "job": "hello", "organisation_id": HOME}
    return [draft async for draft in job(Slot(**given, kind=kind, day=day, due_at=occasion.at))]
