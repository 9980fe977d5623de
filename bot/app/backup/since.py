"""After a restore: holds deliveries due by now as doubtful, and skips occasions since the backup.

Nobody knows which messages went out between the backup and now. So what was due by now and not settled is
held for doubtful: Slack is asked whether it arrived; elsewhere a person decides. Occasions that came meanwhile
are skipped, because their messages would have new ids, which no platform could find.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Occasion, Slot, SlotState, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState, move
from bot.delivery.sending.lanes import Lane
from bot.features.announcements.models import Broadcast, Stage
from bot.features.pulse.models import Invited, Wave, WaveState

RESTORED = "restore"
"""No worker has this name, so rows that it claimed are looked at by the next one that starts."""


@dataclass(frozen=True, slots=True)
class Since:
    """How many of each: rows in doubt, occasions left unfinished or skipped, waves lost, drafts to look at."""

    doubtful: int = 0
    unfinished: int = 0
    skipped: int = 0
    waves: int = 0
    drafts: int = 0


async def raise_generations(session: AsyncSession) -> None:
    """A finished workflow's id never runs again, and the engine may still know the old ones."""
    await session.execute(update(Slot).values(generation=Slot.generation + 1))
    await session.execute(update(Lane).values(generation=Lane.generation + 1))


async def lose_open_waves(session: AsyncSession) -> int:
    """Their answers and keys are in no backup. Who was invited to them is of no use any more."""
    is_open = Wave.state.in_((WaveState.OPEN, WaveState.CLOSED))
    lost = update(Wave).where(is_open).values(state=WaveState.LOST).returning(Wave.id)
    ids = (await session.scalars(lost)).all()
    await session.execute(delete(Invited).where(Invited.wave_id.in_(ids)))
    return len(ids)


async def doubt(session: AsyncSession, now: datetime, claimed_at: datetime) -> Since:
    """`now` is calendar time, `claimed_at` real time."""
    due = or_(Delivery.due_at <= now, Delivery.due_at.is_(None))
    claimed = {"claimed_by": RESTORED, "claimed_at": claimed_at}
    doubtful = await move(session, DeliveryState.PENDING, DeliveryState.SENDING, due, **claimed)
    begun = (Slot.state == SlotState.OPEN, Slot.expanded_at.is_(None), Slot.due_at <= now)
    unfinished = update(Slot).where(*begun).values(expanded_at=now).returning(Slot.id)
    open_ = Broadcast.stage.in_((Stage.DRAFT, Stage.WAITING))
    return Since(
        doubtful=len(doubtful),
        unfinished=len((await session.scalars(unfinished)).all()),
        drafts=await session.scalar(select(func.count()).select_from(Broadcast).where(open_)) or 0,
    )


async def skip(session: AsyncSession, missed: list[Occasion]) -> None:
    """Every one of them: of several missed ones, a start would make up for the latest."""
    await open_slots(session, missed)
    ids = [occasion.slot_id for occasion in missed]
    skipped = update(Slot).where(Slot.id.in_(ids), Slot.expanded_at.is_(None))
    await session.execute(skipped.values(state=SlotState.SKIPPED, reason=RESTORED))
