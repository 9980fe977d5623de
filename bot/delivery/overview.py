"""What became of what we sent, as counts: nothing here says who was sent what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.gateway import Action
from bot.delivery.ledger import Delivery, State, parts_of
from bot.delivery.slots import Slot, SlotState
from bot.people.budget import Kind
from bot.people.people import Person

LATE = timedelta(hours=1)

# Their kind may be told: who gets these, administrators know. The others could tell what somebody keeps to
# themselves: that they are a peer worker, or asked something without their name.
TOLD = frozenset({Kind.BROADCAST, Kind.DIGEST, Kind.PROMPT})


@dataclass(frozen=True, slots=True)
class Unknown:
    """Perhaps it arrived. `kind` and `due_at` are None where they could out somebody."""

    id: str
    to: str
    platform: str
    kind: Kind | None
    due_at: datetime | None


async def counts(session: AsyncSession, since: datetime) -> Mapping[Kind, Mapping[State, int]]:
    """Of what was due since then, by kind in the order of who goes first. Edits and recalls are not counted."""
    found = await session.execute(
        select(Delivery.kind, Delivery.state, func.count())
        .join(Slot, Slot.id == Delivery.slot_id)
        .where(Slot.due_at >= since, Delivery.action == Action.SEND)
        .group_by(Delivery.kind, Delivery.state)
    )
    by_kind: dict[Kind, dict[State, int]] = {}
    for kind, state, count in found:
        by_kind.setdefault(kind, {})[state] = count
    return {kind: by_kind[kind] for kind in Kind if kind in by_kind}


async def failures(session: AsyncSession, since: datetime) -> Sequence[tuple[str, int]]:
    """Why something that was due since then failed, the most frequent first."""
    number = func.count()
    found = await session.execute(
        select(Delivery.reason, number)
        .join(Slot, Slot.id == Delivery.slot_id)
        .where(Slot.due_at >= since, Delivery.state == State.FAILED)
        .group_by(Delivery.reason)
        .order_by(number.desc(), Delivery.reason)
    )
    return [(reason or "no reason was given", count) for reason, count in found]


async def parked(session: AsyncSession, now: datetime) -> int:
    """How many occasions to write failed every time so far; they are tried again every hour."""
    is_late = (Slot.state == SlotState.OPEN, Slot.expanded_at.is_(None), Slot.due_at < now - LATE)
    return await session.scalar(select(func.count()).select_from(Slot).where(*is_late)) or 0


async def doubtful(session: AsyncSession, count: int) -> tuple[Sequence[Unknown], int]:
    """So many of them, the oldest first, and how many there are in all."""
    state = Delivery.state == State.UNKNOWN
    found = await session.execute(
        select(Delivery, Person.name)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(state)
        .order_by(Delivery.claimed_at, Delivery.id)
        .limit(count)
    )
    total = await session.scalar(select(func.count()).select_from(Delivery).where(state))
    return [_unknown(delivery, name) for delivery, name in found], total or 0


def _unknown(delivery: Delivery, name: str | None) -> Unknown:
    platform, _, _ = parts_of(delivery.lane)
    to = "a team's channel" if delivery.person_id is None else name or "a colleague without a name"
    if delivery.kind not in TOLD:
        return Unknown(delivery.id, to, platform, None, None)
    return Unknown(delivery.id, to, platform, delivery.kind, delivery.due_at)
