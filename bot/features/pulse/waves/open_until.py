"""Finds the soonest close of a wave that a person may answer, whether they have answered or not."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import Invited, Wave, WaveState


async def open_until(session: AsyncSession, person_id: str, now: datetime) -> datetime | None:
    """The soonest close of a wave that they were invited to."""
    found = select(Wave.closes_at).join(Invited, Invited.wave_id == Wave.id)
    mine = (Invited.person_id == person_id, Wave.state == WaveState.OPEN, Wave.closes_at > now)
    closes: datetime | None = await session.scalar(found.where(*mine).order_by(Wave.closes_at).limit(1))
    return closes
