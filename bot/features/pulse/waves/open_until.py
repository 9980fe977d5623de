"""Finds the earliest close of a wave to which a person is invited, whether they have answered or not."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import Invited, Wave, WaveState


async def open_until(session: AsyncSession, person_id: str, now: datetime) -> datetime | None:
    """The earliest close among open waves to which they are invited."""
    statement = select(Wave.closes_at).join(Invited, Invited.wave_id == Wave.id)
    mine = (Invited.person_id == person_id, Wave.state == WaveState.OPEN, Wave.closes_at > now)
    closes: datetime | None = await session.scalar(statement.where(*mine).order_by(Wave.closes_at).limit(1))
    return closes
