"""Deletes old announcements and drafts, and replaces old acknowledgements by their number."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.announcements.acknowledgement import close_acknowledgements
from bot.features.announcements.models import Acknowledgement, AcknowledgementKey, Broadcast
from bot.store.database import Database


async def delete_old(database: Database, now: datetime, limits: Mapping[str, int]) -> Mapping[str, int]:
    days = min(limits["keep_message_days"], limits["keep_delivery_days"])
    async with database.write() as session:
        return {
            "acknowledgements": await close_acknowledgements(session, now),
            "announcements": await forget_broadcasts(session, now - timedelta(days=days)),
        }


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
