"""Counts deliveries by kind and outcome, failures and doubtful ones. Never reveals who was sent what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import DeliveryAction
from bot.people.contact.message_kinds import MessageKind
from bot.people.identity.people import Person

LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A delivery that may have arrived. `kind` and `due_at` are None if they could identify a person."""

    id: str
    to: str
    platform: str
    kind: MessageKind | None
    due_at: datetime | None


async def counts(session: AsyncSession, since: datetime) -> Mapping[MessageKind, Mapping[DeliveryState, int]]:
    """Deliveries due since then, by kind in order of priority. Leaves out edits and recalls."""
    rows = await session.execute(
        select(Delivery.kind, Delivery.state, func.count())
        .join(Slot, Slot.id == Delivery.slot_id)
        .where(Slot.due_at >= since, Delivery.action == DeliveryAction.SEND)
        .group_by(Delivery.kind, Delivery.state)
    )
    by_kind: dict[MessageKind, dict[DeliveryState, int]] = {}
    for kind, state, count in rows:
        by_kind.setdefault(kind, {})[state] = count
    return {kind: by_kind[kind] for kind in sorted(by_kind, key=lambda kind: (kind.priority, kind))}


async def failures(session: AsyncSession, since: datetime) -> Sequence[tuple[str, int]]:
    """Reasons of failures among deliveries due since then, most frequent first."""
    number = func.count()
    rows = await session.execute(
        select(Delivery.reason, number)
        .join(Slot, Slot.id == Delivery.slot_id)
        .where(Slot.due_at >= since, Delivery.state == DeliveryState.FAILED)
        .group_by(Delivery.reason)
        .order_by(number.desc(), Delivery.reason)
    )
    return [(reason or "no reason was given", count) for reason, count in rows]


async def parked(session: AsyncSession, now: datetime) -> int:
    """The number of slots whose expansion failed on every attempt so far. They are retried every hour."""
    is_late = (Slot.state == SlotState.OPEN, Slot.expanded_at.is_(None), Slot.due_at < now - LATE)
    return await session.scalar(select(func.count()).select_from(Slot).where(*is_late)) or 0


async def doubtful(session: AsyncSession, count: int) -> tuple[Sequence[Unknown], int]:
    """The `count` oldest doubtful deliveries, and the total number."""
    state = Delivery.state == DeliveryState.UNKNOWN
    rows = await session.execute(
        select(Delivery, Person.name)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(state)
        .order_by(Delivery.claimed_at, Delivery.id)
        .limit(count)
    )
    total = await session.scalar(select(func.count()).select_from(Delivery).where(state))
    return [_unknown(delivery, name) for delivery, name in rows], total or 0


def _unknown(delivery: Delivery, name: str | None) -> Unknown:
    platform = LaneKey.parse(delivery.lane).platform
    to = "a team's channel" if delivery.person_id is None else name or "a colleague without a name"
    if not delivery.kind.singular:
        return Unknown(delivery.id, to, platform, None, None)
    return Unknown(delivery.id, to, platform, delivery.kind, delivery.due_at)
