"""Finds the last message sent to a person, which their reply in the chat may refer to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.delivery.ledger.contents import load_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.people.contact.message_kinds import MessageKind


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A sent message. `message` is None after retention deleted its text."""

    kind: MessageKind
    at: datetime
    message: Message | None


async def sent_last(session: AsyncSession, person_id: str, since: datetime) -> SentMessage | None:
    """The last message sent to the person after `since`, or None."""
    row = (
        await session.execute(
            select(Delivery.kind, Delivery.sent_at, Delivery.content)
            .where(
                Delivery.person_id == person_id,
                Delivery.state == DeliveryState.SENT,
                Delivery.sent_at > since,
            )
            .order_by(Delivery.sent_at.desc())
            .limit(1)
        )
    ).first()
    if row is None or row.sent_at is None:
        return None
    messages = await load_contents(session, [row.content])
    return SentMessage(row.kind, row.sent_at, messages.get(row.content))
