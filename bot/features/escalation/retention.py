"""Deletes closed questions after thirty days, and cuts the links to unnamed askers."""

from collections.abc import Mapping
from datetime import datetime

from bot.features.escalation.question_closing import KEPT_FOR, cut_links, delete_closed
from bot.store.database import Database


async def delete_old(database: Database, now: datetime, _: Mapping[str, int]) -> Mapping[str, int]:
    """By now whatever had to reach askers without a name has arrived, so the links to them go, too."""
    async with database.write() as session:
        await cut_links(session)
        return {"questions": await delete_closed(session, now - KEPT_FOR)}
