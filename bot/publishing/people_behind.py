"""Counts how many different people are behind a count, so that no one person reaches a floor alone.

Of each person there is a digest, keyed with the organisation's noise key: without that key nobody can tell whose
it is, and after a year the key is destroyed.
"""

import hashlib
import hmac
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.publishing.layers import Layers
from bot.publishing.models import CountedPerson
from bot.store.statements import insert


async def stand_behind(
    session: AsyncSession, organisation_id: str, subject: str, week: date, person_id: str, layers: Layers
) -> None:
    """However often they do in a week, they are one."""
    row = {"organisation_id": organisation_id, "subject": subject, "week": week}
    row |= {"digest": _digest(layers, subject, person_id)}
    await session.execute(insert(session, CountedPerson).values(row).on_conflict_do_nothing())


async def people_behind(
    session: AsyncSession, organisation_id: str, since: date, until: date
) -> dict[str, int]:
    """By subject, how many different people; of the weeks that begin on these days or between them."""
    mine = (CountedPerson.organisation_id == organisation_id, CountedPerson.week.between(since, until))
    people = func.count(CountedPerson.digest.distinct())
    rows = await session.execute(
        select(CountedPerson.subject, people).where(*mine).group_by(CountedPerson.subject)
    )
    return dict(rows.all())


async def forget_people_behind(session: AsyncSession, before: date) -> int:
    old = delete(CountedPerson).where(CountedPerson.week < before)
    return len((await session.scalars(old.returning(CountedPerson.subject))).all())


def _digest(layers: Layers, subject: str, person_id: str) -> str:
    """The same in every week, so that a person who comes again is counted once."""
    return hmac.digest(layers.key, f"person|{subject}|{person_id}".encode(), hashlib.sha256).hex()
