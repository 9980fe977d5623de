"""What comes round, and when: rows that an administrator edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.delivery.slots import Slot
from bot.errors import UserFacingError
from bot.people.budget import Kind
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime, new_id, words


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`cron` has five fields with names for weekdays, e.g. "0 10 * * tue" or "0 10 * * mon#1" for each month's
    first Monday. `every_weeks` 2 leaves out every second week.
    """

    cron: str
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
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

    async def coming(self, plan: Plan, now: datetime, count: int) -> Sequence[date]:
        """The next local dates."""
        ...


class Schedule(Table):
    """`Recurrence` and `Plan` say what the times mean; they are local, in each person's own zone.

    `kind` says who goes first where several are due. `audience` narrows whom the job is for; empty for all.
    """

    __tablename__ = "schedules"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    job: Mapped[str]
    kind: Mapped[Kind] = mapped_column(words(Kind))
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
    def plan(self) -> Plan:
        recurrence = Recurrence(self.cron, self.every_weeks)
        return Plan(self.id, self.organisation_id, recurrence, self.starts_on, self.since)


_AT_ONCE = timedelta()

# The last two write to nobody, so they go last.
_DEFAULTS: Sequence[dict[str, Any]] = (
    {"name": "Weekly tips", "job": "nudges", "kind": Kind.NUDGE, "cron": "0 10 * * thu"},
    {
        "name": "This fortnight's questions",
        "job": "pulses",
        "kind": Kind.PULSE,
        "cron": "0 10 * * tue",
        "every_weeks": 2,
    },
    {
        "name": "Questions for single roles",
        "job": "role-pulses",
        "kind": Kind.PULSE,
        "cron": "0 10 * * tue",
        "every_weeks": 2,
        "begins_after": timedelta(weeks=1),
    },
    {"name": "Induction", "job": "induction", "kind": Kind.INDUCTION, "cron": "30 9 * * *"},
    {
        "name": "Team discussion prompts",
        "job": "prompts",
        "kind": Kind.PROMPT,
        "cron": "0 11 * * thu",
        "every_weeks": 2,
    },
    {"name": "Weekly digest", "job": "digests", "kind": Kind.DIGEST, "cron": "0 9 * * mon"},
    {"name": "Content review reminders", "job": "reviews", "kind": Kind.DIGEST, "cron": "0 10 * * mon#1"},
    {"name": "Keeping people current", "job": "people", "kind": Kind.PROMPT, "cron": "30 3 * * *"},
    {"name": "Clearing out old records", "job": "retention", "kind": Kind.PROMPT, "cron": "0 3 * * *"},
)


def defaults(organisation_id: str, now: datetime) -> list[Schedule]:
    """What a new organisation begins with; nothing that came before now is caught up on."""
    return [Schedule(**row) for row in _default_rows(organisation_id, now)]


async def add_missing(session: AsyncSession, organisation_id: str, now: datetime) -> None:
    """The defaults that are not there yet, by name: all for a new organisation, some after an update."""
    for row in _default_rows(organisation_id, now):
        await session.execute(insert(session, Schedule).values(row).on_conflict_do_nothing())


def _default_rows(organisation_id: str, now: datetime) -> list[dict[str, Any]]:
    return [_row(organisation_id, now, **given) for given in _DEFAULTS]


def _row(
    organisation_id: str, now: datetime, begins_after: timedelta = _AT_ONCE, **given: object
) -> dict[str, Any]:
    began = {"organisation_id": organisation_id, "starts_on": now.date() + begins_after, "since": now}
    unsaid = {"every_weeks": 1, "audience": "", "is_on": True}
    return {"id": new_id()} | began | unsaid | given


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
