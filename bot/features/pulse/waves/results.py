"""Reads the headline item's published figures of earlier waves from the database."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import Asked, PublishedRow, Wave, WaveState

PUBLISHED = (WaveState.PUBLISHED, WaveState.CLEANED)


async def earlier_results(session: AsyncSession, wave: Wave, item_id: str) -> Sequence[PublishedRow]:
    """This headline item's results in every published wave for everyone before this one, oldest first."""
    rows = await session.scalars(
        select(PublishedRow)
        .join(Wave, Wave.id == PublishedRow.wave_id)
        .join(Asked, (Asked.wave_id == PublishedRow.wave_id) & (Asked.item_id == PublishedRow.item_id))
        .where(Wave.organisation_id == wave.organisation_id, Wave.number < wave.number)
        .where(Wave.state.in_(PUBLISHED), PublishedRow.item_id == item_id, Wave.audience == wave.audience)
        .order_by(Wave.number)
    )
    return rows.all()
