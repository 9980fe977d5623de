"""What editors are told of cards that are due for a review."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.dates import date_in_words
from bot.conversation.message import Bullets, Message, Paragraph, text
from bot.features.asking.cards.cards import Card

_MOST_TITLES = 20


def reminder(cards: Sequence[Card], today: date) -> Message:
    """The number of cards, and the first few titles."""
    overdue = sum(card.is_overdue(today) for card in cards)
    summary = f"{_answers(len(cards))} to read again."
    counts = f" Past the review date: {overdue}. Due within 30 days: {len(cards) - overdue}."
    ask = "If an answer still holds, move its review date; if not, change it."
    titles = Bullets(tuple(_line(card, today) for card in cards[:_MOST_TITLES]))
    others = len(cards) - _MOST_TITLES
    more = (text(f"And {others} more; the content check lists those past their date."),) if others > 0 else ()
    return Message(summary, (text(summary, counts), titles, *more, text(ask, quiet=True)))


def _line(card: Card, today: date) -> Paragraph:
    was = "was due" if card.is_overdue(today) else "is due"
    day = card.meta.review_by
    return text(f"{card.title} ({was} on {date_in_words(day)})")


def _answers(count: int) -> str:
    return "One answer" if count == 1 else f"{count} answers"
