"""What is kept of announcements no longer than it is needed."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.tables import Acknowledgement, AcknowledgementKey, Broadcast


async def forget_broadcasts(session: AsyncSession, before: datetime) -> int:
    """Sent before then, or drafts that nobody has touched since. How many they were."""
    is_old = or_(Broadcast.sent_at < before, Broadcast.sent_at.is_(None) & (Broadcast.changed_at < before))
    old = select(Broadcast.id).where(is_old)
    for table in (Acknowledgement, AcknowledgementKey):
        await session.execute(delete(table).where(table.broadcast_id.in_(old)))
    corrections = delete(Broadcast).where(Broadcast.corrects.in_(old)).returning(Broadcast.id)
    forgotten = len((await session.scalars(corrections)).all())
    these = delete(Broadcast).where(is_old).returning(Broadcast.id)
    return forgotten + len((await session.scalars(these)).all())
