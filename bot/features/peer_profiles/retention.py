"""Deletes the entries of peer workers who have left, and requests some time after they closed; seals older drafts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.features.peer_profiles.own_entry import seal_drafts
from bot.features.peer_profiles.support.models import PeerRequest
from bot.features.peer_profiles.withdrawal import delete_requests, withdraw_departed
from bot.publishing.tallies import forget_old
from bot.store.database import Database

KEPT_FOR = timedelta(days=30)


async def delete_old(database: Database, now: datetime, _: Mapping[str, int]) -> Mapping[str, int]:
    async with database.write() as session:
        closed = await session.scalars(select(PeerRequest.id).where(PeerRequest.closed_at < now - KEPT_FOR))
        requests = closed.all()
        await delete_requests(session, requests)
        await seal_drafts(session)
        return {
            "peer_profiles": await withdraw_departed(session),
            "peer_requests": len(requests),
            "peer_tallies": await forget_old(session, now.date()),
        }
