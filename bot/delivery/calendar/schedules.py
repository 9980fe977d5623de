"""Recurring schedules: rows that administrators edit, with their times."""

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
    """`cron` has five fields with names for weekdays, e.g. "0 10 * * tue" or "0 10 * * mon#1" for each month's
    first Monday. `every_weeks` 2 leaves out every second week.
    """

    cron: str
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """A schedule's times. Weeks count from the first date that fits on or after `starts_on`.

    What came up to `since` is over and is not caught up on.
    """

    schedule: str
    organisation_id: str
    recurrence: Recurrence
    starts_on: date
    since: datetime


class NotUnderstood(UserFacingError):
    """Nobody could say from these words when it comes; the text says what can be written."""


class Timetable(Protocol):
    """Times for those who show them or take them down; the clock is on a floor above."""

    def read(self, typed: str) -> Recurrence:
        """From plain words or five cron fields. Raises NotUnderstood."""
        ...

    def words(self, recurrence: Recurrence) -> str:
        """As `read` understands them."""
        ...

    async def coming(self, plan: SchedulePlan, now: datetime, count: int) -> Sequence[date]:
        """The next local dates."""
        ...


class Schedule(Table):
    """`Recurrence` and `SchedulePlan` say what the times mean; they are local, in each person's own zone.

    `kind` says who goes first where several are due. `audience` narrows whom the job is for; empty for all.
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
        """Of day, in each person's own zone."""
        minute, hour, *_ = self.cron.split()
        return time(int(hour), int(minute))

    @property
    def plan(self) -> SchedulePlan:
        recurrence = Recurrence(self.cron, self.every_weeks)
        return SchedulePlan(self.id, self.organisation_id, recurrence, self.starts_on, self.since)


@dataclass(frozen=True, slots=True)
class DefaultSchedule:
    """What a new organisation begins with, and an older one gets with an update."""

    name: str
    job: str
    kind: MessageKind
    cron: str
    every_weeks: int = 1
    begins_after: timedelta = timedelta()

    def row(self, organisation_id: str, now: datetime) -> dict[str, Any]:
        """What came before now is not caught up on."""
        row: dict[str, Any] = {"id": new_id(), "organisation_id": organisation_id, "name": self.name}
        row |= {"job": self.job, "kind": self.kind, "cron": self.cron, "every_weeks": self.every_weeks}
        row |= {"starts_on": now.date() + self.begins_after, "since": now}
        return row | {"audience": "", "is_on": True}


async def add_missing(
    session: AsyncSession, organisation_id: str, now: datetime, declared: Iterable[DefaultSchedule]
) -> None:
    """Those that are not there yet, by name: all for a new organisation, some after an update."""
    for default in declared:
        row = default.row(organisation_id, now)
        await session.execute(insert(session, Schedule).values(row).on_conflict_do_nothing())


async def schedules_of(session: AsyncSession, organisation_id: str) -> Sequence[Schedule]:
    """By name."""
    mine = Schedule.organisation_id == organisation_id
    return (await session.scalars(select(Schedule).where(mine).order_by(Schedule.name))).all()


async def schedules_on(session: AsyncSession) -> Sequence[Schedule]:
    """Everybody's, without those that are switched off."""
    return (await session.scalars(select(Schedule).where(Schedule.is_on).order_by(Schedule.id))).all()


async def schedule_in(session: AsyncSession, organisation_id: str, schedule_id: str) -> Schedule | None:
    """None where there is no such schedule in this organisation."""
    found = await session.get(Schedule, schedule_id)
    return found if found and found.organisation_id == organisation_id else None


async def at_of(session: AsyncSession, slot: Slot) -> time:
    """When on the slot's day its job is wanted, in each person's own zone."""
    return (await session.get_one(Schedule, slot.schedule)).at


async def switch(session: AsyncSession, schedule_id: str, is_on: bool, now: datetime) -> None:
    """What came while it was off is not caught up on."""
    other = (Schedule.id == schedule_id, Schedule.is_on.is_not(is_on))
    await session.execute(update(Schedule).where(*other).values(is_on=is_on, since=now))


async def change_times(
    session: AsyncSession, schedule_id: str, recurrence: Recurrence, starts_on: date, now: datetime
) -> None:
    """From now on; what the new times would have brought earlier is not caught up on."""
    times = {"cron": recurrence.cron, "every_weeks": recurrence.every_weeks, "starts_on": starts_on}
    await session.execute(update(Schedule).where(Schedule.id == schedule_id).values(**times, since=now))
