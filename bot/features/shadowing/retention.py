"""Deletes old offers and places, and everything of people who have left."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from bot.features.shadowing.guest_counts import ONCE_IN
from bot.features.shadowing.models import ShadowOffer
from bot.features.shadowing.withdrawal import delete_offer, withdraw_departed
from bot.store.database import Database

KEPT_FOR = ONCE_IN


async def delete_old(database: Database, now: datetime, _: Mapping[str, int]) -> Mapping[str, int]:
    async with database.write() as session:
        gone = await withdraw_departed(session)
        old = (await session.scalars(select(ShadowOffer).where(ShadowOffer.starts_at < now - KEPT_FOR))).all()
        for offer in old:
            await delete_offer(session, offer)
        return {"shadow_people": gone, "shadow_offers": len(old)}
