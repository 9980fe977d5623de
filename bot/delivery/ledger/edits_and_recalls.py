"""Creates the deliveries of an edit or a recall, one for each message already sent or being sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot, mark_expanded, start_afresh
from bot.delivery.ledger.deliveries import Delivery, DeliveryState, insert_new
from bot.delivery.ledger.lane_key import LaneKey
from bot.store.database import Database

_AT_ONCE = 200


async def create_edits_or_recalls(database: Database, slot: Slot, now: datetime) -> None:
    """Creates them. While messages are still being sent, the slot stays unexpanded and is retried."""
    last = ""
    while part := await _sent_after(database, slot, last):
        async with database.write(yields=True) as session:
            await insert_new(session, [edit_or_recall_of(slot, sent, now) for sent in part])
        last = part[-1].id
    async with database.write() as session:
        if await _on_their_way(session, slot):
            await start_afresh(session, slot)
        else:
            await mark_expanded(session, slot.id, now)


async def _sent_after(database: Database, slot: Slot, last: str) -> Sequence[Delivery]:
    async with database.read() as session:
        deliveries = await session.scalars(
            select(Delivery)
            .where(Delivery.slot_id == slot.of_slot, Delivery.state == DeliveryState.SENT, Delivery.id > last)
            .order_by(Delivery.id)
            .limit(_AT_ONCE)
        )
        return deliveries.all()


async def _on_their_way(session: AsyncSession, slot: Slot) -> bool:
    sending = (Delivery.slot_id == slot.of_slot, Delivery.state == DeliveryState.SENDING)
    return bool(await session.scalar(select(func.count()).where(*sending)))


def edit_or_recall_of(slot: Slot, sent: Delivery, now: datetime) -> dict[str, Any]:
    key = LaneKey.parse(sent.lane)
    return {
        "slot_id": slot.id,
        "person_id": sent.person_id,
        "channel": sent.channel,
        "account_id": sent.account_id,
        "lane": str(LaneKey(key.platform, key.workspace, slot.action)),
        "kind": sent.kind,
        "priority": sent.priority,
        "action": slot.action,
        "content": slot.content or sent.content,
        "due_at": now,
        "waits": False,
        "state": DeliveryState.PENDING,
        "reference": sent.reference,
        "target_id": sent.id,
    }
