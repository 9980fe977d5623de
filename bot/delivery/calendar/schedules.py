"""Recurring schedules: the table whose rows administrators edit, and its queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.errors import UserFacingError
from bot.delivery.calendar.slots import Slot
from bot.people.contact.message_kinds import MessageKind
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import Declared, UtcDateTime, new_id


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Which days a schedule has, and how often it leaves them out.

    `cron` has five fields with names for weekdays, such as "0 10 * * tue", or "0 10 * * mon#1" for each
    month's first Monday. `every_weeks` 2 leaves out every second week.
    """

    cron: str
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """A schedule's times. Weeks count from the first matching date on or after `starts_on`.

    Occasions up to `since` are never sent late.
    """

    schedule: str
    organisation_id: str
    recurrence: Recurrence
    starts_on: date
    since: datetime


class NotUnderstood(UserFacingError):
    """Raised when text describes no valid schedule. The message lists the accepted forms."""


class Timetable(Protocol):
    """Parses and formats times for handlers, which may not import the calendar."""

    def read(self, typed: str) -> Recurrence:
        """Parses plain words or five cron fields. Raises NotUnderstood."""
        ...

    def words(self, recurrence: Recurrence) -> str:
        """Formats a recurrence in words that `read` accepts."""
        ...

    async def coming(self, plan: SchedulePlan, now: datetime, count: int) -> Sequence[date]:
        """The next local dates."""
        ...


class Schedule(Table):
    """A recurring job of an organisation.

    `Recurrence` and `SchedulePlan` hold its times, which are local to each person.

    `kind` sets the priority where several schedules are due. `audience` limits the recipients; empty means
    everyone.
    """

    __tablename__ = "schedules"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    job: Mapped[str]
    kind: Mapped[MessageKind] = mapped_column(Declared(MessageKind))
    cron: Mapped[str]
    every_weeks: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    audience: Mapped[str] = mapped_column(default="")
    is_on: Mapped[bool] = mapped_column(default=True)

    @property
    def at(self) -> time:
        """The time of day, local to each person."""
        minute, hour, *_ = self.cron.split()
        return time(int(hour), int(minute))

    @property
    def plan(self) -> SchedulePlan:
        recurrence = Recurrence(self.cron, self.every_weeks)
        return SchedulePlan(self.id, self.organisation_id, recurrence, self.starts_on, self.since)


@dataclass(frozen=True, slots=True)
class DefaultSchedule:
    """A schedule that new organisations start with, and that an update adds to existing ones."""

    name: str
    job: str
    kind: MessageKind
    cron: str
    every_weeks: int = 1
    begins_after: timedelta = timedelta()

    def row(self, organisation_id: str, now: datetime) -> dict[str, Any]:
        """The row to insert. Occasions before now are not sent late."""
        row: dict[str, Any] = {"id": new_id(), "organisation_id": organisation_id, "name": self.name}
        row |= {"job": self.job, "kind": self.kind, "cron": self.cron, "every_weeks": self.every_weeks}
        row |= {"starts_on": now.date() + self.begins_after, "since": now}
        return row | {"audience": "", "is_on": True}


async def add_missing(
    session: AsyncSession, organisation_id: str, now: datetime, declared: Iterable[DefaultSchedule]
) -> None:
    """Inserts the default schedules that the organisation lacks, by name: at first all, later added ones."""
    for default in declared:
        row = default.row(organisation_id, now)
        await session.execute(insert(session, Schedule).values(row).on_conflict_do_nothing())


async def schedules_of(session: AsyncSession, organisation_id: str) -> Sequence[Schedule]:
    """An organisation's schedules, ordered by name."""
    mine = Schedule.organisation_id == organisation_id
    return (await session.scalars(select(Schedule).where(mine).order_by(Schedule.name))).all()


async def schedules_on(session: AsyncSession) -> Sequence[Schedule]:
    """The enabled schedules of all organisations."""
    return (await session.scalars(select(Schedule).where(Schedule.is_on).order_by(Schedule.id))).all()


async def schedule_in(session: AsyncSession, organisation_id: str, schedule_id: str) -> Schedule | None:
    """One schedule. None if this organisation has none of that id."""
    schedule = await session.get(Schedule, schedule_id)
    return schedule if schedule and schedule.organisation_id == organisation_id else None


async def at_of(session: AsyncSession, slot: Slot) -> time:
    """The local time at which the slot's job is due on the slot's day."""
    return (await session.get_one(Schedule, slot.schedule)).at


async def switch(session: AsyncSession, schedule_id: str, is_on: bool, now: datetime) -> None:
    """Enables or disables a schedule. Occasions missed while it was disabled are not sent late."""
    other = (Schedule.id == schedule_id, Schedule.is_on.is_not(is_on))
    await session.execute(update(Schedule).where(*other).values(is_on=is_on, since=now))


async def change_times(
    session: AsyncSession, schedule_id: str, recurrence: Recurrence, starts_on: date, now: datetime
) -> None:
    """Changes the times from now on. Earlier occasions of the new times are not sent late."""
    times = {"cron": recurrence.cron, "every_weeks": recurrence.every_weeks, "starts_on": starts_on}
    await session.execute(update(Schedule).where(Schedule.id == schedule_id).values(**times, since=now))
