"""Computes when schedules are due: local dates from APScheduler, instants from people's time zones.

The triggers count plain dates in UTC, which has no clock changes. Each date then occurs once in each time
zone.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import dropwhile, islice, takewhile
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar import schedule_text as words
from bot.delivery.calendar.cron import Cron, read_cron
from bot.delivery.calendar.schedules import Recurrence, Schedule, SchedulePlan, schedules_on
from bot.delivery.calendar.slots import Occasion, Slot
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person
from bot.store.database import Database

_A_DAY = timedelta(days=1)
# The widest distance between time zones bounds how far the local date of a due instant can be away.
_FAR = timedelta(days=2)
_NTH = {"1": "1st", "2": "2nd", "3": "3rd", "4": "4th", "L": "last"}


@dataclass(frozen=True, slots=True)
class NextOccasion:
    """The next occasion of a schedule. `at` is the instant at which the first time zone is due."""

    day: date
    at: datetime


class ScheduleCalendar:
    """Reads schedules from the database.

    Implements delivery's Calendar, and the Timetable that handlers show.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime) -> Sequence[Occasion]:
        """All due occasions, including every missed one."""
        async with self._database.read() as session:
            return await due_by(session, now)

    async def next_after(self, instant: datetime) -> datetime | None:
        async with self._database.read() as session:
            plans = [schedule.plan for schedule in await schedules_on(session)]
            courses = await _courses(session, plans)
        soonest = [coming.at for course in courses for coming in islice(course.times_after(instant), 1)]
        return min(soonest, default=None)

    async def coming(self, plan: SchedulePlan, now: datetime, count: int) -> Sequence[date]:
        async with self._database.read() as session:
            (course,) = await _courses(session, [plan])
        return [coming.day for coming in islice(course.times_after(now), count)]

    def read(self, typed: str) -> Recurrence:
        return words.read(typed)

    def words(self, recurrence: Recurrence) -> str:
        return words.words(recurrence)


async def due_by(session: AsyncSession, now: datetime) -> Sequence[Occasion]:
    """All occasions that are due by now and have no slot yet."""
    schedules = await schedules_on(session)
    courses = await _courses(session, [schedule.plan for schedule in schedules])
    return [
        _occasion(schedule, coming)
        for schedule, course in zip(schedules, courses, strict=True)
        for coming in takewhile(lambda coming: coming.at <= now, course.times())
    ]


def dates(recurrence: Recurrence, starts_on: date, after: date) -> Iterator[date]:
    """The plan's local dates after this one and from `starts_on` on, in order."""
    trigger = _trigger(read_cron(recurrence.cron))
    first = next(_fires(trigger, starts_on), None)
    if first is None:
        return
    for day in _fires(trigger, max(after + _A_DAY, first)):
        if (_monday(day) - _monday(first)).days // 7 % recurrence.every_weeks == 0:
            yield day


def moment(day: date, at: time, zones: Collection[str]) -> datetime:
    """The earliest instant at which any of the zones has this time of this day.

    A local time that a clock change skips moves later by the length of the skip. Of a repeated time, the
    first counts.
    """
    return min(datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) for zone in zones)


def coming_times(plan: SchedulePlan, zones: Collection[str], after: date) -> Iterator[NextOccasion]:
    """The plan's occasions after this local date and after `plan.since`, in order."""
    cron = read_cron(plan.recurrence.cron)
    at = time(cron.hour, cron.minute)
    for day in dates(plan.recurrence, plan.starts_on, max(after, plan.since.date() - _FAR)):
        coming = NextOccasion(day, moment(day, at, zones))
        if coming.at > plan.since:
            yield coming


@dataclass(frozen=True, slots=True)
class _Course:
    """A plan's progress: the time zones it serves, and the last day that has a slot."""

    plan: SchedulePlan
    zones: Collection[str]
    latest: date | None

    def times(self) -> Iterator[NextOccasion]:
        return coming_times(self.plan, self.zones, self._after)

    def times_after(self, instant: datetime) -> Iterator[NextOccasion]:
        times = coming_times(self.plan, self.zones, max(self._after, instant.date() - _FAR))
        return dropwhile(lambda coming: coming.at <= instant, times)

    @property
    def _after(self) -> date:
        return self.latest or self.plan.starts_on - _A_DAY


async def _courses(session: AsyncSession, plans: Sequence[SchedulePlan]) -> list[_Course]:
    """The progress of each plan, in the same order."""
    zones = {id_: await _zones(session, id_) for id_ in {plan.organisation_id for plan in plans}}
    had = select(Slot.schedule, func.max(Slot.day)).where(
        Slot.schedule.in_([plan.schedule for plan in plans])
    )
    rows = await session.execute(had.group_by(Slot.schedule))
    latest: dict[str, date] = {row[0]: row[1] for row in rows}
    return [_Course(plan, zones[plan.organisation_id], latest.get(plan.schedule)) for plan in plans]


async def _zones(session: AsyncSession, organisation_id: str) -> set[str]:
    """The time zones of active people, and the organisation's own, which applies to team channels."""
    organisation = await session.get_one(Organisation, organisation_id)
    there = (Person.organisation_id == organisation_id, Person.left_on.is_(None), Person.time_zone != "")
    return {organisation.time_zone, *await session.scalars(select(Person.time_zone).where(*there).distinct())}


def _trigger(cron: Cron) -> CronTrigger:
    """A trigger that yields days only.

    Weekdays are passed by name, because APScheduler counts them from Monday as 0.
    """
    day, weekday = cron.day.replace("L", "last"), cron.weekday
    if "#" in weekday:
        name, nth = weekday.split("#")
        day, weekday = f"{_NTH[nth]} {name}", "*"
    return CronTrigger(month=cron.month, day=day, day_of_week=weekday, hour=0, minute=0, timezone=UTC)


def _fires(trigger: CronTrigger, start: date) -> Iterator[date]:
    """The trigger's days, from that day on."""
    while True:
        fire_time = trigger.get_next_fire_time(None, datetime.combine(start, time(), UTC))
        if fire_time is None:
            return
        yield fire_time.date()
        start = fire_time.date() + _A_DAY


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _occasion(schedule: Schedule, coming: NextOccasion) -> Occasion:
    return Occasion(schedule.id, schedule.job, schedule.kind, schedule.organisation_id, coming.day, coming.at)
