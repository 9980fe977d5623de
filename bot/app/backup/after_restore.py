"""After a restore: marks due deliveries as doubtful, and skips occasions since the backup.

It is unknown which messages were sent between the backup and the restore. So deliveries that were due and
open become doubtful: Slack is asked whether they arrived; elsewhere an administrator decides. Occasions in
that time are skipped, because their messages would have new ids, which no platform could look up.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Occasion, Slot, SlotState, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState, move
from bot.delivery.sending.lanes import Lane
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.pulse.models import Invited, Wave, WaveState

RESTORED = "restore"
"""No worker has this name, so the next worker that starts reconciles the rows claimed under it."""


@dataclass(frozen=True, slots=True)
class Since:
    """Counts: doubtful rows, unfinished and skipped occasions, lost waves, drafts to review."""

    doubtful: int = 0
    unfinished: int = 0
    skipped: int = 0
    waves: int = 0
    drafts: int = 0


async def raise_generations(session: AsyncSession) -> None:
    """The id of a finished workflow never runs again, and the engine's tables may still hold the old ids."""
    await session.execute(update(Slot).values(generation=Slot.generation + 1))
    await session.execute(update(Lane).values(generation=Lane.generation + 1))


async def lose_open_waves(session: AsyncSession) -> int:
    """Marks open waves as lost, because backups omit their answers and keys. Deletes their invitations."""
    is_open = Wave.state.in_((WaveState.OPEN, WaveState.CLOSED))
    lost = update(Wave).where(is_open).values(state=WaveState.LOST).returning(Wave.id)
    ids = (await session.scalars(lost)).all()
    await session.execute(delete(Invited).where(Invited.wave_id.in_(ids)))
    return len(ids)


async def mark_due_doubtful(session: AsyncSession, now: datetime, claimed_at: datetime) -> Since:
    """Marks due deliveries as doubtful. `now` is calendar time, `claimed_at` real time."""
    due = or_(Delivery.due_at <= now, Delivery.due_at.is_(None))
    claimed = {"claimed_by": RESTORED, "claimed_at": claimed_at}
    doubtful = await move(session, DeliveryState.PENDING, DeliveryState.SENDING, due, **claimed)
    begun = (Slot.state == SlotState.OPEN, Slot.expanded_at.is_(None), Slot.due_at <= now)
    unfinished = update(Slot).where(*begun).values(expanded_at=now).returning(Slot.id)
    open_ = Broadcast.stage.in_((AnnouncementStage.DRAFT, AnnouncementStage.WAITING))
    return Since(
        doubtful=len(doubtful),
        unfinished=len((await session.scalars(unfinished)).all()),
        drafts=await session.scalar(select(func.count()).select_from(Broadcast).where(open_)) or 0,
    )


async def skip_missed(session: AsyncSession, missed: list[Occasion]) -> None:
    """Skips every missed occasion. Otherwise the next start would send the latest of each schedule."""
    await open_slots(session, missed)
    ids = [occasion.slot_id for occasion in missed]
    skipped = update(Slot).where(Slot.id.in_(ids), Slot.expanded_at.is_(None))
    await session.execute(skipped.values(state=SlotState.SKIPPED, reason=RESTORED))
