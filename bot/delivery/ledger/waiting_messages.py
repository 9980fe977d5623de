"""Lists the messages that wait to be sent to a person, to show them to that person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import DeliveryAction
from bot.people.contact.message_kinds import MessageKind


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A waiting message. Without `due_at` it is held until the person writes."""

    kind: MessageKind
    due_at: datetime | None


async def waiting_for(session: AsyncSession, person_id: str) -> Sequence[WaitingMessage]:
    """The person's waiting messages by due time, held ones last."""
    theirs = (
        Delivery.person_id == person_id,
        Delivery.state == DeliveryState.PENDING,
        Delivery.action == DeliveryAction.SEND,
    )
    order = (Delivery.due_at.is_(None), Delivery.due_at, Delivery.priority)
    rows = await session.execute(select(Delivery.kind, Delivery.due_at).where(*theirs).order_by(*order))
    return [WaitingMessage(kind, due_at) for kind, due_at in rows]
