"""Tells people of a role given or taken, in their working hours and outside the contact budget."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.people.access import role_views
from bot.people.access.role_notices import role_news
from bot.people.contact.send_time import Instant
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class RoleNotices:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """No draft if the change was undone meanwhile."""
        async with self.database.read() as session:
            news = await role_news(session, slot.schedule)
        if news:
            message = role_views.news(news.grant, news.teams, news.administrators, is_held=news.is_held)
            yield Draft(news.person_id, message, slot.kind, Instant(slot.due_at))
