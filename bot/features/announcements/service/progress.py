"""Counts an announcement's deliveries by state. It can't count readers: no platform reports who has read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.announcements.acknowledgement import acknowledged
from bot.features.announcements.models import Broadcast


@dataclass(frozen=True, slots=True)
class AnnouncementProgress:
    """`later` have their time still to come, the first at `next_at`; `held` get it once they next write to us.

    `failed` and `skipped` are by reason. `is_prepared`: everybody's delivery is written, so that the counts are of all.
    """

    is_prepared: bool = False
    is_paused: bool = False
    sent: int = 0
    due: int = 0
    later: int = 0
    held: int = 0
    unknown: int = 0
    cancelled: int = 0
    recalled: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    replies: int = 0
    starts_at: datetime | None = None
    next_at: datetime | None = None

    @property
    def waiting(self) -> int:
        return self.due + self.later + self.held

    @property
    def arrived(self) -> int:
        """The number of deliveries that arrived, with those recalled since."""
        return self.sent + self.recalled

    @property
    def settled(self) -> int:
        """The number of deliveries that don't wait any longer."""
        return self.everyone - self.waiting

    @property
    def everyone(self) -> int:
        counted = self.arrived + self.unknown + self.cancelled
        return counted + self.waiting + sum(self.failed.values()) + sum(self.skipped.values())


async def progress_of(session: AsyncSession, broadcast: Broadcast, now: datetime) -> AnnouncementProgress:
    slot = await session.scalar(select(Slot).where(Slot.schedule == broadcast.schedule))
    pressed = await acknowledged(session, broadcast)
    if slot is None:
        return AnnouncementProgress(acknowledged=pressed, replies=broadcast.replies)
    rows = await _counts(session, slot.id, now)
    states = {state: sum(n for s, _, _, n in rows if s is state) for state in DeliveryState}
    when = {
        name: sum(n for s, _, at, n in rows if s is DeliveryState.PENDING and at == name) for name in _WHEN
    }
    return AnnouncementProgress(
        is_prepared=slot.expanded_at is not None,
        is_paused=slot.state is SlotState.PAUSED,
        sent=states[DeliveryState.SENT],
        due=when["due"] + states[DeliveryState.SENDING],
        later=when["later"],
        held=when["held"],
        unknown=states[DeliveryState.UNKNOWN],
        cancelled=states[DeliveryState.CANCELLED],
        recalled=states[DeliveryState.RECALLED],
        failed=_by_reason(rows, DeliveryState.FAILED),
        skipped=_by_reason(rows, DeliveryState.SKIPPED),
        acknowledged=pressed,
        replies=broadcast.replies,
        starts_at=slot.due_at,
        next_at=await _next_at(session, slot.id, now),
    )


_WHEN = ("due", "later", "held")
_Rows = list[tuple[DeliveryState, str, str, int]]


async def _counts(session: AsyncSession, slot_id: str, now: datetime) -> _Rows:
    when = case((Delivery.due_at.is_(None), "held"), (Delivery.due_at <= now, "due"), else_="later")
    wanted = select(Delivery.state, Delivery.reason, when, func.count()).where(Delivery.slot_id == slot_id)
    rows = await session.execute(wanted.group_by(Delivery.state, Delivery.reason, when))
    return [(state, reason, at, count) for state, reason, at, count in rows]


def _by_reason(rows: _Rows, state: DeliveryState) -> dict[str, int]:
    counts: dict[str, int] = {}
    for its, reason, _, count in sorted(rows):
        if its is state:
            counts[reason] = counts.get(reason, 0) + count
    return counts


async def _next_at(session: AsyncSession, slot_id: str, now: datetime) -> datetime | None:
    coming = (Delivery.slot_id == slot_id, Delivery.state == DeliveryState.PENDING, Delivery.due_at > now)
    due_at: datetime | None = await session.scalar(select(func.min(Delivery.due_at)).where(*coming))
    return due_at
