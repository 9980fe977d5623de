"""Finds gaps in the content: unanswered questions, as weekly counts with noise, and notes that people wrote to editors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.asking import feedback
from bot.features.asking.feedback import TOLD, Missing, Rating, Unanswered, monday_of
from bot.publishing.counts import published_count, published_split
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.people_behind import people_behind

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Rated:
    """The numbers of yes and no ratings. The minimum applies to their sum."""

    card_id: str
    helped: int
    not_helped: int

    @property
    def total(self) -> int:
        return self.helped + self.not_helped


@dataclass(frozen=True, slots=True)
class Gaps:
    """`unanswered` by nearest area or boundary, highest published count first, so that the order tells nothing more.

    None means fewer than the minimum.
    """

    since: date
    until: date
    unanswered: tuple[tuple[str, int | None], ...]
    rated: tuple[Rated, ...]
    reported: int | None


async def gaps(
    session: AsyncSession, organisation_id: str, today: date, floor: int, layers: NoiseLayers
) -> Gaps:
    """Counts over the last twelve complete weeks, so that no single question is visible as it arrives."""
    until = monday_of(today)
    since = until - timedelta(weeks=WEEKS)
    people = await people_behind(session, organisation_id, since, _last(until))
    lately = await people_behind(session, organisation_id, since, until)
    unanswered = await session.execute(
        select(Unanswered.nearest, func.sum(Unanswered.count).label("count"))
        .where(Unanswered.organisation_id == organisation_id, Unanswered.week.between(since, _last(until)))
        .group_by(Unanswered.nearest)
    )
    published = [
        (nearest, _count(count, feedback.unanswered(nearest), layers, floor, people))
        for nearest, count in unanswered
    ]
    mine = select(func.count()).where(Missing.organisation_id == organisation_id)
    reported = await session.scalar(mine) or 0
    return Gaps(
        since,
        _last(until),
        tuple(sorted(published, key=lambda each: (-(each[1] or 0), each[0]))),
        await _rated(
            session, organisation_id, Rating.week.between(since, _last(until)), floor, layers, people
        ),
        _count(reported, TOLD, layers, floor, lately) if reported else 0,
    )


async def missing(session: AsyncSession, organisation_id: str) -> Sequence[Missing]:
    """Questions that people sent to the editors, for editors only; oldest first."""
    mine = Missing.organisation_id == organisation_id
    return (await session.scalars(select(Missing).where(mine).order_by(Missing.told_at, Missing.id))).all()


async def delete_missing(session: AsyncSession, organisation_id: str, id_: str) -> None:
    this = (Missing.organisation_id == organisation_id, Missing.id == id_)
    await session.execute(delete(Missing).where(*this))


def _count(count: int, what: str, layers: NoiseLayers, floor: int, people: Mapping[str, int]) -> int | None:
    return published_count(count, what, layers, floor=floor, people=people.get(what, 0))


async def _rated(
    session: AsyncSession,
    organisation_id: str,
    weeks: ColumnElement[bool],
    floor: int,
    layers: NoiseLayers,
    people: Mapping[str, int],
) -> tuple[Rated, ...]:
    """Cards with the smallest share of "yes" first."""
    rows = await session.execute(
        select(Rating.card_id, Rating.helped, func.sum(Rating.count))
        .where(Rating.organisation_id == organisation_id, weeks)
        .group_by(Rating.card_id, Rating.helped)
    )
    counts: dict[str, dict[bool, int]] = {}
    for card_id, helped, count in rows:
        counts.setdefault(card_id, {})[helped] = count
    splits = {
        card_id: published_split(
            by.get(True, 0), by.get(False, 0), what, layers, floor, people=people.get(what, 0)
        )
        for card_id, by in counts.items()
        for what in [feedback.rated(card_id)]
    }
    ratings = [Rated(card_id, *split) for card_id, split in splits.items() if split]
    return tuple(sorted(ratings, key=lambda r: (r.helped / r.total, r.card_id)))


def _last(monday: date) -> date:
    return monday - timedelta(days=1)
