"""Deletes the records of people behind gap counts, once those weeks are no longer published."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.features.asking.gaps import WEEKS
from bot.publishing.people_behind import forget_people_behind
from bot.store.database import Database

BEHIND_COUNTS_FOR = timedelta(weeks=WEEKS + 1)
"""The current week and the published weeks."""


async def delete_old(database: Database, now: datetime, _: Mapping[str, int]) -> Mapping[str, int]:
    async with database.write() as session:
        return {"counted_people": await forget_people_behind(session, (now - BEHIND_COUNTS_FOR).date())}
