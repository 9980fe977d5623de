"""Reads deliveries together with their recipients: a person and account, or a channel."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.conversation.message import Message
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.contents import fetch_all
from bot.delivery.ledger.deliveries import Delivery, Where
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import Outgoing
from bot.people.audiences.audience_key import Channel
from bot.people.contact.send_time import Reach, reach_of
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person, Preferences

# Retention may have deleted the text. Recalling a message does not need it.
CLEARED = Message("")


class Addressed(NamedTuple):
    """A delivery with its recipient. A channel's has neither person nor account."""

    delivery: Delivery
    organisation: Organisation
    person: Person | None
    preferences: Preferences | None
    account: Account | None

    @property
    def reach(self) -> Reach:
        """The hours and days on which it may be sent. A channel has the organisation's."""
        person = self.person or Person(time_zone="", region="")
        return reach_of(person, self.preferences, self.organisation)

    @property
    def is_reachable(self) -> bool:
        if self.delivery.channel is not None:
            return True
        return self.account is not None and self.account.unreachable_since is None


async def addressed(
    session: AsyncSession,
    at_most: int,
    *conditions: Where,
    order: Sequence[InstrumentedAttribute[Any]],
    lock: bool = False,
) -> list[Addressed]:
    """Reads deliveries. `lock`: other replicas skip these rows and read the next ones."""
    statement = (
        select(Delivery, Organisation, Person, Preferences, Account)
        .join(Slot, Slot.id == Delivery.slot_id)
        .join(Organisation, Organisation.id == Slot.organisation_id)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .outerjoin(Preferences, Preferences.person_id == Delivery.person_id)
        .outerjoin(Account, Account.id == Delivery.account_id)
        .where(*conditions)
        .order_by(*order)
        .limit(at_most)
    )
    if lock:
        statement = statement.with_for_update(of=Delivery, skip_locked=True)
    return [Addressed(*row) for row in await session.execute(statement)]


async def outgoing_of(session: AsyncSession, rows: Sequence[Addressed]) -> list[Outgoing | None]:
    """Converts them to Outgoing, in the same order; None if only a newer release can read the message."""
    messages = await fetch_all(session, {row.delivery.content for row in rows})
    return [_outgoing(row, messages.get(row.delivery.content, CLEARED)) for row in rows]


def _outgoing(row: Addressed, message: Message | None) -> Outgoing | None:
    if message is None:
        return None
    delivery, account = row.delivery, row.account
    key = LaneKey.parse(delivery.lane)
    return Outgoing(
        id=delivery.id,
        kind=delivery.kind,
        platform=key.platform,
        workspace=key.workspace,
        message=message,
        user=account.user if account else "",
        address=account.address if account else {},
        conversation=Channel.parse(delivery.channel).conversation if delivery.channel else "",
        reference=delivery.reference or {},
        due_at=delivery.due_at,
    )
