"""Finds when the next pulse wave opens, or until when the current one is open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.themes import Audience
from bot.delivery.calendar.schedules import Schedule, Timetable, schedules_of
from bot.features.pulse.waves.groups import GROUPS_FROM
from bot.features.pulse.waves.invitations import eligible
from bot.features.pulse.waves.waves import A_MONTH, closing_day, last_opened, open_to_everyone
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

# More occasions than a weekly schedule has in four weeks.
_LOOKS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class NextWave:
    """`open_until` where questions for everyone are open, else the day of the next ones if it is known."""

    open_until: date | None = None
    next_on: date | None = None


async def coming(
    database: Database,
    timetable: Timetable,
    organisation: Organisation,
    day: date,
    now: datetime,
    platforms: Collection[str] = (),
) -> NextWave:
    """`platforms` are those that run here; none where any may."""
    async with database.read() as session:
        wave = await open_to_everyone(session, organisation.id, now)
        schedule = await _schedule(session, organisation.id)
        rests_until = await _rests_until(session, organisation.id, day, platforms)
    if wave or schedule is None:
        return NextWave(closing_day(wave, organisation) if wave else None)
    days = await timetable.coming(schedule.plan, now, _LOOKS_AHEAD)
    return NextWave(next_on=next((day for day in days if day >= rests_until), None))


async def _schedule(session: AsyncSession, organisation_id: str) -> Schedule | None:
    schedules = await schedules_of(session, organisation_id)
    return next((schedule for schedule in schedules if schedule.job == "pulses" and schedule.is_on), None)


async def _rests_until(
    session: AsyncSession, organisation_id: str, day: date, platforms: Collection[str]
) -> date:
    """Small organisations are asked every four weeks."""
    asked_on = (await last_opened(session, organisation_id)).get(Audience.EVERYONE)
    is_small = len(await eligible(session, organisation_id, day, platforms=platforms)) < GROUPS_FROM
    return asked_on + A_MONTH if asked_on and is_small else date.min
