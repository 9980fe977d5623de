"""Counts requests for peer support by month without names, and publishes the counts with noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.peer_profiles.support.days_key import DaysKey
from bot.features.peer_profiles.support.models import PeerRequest
from bot.publishing.counts import EPSILON, published_count
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.tallies import add, counted, quarter_before

ASKED = "asked"

WITHIN = (0, 1, 2, 3, 5, 7, 14, 28)
"""Fixed, so that no figure names the days of a single request."""
LONGER = 29


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """None for what fewer than the floor makes. `until` is exclusive.

    `days`: within so many days of asking half were taken, one of `WITHIN`; LONGER after them.
    """

    since: date
    until: date
    requests_made: int | None
    taken: int | None
    days: int | None


async def count_asked(session: AsyncSession, request: PeerRequest) -> None:
    await add(session, request.organisation_id, request.asked_at.date(), ASKED)


async def count_taken(session: AsyncSession, request: PeerRequest, now: datetime) -> None:
    """Counts a request once, even if it was handed back and taken again."""
    if request.taken_at is None:
        request.taken_at = now
        await add(session, request.organisation_id, now.date(), str(DaysKey((now - request.asked_at).days)))


async def published_request_counts(
    session: AsyncSession, organisation_id: str, layers: NoiseLayers, today: date
) -> RequestCounts:
    since, until = quarter_before(today)
    counts = await counted(session, organisation_id, since, until)
    asked_count = published_count(counts.get(ASKED, 0), f"peer asked|{until}", layers)
    by_day = {key.days: number for what, number in counts.items() if (key := DaysKey.parse(what))}
    taken = published_count(sum(by_day.values()), f"peer taken|{until}", layers)
    days = None if taken is None else _median(by_day, taken, f"peer days|{until}", layers)
    return RequestCounts(since, until, asked_count, taken, days)


def _median(by_day: Mapping[int, int], taken: int, what: str, layers: NoiseLayers) -> int:
    """The first of `WITHIN` by which half were taken, by sums with noise; only which one it is gets known."""
    for days in WITHIN:
        total = sum(count for day, count in by_day.items() if day <= days)
        if layers.add_repeatable_noise(total, f"{what}|{days}", (), EPSILON) * 2 >= taken:
            return days
    return LONGER
