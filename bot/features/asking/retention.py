"""Forgets who was behind the counts of gaps, once those weeks are told no more."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.features.asking.gaps import WEEKS
from bot.publishing.people_behind import forget_people_behind
from bot.store.database import Database

BEHIND_COUNTS_FOR = timedelta(weeks=WEEKS + 1)
"""The week that goes on, and those that are told."""


async def delete_old(database: Database, now: datetime, _: Mapping[str, int]) -> Mapping[str, int]:
    async with database.write() as session:
        return {"counted people": await forget_people_behind(session, (now - BEHIND_COUNTS_FOR).date())}
