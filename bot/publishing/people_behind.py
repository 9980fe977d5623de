"""Counts the different people behind a count, so that no one person reaches a minimum alone.

Stores a digest of each person, keyed with the organisation's noise key. Without that key no digest can be
linked to a person, and the key is destroyed after a year.
"""

import hashlib
import hmac
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.publishing.models import CountedPerson
from bot.publishing.noise_layers import NoiseLayers
from bot.store.statements import insert


async def record_person(
    session: AsyncSession, organisation_id: str, subject: str, week: date, person_id: str, layers: NoiseLayers
) -> None:
    """Records that the person contributed in this week. Repeated calls in a week have no further effect."""
    row = {"organisation_id": organisation_id, "subject": subject, "week": week}
    row |= {"digest": _digest(layers, subject, person_id)}
    await session.execute(insert(session, CountedPerson).values(row).on_conflict_do_nothing())


async def people_behind(
    session: AsyncSession, organisation_id: str, since: date, until: date
) -> dict[str, int]:
    """The number of different people by subject, over weeks that start between these days (inclusive)."""
    mine = (CountedPerson.organisation_id == organisation_id, CountedPerson.week.between(since, until))
    people = func.count(CountedPerson.digest.distinct())
    rows = await session.execute(
        select(CountedPerson.subject, people).where(*mine).group_by(CountedPerson.subject)
    )
    return dict(rows.all())


async def forget_people_behind(session: AsyncSession, before: date) -> int:
    old = delete(CountedPerson).where(CountedPerson.week < before)
    return len((await session.scalars(old.returning(CountedPerson.subject))).all())


def _digest(layers: NoiseLayers, subject: str, person_id: str) -> str:
    """A person's digest. It is the same in every week, so that each person counts once."""
    return hmac.digest(layers.key, f"person|{subject}|{person_id}".encode(), hashlib.sha256).hex()
