"""Telling people that they were given a role, or lost one: in their working hours, and no contact that counts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.delivery.expand import Draft
from bot.delivery.slots import Slot
from bot.people.due import Instant
from bot.people.role_news import role_news
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class RoleNotices:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Nothing where it was taken back before it could be told."""
        async with self.database.read() as session:
            news = await role_news(session, slot.schedule)
        if news:
            yield Draft(news.person_id, news.message, slot.kind, Instant(slot.due_at))
