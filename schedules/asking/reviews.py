"""Reminds editors which cards are due, or soon due, for a content review."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library
from bot.features.asking.views.review_reminder import reminder
from bot.people.access.roles import Role, holders
from bot.people.contact.send_time import Local
from bot.store.database import Database

_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReviewReminders:
    database: Database
    library: Callable[[], Library]

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The same for every editor; none in a month in which nothing is due."""
        cards = due_for_review(self.library().cards.values(), slot.day)
        if not cards:
            return
        async with self.database.read() as session:
            at, editors = (
                await at_of(session, slot),
                await holders(session, slot.organisation_id, Role.EDITOR),
            )
        message = reminder(cards, slot.day)
        for editor in editors:
            yield Draft(editor, message, slot.kind, Local(slot.day, at))


def due_for_review(cards: Iterable[Card], today: date) -> list[Card]:
    """Past their date or within thirty days of it, the longest overdue first."""
    due = [card for card in cards if card.meta.review_by <= today + _AHEAD]
    return sorted(due, key=lambda card: (card.meta.review_by, card.id))
