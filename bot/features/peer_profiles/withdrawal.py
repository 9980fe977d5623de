"""Withdraws entries: by their writer, in their settings, at erasure, on leaving, and when accounts are joined."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.changes import cancel, close_notices_of, recall
from bot.delivery.ledger.contents import StoredContent
from bot.delivery.ledger.deliveries import Delivery
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support.models import PeerDecline, PeerRequest, RequestStage
from bot.features.peer_profiles.support.request_notices import (
    ALL_JOBS,
    NEWS,
    OFFER,
    REMIND,
    beginning_of,
    tell_gone,
)
from bot.people.identity.people import Person


async def withdraw(session: AsyncSession, person_id: str) -> None:
    """Deletes the entry, its draft and its index, and ends requests to this person. Repeating it changes nothing."""
    await session.execute(delete(PeerProfile).where(PeerProfile.person_id == person_id))
    await session.execute(delete(PeerDecline).where(PeerDecline.person_id == person_id))
    asked_of_them = or_(PeerRequest.directed_to == person_id, PeerRequest.taken_by == person_id)
    for request in (await session.scalars(select(PeerRequest).where(asked_of_them))).all():
        await _leave(session, request)
    of_a_pool = (PeerRequest.closed_at.is_(None), PeerRequest.asker_id != person_id)
    for request in (await session.scalars(select(PeerRequest).where(*of_a_pool))).all():
        # Due since it was asked, so at once.
        offered = beginning_of(OFFER, request.id)
        await close_notices_of(session, offered, person_id, None, request.asked_at)


async def withdraw_departed(session: AsyncSession) -> int:
    """Withdraws the entries of people who don't work here any more. Returns how many people."""
    gone = or_(Person.left_on.is_not(None), Person.is_staff.is_(False))
    theirs = select(PeerProfile.person_id).join(Person, Person.id == PeerProfile.person_id).where(gone)
    people = set(await session.scalars(theirs))
    for person_id in people:
        await withdraw(session, person_id)
    return len(people)


async def forget_asked(session: AsyncSession, person_id: str) -> None:
    """Deletes the requests that this person made, and what they have of them in the chat: it names peer workers."""
    mine = select(PeerRequest).where(PeerRequest.asker_id == person_id)
    requests = (await session.scalars(mine)).all()
    for request in requests:
        # Due since it was asked, so at once.
        for job in (NEWS, REMIND):
            beginning = beginning_of(job, request.id)
            await close_notices_of(session, beginning, person_id, None, request.asked_at)
    await delete_requests(session, [request.id for request in requests])


async def merge_requests(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    """Gives the merged person's requests to the one who stays."""
    statement = update(PeerRequest).where(PeerRequest.asker_id == gone_id)
    await session.execute(statement.values(asker_id=kept_id))


async def delete_requests(session: AsyncSession, request_ids: Collection[str]) -> None:
    """Deletes the requests and the text of their messages, and cancels deliveries still to come."""
    for request_id in request_ids:
        for slot in await _slots(session, request_id):
            await cancel(session, slot.id)
            await _delete_words(session, slot)
    await session.execute(delete(PeerDecline).where(PeerDecline.request_id.in_(request_ids)))
    await session.execute(delete(PeerRequest).where(PeerRequest.id.in_(request_ids)))


async def _leave(session: AsyncSession, request: PeerRequest) -> None:
    """Recalls its messages from both chats. An asker who still waits gets a message, without a name."""
    was_open = request.closed_at is None
    slots = await _slots(session, request.id)
    for slot in slots:
        if slot.state is SlotState.OPEN or slot.job in (NEWS, REMIND):
            await _stop_edits(session, slot)
            # Due since it was sent, so at once.
            await recall(session, slot.id, slot.due_at)
        await _delete_words(session, slot)
    request.directed_to, request.taken_by, request.times, request.stage = None, None, [], RequestStage.WAITING
    request.closed_at = request.closed_at or request.asked_at
    if was_open:
        await tell_gone(session, request, request.asked_at)


async def _stop_edits(session: AsyncSession, slot: Slot) -> None:
    """Cancels open edits of a message that is about to be recalled."""
    changing = (Slot.of_slot == slot.id, Slot.action == DeliveryAction.EDIT, Slot.state == SlotState.OPEN)
    for edit_id in (await session.scalars(select(Slot.id).where(*changing))).all():
        await cancel(session, edit_id)


async def _delete_words(session: AsyncSession, slot: Slot) -> None:
    sent = select(Delivery.content).where(Delivery.slot_id == slot.id)
    await session.execute(delete(StoredContent).where(StoredContent.hash.in_(sent)))


async def _slots(session: AsyncSession, request_id: str) -> Sequence[Slot]:
    """The slots of its offers, messages and deadlines."""
    begun = [Slot.schedule.startswith(beginning_of(job, request_id)) for job in ALL_JOBS]
    return (await session.scalars(select(Slot).where(or_(*begun)).order_by(Slot.id))).all()
