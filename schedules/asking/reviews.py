"""Reminds editors which cards are due, or soon due, for a content review."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.conversation.message import Bullets, Message, Paragraph, text
from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library
from bot.people.access.roles import Role, holders
from bot.people.contact.send_time import Local
from bot.store.database import Database

_AHEAD = timedelta(days=30)
_MOST_TITLES = 20


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


def reminder(cards: Sequence[Card], today: date) -> Message:
    """The number of cards, and the first few titles."""
    overdue = sum(card.is_overdue(today) for card in cards)
    said = f"{_answers(len(cards))} to read again."
    counts = f" Past the review date: {overdue}. Due within 30 days: {len(cards) - overdue}."
    ask = "If an answer still holds, move its review date; if not, change it."
    titles = Bullets(tuple(_line(card, today) for card in cards[:_MOST_TITLES]))
    others = len(cards) - _MOST_TITLES
    more = (text(f"And {others} more; the content check lists those past their date."),) if others > 0 else ()
    return Message(said, (text(said, counts), titles, *more, text(ask, quiet=True)))


def _line(card: Card, today: date) -> Paragraph:
    was = "was due" if card.is_overdue(today) else "is due"
    day = card.meta.review_by
    return text(f"{card.title} ({was} on {day.day} {day:%B %Y})")


def _answers(count: int) -> str:
    return "One answer" if count == 1 else f"{count} answers"
