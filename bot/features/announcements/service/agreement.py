"""Records whether the person an announcement is about agrees to its exact words and audience. Never asks why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.sending import recall


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """`is_recalled`: it had been sent. `is_news`: it had not been taken back before."""

    is_news: bool
    is_recalled: bool


async def agree(session: AsyncSession, broadcast: Broadcast, seen_wording: str) -> bool:
    """False if the words or the audience changed, or it was sent, or agreed to before."""
    if not broadcast.is_open or broadcast.wording != seen_wording or broadcast.is_agreed:
        return False
    broadcast.agreed = seen_wording
    await session.flush()
    return True


async def decline(session: AsyncSession, broadcast: Broadcast, seen_wording: str) -> bool:
    """False if there is nothing to decline."""
    if not broadcast.is_open or broadcast.wording != seen_wording:
        return False
    broadcast.agreed, broadcast.stage = "", AnnouncementStage.DRAFT
    await session.flush()
    return True


async def withdraw(session: AsyncSession, broadcast: Broadcast, now: datetime) -> Withdrawn:
    """Withdraws the agreement. For a correction, the corrected announcement is withdrawn, too."""
    was_agreed = bool(broadcast.agreed)
    is_recalled = False
    for version in await _with_corrections(session, broadcast):
        version.agreed = ""
        if version.stage is AnnouncementStage.WAITING:
            version.stage = AnnouncementStage.DRAFT
        await session.flush()
        if version.corrects is None and not version.is_open:
            is_recalled = await recall(session, version, now) or is_recalled
    return Withdrawn(was_agreed or is_recalled, is_recalled)


async def _with_corrections(session: AsyncSession, broadcast: Broadcast) -> list[Broadcast]:
    root = broadcast.corrects or broadcast.id
    statement = select(Broadcast).where((Broadcast.id == root) | (Broadcast.corrects == root))
    return list(await session.scalars(statement.order_by(Broadcast.id).with_for_update()))
