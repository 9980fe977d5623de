"""Shows champions and editors the cards whose review date has passed or comes soon."""

from datetime import timedelta

from bot.conversation.message import Bullets, Message, text
from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.features.asking.declarations import SEE_GAPS
from bot.features.context import Context

routes = Routes()

_SOON = timedelta(days=30)
_MOST = 20


@routes.on("reviews", needs=SEE_GAPS)
@routes.word("reviews", "cards to review", needs=SEE_GAPS)
async def reviews(request: Request, services: Context) -> Reply:
    """Oldest first."""
    today = services.clock.now().date()
    cards = sorted(services.library.cards.values(), key=lambda card: (card.meta.review_by, card.id))
    waiting = [card for card in cards if card.meta.review_by <= today + _SOON]
    if not waiting:
        first = cards[0]
        said = (
            f"No card needs a review in the next month. The first is due on {first.meta.review_by:%d %B %Y}."
        )
        return Say(Message(said, (text(said),)), private=True)
    said = f"{len(waiting)} cards want a review, the oldest first."
    lines = [
        text(
            f"{card.title} ({card.id}): ",
            "overdue since " if card.is_overdue(today) else "by ",
            f"{card.meta.review_by:%d %B %Y}",
        )
        for card in waiting[:_MOST]
    ]
    return Say(Message(said, (text(said), Bullets(tuple(lines)))), private=True)
