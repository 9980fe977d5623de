"""Counts open deliveries by platform and state. Never reveals recipients or reasons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.ledger.overview import parked
from bot.delivery.sending.workers import living

_PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class OpenDeliveries:
    """`open` counts by platform and state, where "due" is an overdue delivery.

    `sync_age` is None before the first directory sync.
    """

    open: Mapping[tuple[str, str], int]
    queue_age: Mapping[str, timedelta]
    slot_lag: timedelta
    parked: int
    workers: int
    sync_age: timedelta | None


async def open_deliveries_of(session: AsyncSession, now: datetime) -> OpenDeliveries:
    counts, oldest = await _waiting(session, now)
    synced = await session.scalar(select(func.max(Slot.expanded_at)).where(Slot.job == _PEOPLE))
    return OpenDeliveries(
        open=counts + await _under_way(session),
        queue_age={platform: now - due_at for platform, due_at in oldest.items()},
        slot_lag=await _slot_lag(session, now),
        parked=await parked(session, now),
        workers=len((await session.scalars(living())).all()),
        sync_age=now - synced if synced else None,
    )


async def _waiting(
    session: AsyncSession, now: datetime
) -> tuple[Counter[tuple[str, str]], Mapping[str, datetime]]:
    """Leaves out paused deliveries, because they wait for an administrator."""
    due = (Delivery.state == DeliveryState.PENDING, Delivery.due_at <= now, Slot.state == SlotState.OPEN)
    rows = await session.execute(
        select(Delivery.lane, func.count(), func.min(Delivery.due_at))
        .join(Slot, Slot.id == Delivery.slot_id)
        .where(*due, Delivery.lane != "")
        .group_by(Delivery.lane)
    )
    counts, oldest = Counter[tuple[str, str]](), dict[str, datetime]()
    for lane, count, due_at in rows:
        platform = LaneKey.parse(lane).platform
        counts[platform, "due"] += count
        if due_at:
            oldest[platform] = min(due_at, oldest.get(platform, due_at))
    return counts, oldest


async def _under_way(session: AsyncSession) -> Counter[tuple[str, str]]:
    rows = await session.execute(
        select(Delivery.lane, Delivery.state, func.count())
        .where(Delivery.state.in_([DeliveryState.SENDING, DeliveryState.UNKNOWN]))
        .group_by(Delivery.lane, Delivery.state)
    )
    counts = Counter[tuple[str, str]]()
    for lane, state, count in rows:
        counts[LaneKey.parse(lane).platform, state.value] += count
    return counts


async def _slot_lag(session: AsyncSession, now: datetime) -> timedelta:
    waiting = (Slot.state == SlotState.OPEN, Slot.expanded_at.is_(None), Slot.due_at <= now)
    oldest = await session.scalar(select(func.min(Slot.due_at)).where(*waiting))
    return now - oldest if oldest else timedelta()
