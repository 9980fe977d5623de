"""Picks who is asked to ask this month's question: who waited longest, and nobody twice running."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot
from bot.features.peer_network.members import members
from bot.features.peer_network.models import NetworkQuestion

_FEWEST = 2


async def pick(session: AsyncSession, slot: Slot, now: datetime) -> NetworkQuestion | None:
    """The same when it is started again. None where there is nobody to ask, or nobody to be asked by."""
    question_id = f"{slot.organisation_id}-{slot.day}"
    if before := await session.get(NetworkQuestion, question_id):
        return before
    inside = [member.person_id for member in await members(session)]
    newest = select(NetworkQuestion.person_id).order_by(NetworkQuestion.picked_at.desc()).limit(1)
    last = await session.scalar(newest)
    turns = select(NetworkQuestion.person_id, func.max(NetworkQuestion.picked_at))
    had = dict((await session.execute(turns.group_by(NetworkQuestion.person_id))).all())
    waiting = sorted((p for p in inside if p != last), key=lambda p: (p in had, had.get(p), inside.index(p)))
    if len(inside) < _FEWEST or not waiting:
        return None
    question = NetworkQuestion(id=question_id, organisation_id=slot.organisation_id, picked_at=now)
    question.person_id = waiting[0]
    session.add(question)
    return question
