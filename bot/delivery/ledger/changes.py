"""Pauses, resumes, cancels, edits and recalls deliveries, and records decisions on doubtful ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.conversation.request import names_message
from bot.delivery.calendar.slots import Slot, SlotState, start_afresh
from bot.delivery.ledger.contents import store_contents
from bot.delivery.ledger.deliveries import (
    Delivery,
    DeliveryReason,
    DeliveryState,
    end_unsent,
    insert_new,
    move,
    return_to_pending,
)
from bot.delivery.ledger.edits_and_recalls import edit_or_recall_of
from bot.delivery.sending.gateway import DeliveryAction
from bot.people.contact.budget import reserve
from bot.people.contact.message_kinds import MessageKind
from bot.people.contact.send_time import TOO_OLD, week_of
from bot.store.statements import insert


async def pause(session: AsyncSession, slot_id: str) -> None:
    """Pauses deliveries that no worker has claimed. Claimed ones are still sent."""
    await _set_state(session, slot_id, SlotState.OPEN, SlotState.PAUSED)


async def resume(session: AsyncSession, slot_id: str) -> None:
    await _set_state(session, slot_id, SlotState.PAUSED, SlotState.OPEN)
    await start_afresh(session, await session.get_one(Slot, slot_id))


async def cancel(session: AsyncSession, slot_id: str) -> None:
    """Cancels a slot for good and releases its reserved contacts."""
    await session.execute(update(Slot).where(Slot.id == slot_id).values(state=SlotState.CANCELLED))
    waiting = Delivery.slot_id == slot_id
    await end_unsent(
        session, DeliveryState.PENDING, DeliveryState.CANCELLED, DeliveryReason.CANCELLED, waiting
    )


async def cancel_scheduled(session: AsyncSession, schedules: Collection[str]) -> None:
    """Cancels the slots of these schedules."""
    slots = select(Slot.id).where(Slot.schedule.in_(schedules)).order_by(Slot.id)
    for slot_id in (await session.scalars(slots)).all():
        await cancel(session, slot_id)


async def edit(session: AsyncSession, slot_id: str, message: Message, now: datetime) -> str:
    """Replaces the slot's message for everyone who got it. Returns the id of the slot that does so."""
    hashes = await store_contents(session, [message], now)
    waiting = (Delivery.slot_id == slot_id, Delivery.state == DeliveryState.PENDING)
    await session.execute(update(Delivery).where(*waiting).values(content=hashes[message]))
    return await _change(session, slot_id, DeliveryAction.EDIT, now, hashes[message])


async def recall(session: AsyncSession, slot_id: str, now: datetime) -> str:
    """Deletes the slot's sent messages, at the platform's pace, and cancels its unsent ones."""
    await cancel(session, slot_id)
    return await _change(session, slot_id, DeliveryAction.RECALL, now, None)


@dataclass(frozen=True, slots=True)
class Responder:
    """The person who did what a notice asks for, and what their copies of it say then.

    `pressed` is a request's `acted_on`: that copy stays, because the reply to the press replaces it.
    """

    person_id: str
    message: Message
    pressed: str = ""


async def close_notices(
    session: AsyncSession,
    beginning: str,
    message: Message,
    now: datetime,
    but_for: frozenset[str] = frozenset(),
    answered: Responder | None = None,
) -> None:
    """Replaces the messages of all slots whose schedule has this prefix, and cancels the unsent ones.

    `but_for` are people whose messages stay unchanged.
    """
    if answered:
        but_for |= {answered.person_id}
        await close_notices_of(
            session, beginning, answered.person_id, answered.message, now, answered.pressed
        )
    begun = (Slot.schedule.startswith(beginning, autoescape=True), Slot.state == SlotState.OPEN)
    for slot_id in (await session.scalars(select(Slot.id).where(*begun).order_by(Slot.id))).all():
        await cancel(session, slot_id)
        changing = await edit(session, slot_id, message, now)
        for person_id in sorted(but_for):
            await _leave_alone(session, changing, person_id, now)


async def close_notices_of(
    session: AsyncSession,
    beginning: str,
    person_id: str,
    message: Message | None,
    now: datetime,
    pressed: str = "",
) -> None:
    """Replaces one person's messages of such slots, closed or not; None deletes them. Other people's stay unchanged.

    `pressed` is as in `Responder`. A message that says `message` already is not sent again.
    """
    content = (await store_contents(session, [message], now))[message] if message else None
    action = DeliveryAction.EDIT if message else DeliveryAction.RECALL
    begun = Slot.schedule.startswith(beginning, autoescape=True)
    theirs = (Delivery.slot_id == Slot.id, Delivery.person_id == person_id)
    rows = select(Slot.id, Delivery.reference).where(begun).join(Delivery, and_(*theirs)).order_by(Slot.id)
    for slot_id, reference in (await session.execute(rows)).all():
        if any(names_message(pressed, id_) for id_ in (reference or {}).values()):
            continue
        theirs = (Delivery.slot_id == slot_id, Delivery.person_id == person_id)
        await end_unsent(
            session, DeliveryState.PENDING, DeliveryState.CANCELLED, DeliveryReason.CANCELLED, *theirs
        )
        if content and await _says_already(session, slot_id, person_id, content):
            continue
        changing = await _change(session, slot_id, action, now, content, person_id)
        others = (Delivery.slot_id == slot_id, Delivery.person_id != person_id)
        for other in set(await session.scalars(select(Delivery.person_id).where(*others))):
            if other:
                await _leave_alone(session, changing, other, now)


