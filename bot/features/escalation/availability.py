"""Stores when champions take questions and how many, and finds those who can take one more."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.features.escalation.models import Question
from bot.people.contact.send_time import At, Instant, Reach, due
from bot.store.database import Table


class Availability(Table):
    """ISO weekdays and hours of their own zone; `most` is how many questions at a time, unanswered.

    From an hour to the same hour means all day. `not_now` needs no reason and has no end but theirs.
    """

    __tablename__ = "availabilities"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    days: Mapped[str] = mapped_column(default="12345")
    from_hour: Mapped[int] = mapped_column(default=9)
    to_hour: Mapped[int] = mapped_column(default=17)
    most: Mapped[int] = mapped_column(default=3)
    not_now: Mapped[bool] = mapped_column(default=False)

    def next_welcome(self, now: datetime, reach: Reach) -> datetime:
        """The first moment from now on at which they take questions."""
        hours = replace(reach, working_days=self.days, quiet_from=self.to_hour % 24, quiet_to=self.from_hour)
        found = due(Instant(now), hours)
        return found.instant if isinstance(found, At) else now


async def availability_of(session: AsyncSession, person_id: str) -> Availability:
    """What they chose, or what holds until they do."""
    found = await session.get(Availability, person_id)
    return found or Availability(
        person_id=person_id, days="12345", from_hour=9, to_hour=17, most=3, not_now=False
    )


async def free(session: AsyncSession, person_ids: Sequence[str], *, even_if_full: bool) -> list[str]:
    """Those of them who take one more; never people who said "not now"."""
    held = await _held(session, person_ids)
    found = []
    for person_id in person_ids:
        chosen = await availability_of(session, person_id)
        if not chosen.not_now and (even_if_full or held.get(person_id, 0) < chosen.most):
            found.append(person_id)
    return found


async def _held(session: AsyncSession, person_ids: Collection[str]) -> dict[str, int]:
    """How many each has taken and not answered."""
    rows = await session.execute(
        select(Question.claimed_by, func.count())
        .where(Question.claimed_by.in_(person_ids), Question.answered_at.is_(None))
        .where(Question.closed_at.is_(None), Question.directed_to.is_(None))
        .group_by(Question.claimed_by)
    )
    return {person_id: count for person_id, count in rows if person_id}
