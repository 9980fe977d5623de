"""Finds who gets a digest, and which waves are new in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot
from bot.features.pulse.models import Wave
from bot.features.pulse.waves.results import PUBLISHED
from bot.people.access.roles import Grant, Role
from bot.people.identity.people import Person

# Before the first digest: results that are older than this are no news.
_NO_NEWS_AFTER = timedelta(weeks=4)


async def leaders_of(session: AsyncSession, organisation_id: str) -> Sequence[str]:
    person_ids = await session.scalars(
        select(Person.id)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.role == Role.LEADER)
        .where(Person.organisation_id == organisation_id, Person.left_on.is_(None))
        .distinct()
        .order_by(Person.id)
    )
    return person_ids.all()


async def waves_since_last_digest(session: AsyncSession, slot: Slot) -> dict[str, int]:
    """The waves that closed since the last digest that went out, with their numbers."""
    rows = await session.execute(
        select(Wave.id, Wave.number)
        .where(Wave.organisation_id == slot.organisation_id, Wave.state.in_(PUBLISHED))
        .where(Wave.closes_at > await _last_digest(session, slot), Wave.closes_at <= slot.due_at)
    )
    return dict(rows.all())


async def _last_digest(session: AsyncSession, slot: Slot) -> datetime:
    earlier = (Slot.schedule == slot.schedule, Slot.day < slot.day, Slot.expanded_at.is_not(None))
    due_at = await session.scalar(select(Slot.due_at).where(*earlier).order_by(Slot.day.desc()).limit(1))
    return due_at or slot.due_at - _NO_NEWS_AFTER
