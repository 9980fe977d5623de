"""Finds the champions who can take one more question."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.escalation.models import Question
from bot.people.contact.availability import taking_more


async def free(session: AsyncSession, person_ids: Sequence[str], *, even_if_full: bool) -> list[str]:
    """Selects champions who take one more question; never people who said "not now"."""
    return await taking_more(session, person_ids, await _held(session, person_ids), even_if_full=even_if_full)


async def _held(session: AsyncSession, person_ids: Collection[str]) -> dict[str, int]:
    """The number of questions that each champion took and has not answered."""
    rows = await session.execute(
        select(Question.claimed_by, func.count())
        .where(Question.claimed_by.in_(person_ids), Question.answered_at.is_(None))
        .where(Question.closed_at.is_(None), Question.directed_to.is_(None))
        .group_by(Question.claimed_by)
    )
    return {person_id: count for person_id, count in rows if person_id}
