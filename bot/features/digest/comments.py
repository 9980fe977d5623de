"""Reads a wave's comments, for a leader who asks for them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import PulseComment, Wave
from bot.features.pulse.waves.results import PUBLISHED


async def comments_of(session: AsyncSession, organisation_id: str, wave_id: str) -> Sequence[str]:
    """None of a wave that is still open."""
    comments = await session.scalars(
        select(PulseComment.text)
        .join(Wave, Wave.id == PulseComment.wave_id)
        .where(Wave.id == wave_id, Wave.organisation_id == organisation_id, Wave.state.in_(PUBLISHED))
    )
    return comments.all()
