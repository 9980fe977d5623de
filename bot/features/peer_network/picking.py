"""Picks who is asked to post this month's question: the member who waited longest, never last month's.

Who leaves takes their turns along; who joins anew waits from then on.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot
from bot.features.peer_network.members import NOT_ASKED, close_picks, members, question_of
from bot.features.peer_network.models import NetworkQuestion

_ONE_MONTH = timedelta(days=21)
"""Shorter than the time between the first Mondays of two months, and longer than two organisations' schedules differ."""
_FEWEST = 2
"""One alone would be picked every month."""


async def pick(session: AsyncSession, slot: Slot, now: datetime) -> NetworkQuestion | None:
    """The same when it is started again. None if there is nobody to ask, or nobody to be asked by."""
    question_id = question_of(slot)
    if before := await session.get(NetworkQuestion, question_id):
        return before
    joined = {member.person_id: member.joined_at for member in await members(session)}
    turns = select(NetworkQuestion.person_id, func.max(NetworkQuestion.picked_at))
    had = dict((await session.execute(turns.group_by(NetworkQuestion.person_id))).all())
    if len(joined) < _FEWEST or await _is_picked_elsewhere(session, slot, now):
        return None
    question = NetworkQuestion(id=question_id, organisation_id=slot.organisation_id, picked_at=now)
    last = max(had.values(), default=None)
    # If two waited equally long, the one without a turn so far.
    question.person_id = min(joined, key=lambda p: (had.get(p, now) == last, had.get(p, joined[p]), p in had))
    session.add(question)
    await _close_unasked(session, question, now)
    return question


async def _is_picked_elsewhere(session: AsyncSession, slot: Slot, now: datetime) -> bool:
    """Whether the schedule of another organisation here has picked somebody for this month: it is one network."""
    others = NetworkQuestion.organisation_id != slot.organisation_id
    recently = NetworkQuestion.picked_at > now - _ONE_MONTH
    return await session.scalar(select(NetworkQuestion.id).where(others, recently).limit(1)) is not None


async def _close_unasked(session: AsyncSession, question: NetworkQuestion, now: datetime) -> None:
    """Closes the messages that asked earlier months' pickers, because it is another person's turn."""
    earlier = (NetworkQuestion.sent_at.is_(None), NetworkQuestion.id != question.id)
    for before in (await session.scalars(select(NetworkQuestion).where(*earlier))).all():
        if before.person_id:
            await close_picks(session, before, NOT_ASKED, now)
