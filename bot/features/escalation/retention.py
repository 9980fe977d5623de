"""Deletes closed questions after thirty days, and cuts the links to unnamed askers."""

from collections.abc import Mapping
from datetime import datetime

from bot.features.escalation.question_closing import KEPT_FOR, cut_links, delete_closed
from bot.store.database import Database


async def delete_old(database: Database, now: datetime, _: Mapping[str, int]) -> Mapping[str, int]:
    """Also cuts the links to askers without a name whose messages have arrived."""
    async with database.write() as session:
        await cut_links(session)
        return {"questions": await delete_closed(session, now - KEPT_FOR)}