async def _says_already(session: AsyncSession, slot_id: str, person_id: str, content: str) -> bool:
    """Whether the latest change of this person's message was to this content."""
    not_theirs = select(Delivery.slot_id).where(
        Delivery.person_id == person_id, Delivery.reason == DeliveryReason.LEFT_ALONE
    )
    changes = select(Slot.content).where(Slot.of_slot == slot_id, Slot.id.not_in(not_theirs))
    return await session.scalar(changes.order_by(Slot.due_at.desc()).limit(1)) == content


async def send_again(session: AsyncSession, delivery_id: str) -> bool:
    """An administrator decided that the message did not arrive: sends it again.

    False if its outcome is known by now.
    """
    return bool(await return_to_pending(session, DeliveryState.UNKNOWN, Delivery.id == delivery_id))


async def settle_without_resending(session: AsyncSession, delivery_id: str) -> bool:
    """An administrator decided that the message arrived or is not needed: it is not sent again."""
    this = Delivery.id == delivery_id
    return bool(
        await move(
            session, DeliveryState.UNKNOWN, DeliveryState.CANCELLED, this, reason=DeliveryReason.NOT_WANTED
        )
    )


async def unknown(session: AsyncSession) -> Sequence[Delivery]:
    """Deliveries with an unknown outcome that the platform cannot resolve, oldest first."""
    deliveries = await session.scalars(
        select(Delivery)
        .where(Delivery.state == DeliveryState.UNKNOWN)
        .order_by(Delivery.claimed_at, Delivery.id)
    )
    return deliveries.all()


async def release_held(session: AsyncSession, person_id: str, weekly: int, zone: str, now: datetime) -> None:
    """Releases a person's held deliveries after they write to us, by priority, within the contact budget."""
    held = (Delivery.person_id == person_id, Delivery.due_at.is_(None))
    await end_unsent(
        session, DeliveryState.PENDING, DeliveryState.SKIPPED, TOO_OLD, *held, Delivery.latest < now
    )
    rows = await session.execute(
        select(Delivery.id, Delivery.kind)
        .where(*held, Delivery.state == DeliveryState.PENDING)
        .order_by(Delivery.priority, Delivery.latest)
    )
    for id_, kind in rows.all():
        await _let_go(session, id_, kind, (person_id, week_of(now, zone)), weekly, now)


async def _let_go(
    session: AsyncSession, id_: str, kind: MessageKind, contact: tuple[str, date], weekly: int, now: datetime
) -> None:
    if kind.is_counted and not await reserve(session, [contact], weekly):
        await end_unsent(
            session, DeliveryState.PENDING, DeliveryState.SKIPPED, DeliveryReason.BUDGET, Delivery.id == id_
        )
        return
    # The person is active now, so working hours do not apply.
    goes = {"due_at": now, "waits": False, "week": contact[1] if kind.is_counted else None}
    await session.execute(update(Delivery).where(Delivery.id == id_).values(**goes))


async def _change(
    session: AsyncSession,
    slot_id: str,
    action: DeliveryAction,
    now: datetime,
    content: str | None,
    person_id: str = "",
) -> str:
    of = await session.get_one(Slot, slot_id)
    changing = f"{action}:{slot_id}:{now:%Y-%m-%dT%H:%M:%S.%f}{person_id}"
    row = {
        "id": changing,
        "schedule": changing,
        "job": "",
        "kind": of.kind,
        "organisation_id": of.organisation_id,
        "day": now.date(),
        "due_at": now,
        "action": action,
        "of_slot": slot_id,
        "content": content,
    }
    await session.execute(insert(session, Slot).values(row).on_conflict_do_nothing())
    return changing


async def _leave_alone(session: AsyncSession, changing: str, person_id: str, now: datetime) -> None:
    """Marks the person's pending edits and recalls as done."""
    slot = await session.get_one(Slot, changing)
    theirs = (Delivery.slot_id == slot.of_slot, Delivery.person_id == person_id)
    done = {"state": DeliveryState.SKIPPED, "reason": DeliveryReason.LEFT_ALONE}
    sent = await session.scalars(select(Delivery).where(*theirs))
    await insert_new(session, [edit_or_recall_of(slot, delivery, now) | done for delivery in sent])


async def _set_state(session: AsyncSession, slot_id: str, before: SlotState, after: SlotState) -> None:
    await session.execute(update(Slot).where(Slot.id == slot_id, Slot.state == before).values(state=after))
