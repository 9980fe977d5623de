"""Deletes the entries of peer workers who have left."""

from collections.abc import Mapping
from datetime import datetime

from bot.features.peer_profiles.withdrawal import withdraw_gone
from bot.store.database import Database


async def delete_old(database: Database, _: datetime, __: Mapping[str, int]) -> Mapping[str, int]:
    async with database.write() as session:
        return {"peer_profiles": await withdraw_gone(session)}
