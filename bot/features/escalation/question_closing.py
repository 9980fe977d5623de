"""Closes, takes back and deletes questions: ends their offers, cuts the link to an unnamed asker, deletes texts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.changes import Responder, cancel, close_notices, close_notices_of, recall
from bot.delivery.ledger.contents import StoredContent
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.escalation.models import Letter, LetterKind, Question
from bot.features.escalation.question_offers import LETTER, OFFER

KEPT_FOR = timedelta(days=30)

_TO_CHAMPION = tuple(kind for kind in LetterKind if not kind.is_for_asker)
_ON_THEIR_WAY = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class QuestionOfferEndings:
    """The messages that replace what a champion has of a question: an offer after another champion took it, after it
    closed, after it was passed on; and their own, by the question's id, after they took it, after it moved on, after
    it was over.
    """

    taken: Message
    closed: Message
    passed_on: Message
    yours: Callable[[str], Message]
    moved_on: Callable[[str], Message]
    over: Callable[[str], Message]


async def close(
    session: AsyncSession,
    question: Question,
    now: datetime,
    endings: QuestionOfferEndings,
    pressed: str = "",
) -> None:
    question.closed_at = now
    if question.claimed_by:
        await supersede(session, question, endings.over(question.id), now, pressed)
    else:
        await end_offers(session, question, endings.closed, now)
    await cut_link(session, question)


async def end_offers(
    session: AsyncSession,
    question: Question,
    message: Message,
    now: datetime,
    taken: Responder | None = None,
) -> None:
    """Replaces delivered offers by this message, and cancels those that wait for a champion's hours."""
    await close_notices(session, _offers_of(question.id), message, now, answered=taken)


async def supersede(
    session: AsyncSession, question: Question, message: Message, now: datetime, pressed: str = ""
) -> None:
    """Replaces all that its champion has of it in their chat, so that no button there says what is past.

    The message that they have just pressed (`pressed`) is replaced by the reply.
    """
    if not question.claimed_by:
        return
    letters = select(Letter.id).where(Letter.question_id == question.id, Letter.says.in_(_TO_CHAMPION))
    theirs = [_offers_of(question.id), *[_letter(id_) for id_ in (await session.scalars(letters)).all()]]
    for beginning in theirs:
        await close_notices_of(session, beginning, question.claimed_by, message, now, pressed)


async def cut_link(session: AsyncSession, question: Question) -> None:
    """Deletes the link to an asker who gave no name.

    It does nothing while a message to them is on its way, so call it again later.
    """
    if question.is_named or not question.closed_at:
        return
    await session.flush()
    slots = await _slots_of(session, await _letters_to_asker(session, question.id))
    if not any(slot.state is SlotState.OPEN and not slot.expanded_at for slot in slots):
        question.asker_id = None
    arrived = (
        Delivery.slot_id.in_([slot.id for slot in slots]),
        Delivery.state.not_in(_ON_THEIR_WAY),
    )
    contents = (await session.scalars(select(Delivery.content).where(*arrived))).all()
    await session.execute(delete(StoredContent).where(StoredContent.hash.in_(contents)))
    await session.execute(delete(Delivery).where(*arrived))


async def cut_links(session: AsyncSession) -> None:
    """Cuts the link of every closed question whose messages have arrived."""
    for question in await session.scalars(
        select(Question).where(Question.closed_at.is_not(None), Question.is_named.is_(False))
    ):
        await cut_link(session, question)


async def take_back(session: AsyncSession, question: Question, now: datetime) -> None:
    """Deletes a question that its asker takes back, and recalls all messages about it from champions."""
    to_champion = select(Letter.id).where(Letter.question_id == question.id, Letter.says.in_(_TO_CHAMPION))
    letters = (await session.scalars(to_champion)).all()
    for slot in [*await _offers(session, [question.id]), *await _slots_of(session, letters)]:
        await recall(session, slot.id, now)
    await delete_questions(session, [question.id])


async def delete_closed(session: AsyncSession, before: datetime) -> int:
    """Deletes questions closed before this instant, with their texts. Returns how many."""
    closed = (await session.scalars(select(Question.id).where(Question.closed_at < before))).all()
    await delete_questions(session, closed)
    return len(closed)


async def delete_questions(session: AsyncSession, question_ids: Collection[str]) -> None:
    """Deletes the questions, their letters and the text of their messages, and cancels deliveries still to come."""
    letters = (await session.scalars(select(Letter.id).where(Letter.question_id.in_(question_ids)))).all()
    slots = [*await _slots_of(session, letters), *await _offers(session, question_ids)]
    for slot in slots:
        if slot.state is SlotState.OPEN:
            await cancel(session, slot.id)
    sent = select(Delivery.content).where(Delivery.slot_id.in_([slot.id for slot in slots]))
    await session.execute(delete(StoredContent).where(StoredContent.hash.in_(sent)))
    await session.execute(delete(Letter).where(Letter.question_id.in_(question_ids)))
    await session.execute(delete(Question).where(Question.id.in_(question_ids)))


async def _letters_to_asker(session: AsyncSession, question_id: str) -> Sequence[str]:
    kinds = [says for says in LetterKind if says.is_for_asker]
    mine = (Letter.question_id == question_id, Letter.says.in_(kinds))
    return (await session.scalars(select(Letter.id).where(*mine))).all()


async def _slots_of(session: AsyncSession, letter_ids: Collection[str]) -> Sequence[Slot]:
    schedules = [_letter(letter_id) for letter_id in letter_ids]
    return (await session.scalars(select(Slot).where(Slot.schedule.in_(schedules)))).all()


async def _offers(session: AsyncSession, question_ids: Collection[str]) -> Sequence[Slot]:
    of_these = [Slot.schedule.startswith(_offers_of(id_)) for id_ in question_ids]
    if not of_these:
        return ()
    return (await session.scalars(select(Slot).where(or_(*of_these)))).all()


def _letter(letter_id: str) -> str:
    """The key of its schedule."""
    return str(ScheduleKey.of(LETTER, letter_id))


def _offers_of(question_id: str) -> str:
    """The beginning of the keys of all its offers' schedules."""
    return ScheduleKey.of(OFFER, question_id).beginning
