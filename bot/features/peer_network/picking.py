"""Picks who is asked to ask this month's question: who waited longest, so that nobody is picked twice running."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot
from bot.features.peer_network.members import members
from bot.features.peer_network.models import NetworkQuestion

_FEWEST = 2
"""One alone would be picked every month."""


async def pick(session: AsyncSession, slot: Slot, now: datetime) -> NetworkQuestion | None:
    """The same when it is started again. None where there is nobody to ask, or nobody to be asked by."""
    question_id = f"{slot.organisation_id}-{slot.day}"
    if before := await session.get(NetworkQuestion, question_id):
        return before
    inside = [member.person_id for member in await members(session)]
    turns = select(NetworkQuestion.person_id, func.max(NetworkQuestion.picked_at))
    had = dict((await session.execute(turns.group_by(NetworkQuestion.person_id))).all())
    if len(inside) < _FEWEST:
        return None
    question = NetworkQuestion(id=question_id, organisation_id=slot.organisation_id, picked_at=now)
    question.person_id = min(inside, key=lambda p: (p in had, had.get(p), inside.index(p)))
    session.add(question)
    return question
