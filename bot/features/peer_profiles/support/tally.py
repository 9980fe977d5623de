"""Counts requests by month without names, and publishes them through the publisher of small counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.peer_profiles.support.models import PeerRequest, PeerTally
from bot.publishing.counts import published_count
from bot.publishing.layers import Layers
from bot.store.statements import insert

ASKED, TAKEN = "asked", "taken"
_KEPT_FOR = timedelta(days=400)
_QUARTER = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Told:
    """None for what fewer than the floor makes. `days` is the median from asking to taking; `until` is exclusive."""

    since: date
    until: date
    asked: int | None
    taken: int | None
    days: int | None


async def count_asked(session: AsyncSession, request: PeerRequest) -> None:
    await _add(session, request, request.asked_at.date(), ASKED)


async def count_taken(session: AsyncSession, request: PeerRequest, now: datetime) -> None:
    """Once a request: handed back and taken again, it isn't another."""
    if request.taken_at is None:
        request.taken_at = now
        await _add(session, request, now.date(), f"{TAKEN} {(now - request.asked_at).days}")


async def told(session: AsyncSession, organisation_id: str, layers: Layers, today: date) -> Told:
    """Of the last three months that are over, so that no figure changes while somebody looks on."""
    until = today.replace(day=1)
    since = (until - _QUARTER).replace(day=1)
    mine = (PeerTally.organisation_id == organisation_id, PeerTally.month >= since, PeerTally.month < until)
    rows = await session.execute(
        select(PeerTally.what, func.sum(PeerTally.count)).where(*mine).group_by(PeerTally.what)
    )
    counts = dict(rows.all())
    asked = published_count(counts.get(ASKED, 0), f"peer asked|{until}", layers)
    by_day = {int(what.removeprefix(TAKEN)): n for what, n in counts.items() if what.startswith(TAKEN)}
    taken = published_count(sum(by_day.values()), f"peer taken|{until}", layers)
    days = None if taken is None else _median(by_day, taken, f"peer days|{until}", layers)
    return Told(since, until, asked, taken, days)


async def forget_old(session: AsyncSession, today: date) -> int:
    old = delete(PeerTally).where(PeerTally.month < today - _KEPT_FOR).returning(PeerTally.what)
    return len((await session.scalars(old)).all())


def _median(by_day: Mapping[int, int], taken: int, what: str, layers: Layers) -> int:
    """The first day by which half were taken, from sums that are each published like any count."""
    total = 0
    for day in sorted(by_day):
        total += by_day[day]
        published = published_count(total, f"{what}|{day}", layers)
        if published is not None and published * 2 >= taken:
            return day
    return max(by_day)


async def _add(session: AsyncSession, request: PeerRequest, day: date, what: str) -> None:
    row = {"organisation_id": request.organisation_id, "month": day.replace(day=1), "what": what, "count": 1}
    await session.execute(
        insert(session, PeerTally)
        .values(row)
        .on_conflict_do_update(
            index_elements=["organisation_id", "month", "what"], set_={"count": PeerTally.count + 1}
        )
    )
