"""Shows champions and editors the cards whose review date has passed or comes soon."""

from datetime import timedelta

from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.features.asking.actions import REVIEWS
from bot.features.asking.declarations import SEE_GAPS
from bot.features.asking.views import gaps
from bot.features.context import Context

routes = Routes()

_SOON = timedelta(days=30)


@routes.on(REVIEWS, needs=SEE_GAPS)
@routes.word("reviews", "cards to review", needs=SEE_GAPS)
async def reviews(request: Request, services: Context) -> Reply:
    """Oldest first."""
    today = services.clock.now().date()
    cards = sorted(services.library.cards.values(), key=lambda card: (card.meta.review_by, card.id))
    waiting = [card for card in cards if card.meta.review_by <= today + _SOON]
    message = gaps.reviews(waiting, today) if waiting else gaps.no_reviews(cards[0])
    return Say(message, private=True)
