"""Deletes members who have left, and old questions."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete

from bot.features.peer_network.members import leave_gone
from bot.features.peer_network.models import NetworkQuestion
from bot.store.database import Database

KEPT_FOR = timedelta(days=400)
"""Long enough to know whose turn it is."""


async def delete_old(database: Database, now: datetime, _: Mapping[str, int]) -> Mapping[str, int]:
    async with database.write() as session:
        old = delete(NetworkQuestion).where(NetworkQuestion.picked_at < now - KEPT_FOR)
        count = len((await session.scalars(old.returning(NetworkQuestion.id))).all())
        return {"network_members": await leave_gone(session), "network_questions": count}
