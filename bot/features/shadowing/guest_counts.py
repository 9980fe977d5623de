"""Counts shadowing guests by month without names, and publishes the counts with noise."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.shadowing.models import ShadowOffer, ShadowPlace
from bot.publishing.counts import published_count
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.tallies import add, counted, quarter_before

CAME_ALONG = "came along"
ONCE_IN = timedelta(days=92)
"""The length of a published period, so that each person counts at most once in it."""


async def count_guests(session: AsyncSession, offer: ShadowOffer, now: datetime) -> None:
    """Counts the guests of an offer once, without those counted within three months before."""
    if offer.counted_at:
        return
    offer.counted_at = now
    theirs = select(ShadowPlace.person_id).where(ShadowPlace.offer_id == offer.id)
    for guest in await session.scalars(theirs):
        earlier = (
            select(func.count())
            .select_from(ShadowOffer)
            .join(ShadowPlace, ShadowPlace.offer_id == ShadowOffer.id)
            .where(ShadowPlace.person_id == guest, ShadowOffer.cancelled_at.is_(None))
            .where(ShadowOffer.starts_at < offer.starts_at, ShadowOffer.id != offer.id)
            .where(ShadowOffer.starts_at >= offer.starts_at - ONCE_IN)
        )
        if not await session.scalar(earlier):
            await add(session, offer.organisation_id, offer.starts_at.date(), CAME_ALONG)


async def came_along(
    session: AsyncSession, organisation_id: str, layers: NoiseLayers, today: date
) -> int | None:
    """The number of guests, with noise, in the last three complete months; None below the floor."""
    since, until = quarter_before(today)
    counts = await counted(session, organisation_id, since, until)
    return published_count(counts.get(CAME_ALONG, 0), f"{CAME_ALONG}|{until}", layers)
