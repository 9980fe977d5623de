"""Finds an answer to insert into one's own message. Nothing is counted or kept."""

from bot.conversation.message import Buttons, Message
from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.features.asking.actions import FIND_TO_INSERT, INSERT_CARD, ShownCard
from bot.features.asking.reader import off_loop
from bot.features.asking.retrieval.finding import SearchOutcome
from bot.features.asking.views.card import card_message
from bot.features.asking.views.offers import INSERT_WHAT, NOTHING_TO_INSERT, to_insert
from bot.features.context import Context

routes = Routes()

_MOST = 5


@routes.on(FIND_TO_INSERT, leaves_no_trace=True)
async def find(request: Request, services: Context) -> Reply:
    """The closest cards as buttons that give each of them; asked again with every letter that is typed."""
    words = request.text.strip()
    if not words:
        return Say(INSERT_WHAT)
    snapshot = services.card_store.snapshot
    finding = await off_loop(snapshot.finder.find, words)
    if finding.outcome is SearchOutcome.UNKNOWN:
        return Say(NOTHING_TO_INSERT)
    cards = [snapshot.library.card(card_id) for card_id, _ in finding.ranked[:_MOST]]
    return Say(to_insert(cards))


@routes.on(INSERT_CARD, leaves_no_trace=True)
async def card(request: Request, services: Context) -> Reply:
    """The card without buttons, because the bot may not be in the conversation."""
    shown = card_message(
        ShownCard(INSERT_CARD.value_of(request)), services.library, services.clock.now().date()
    )
    blocks = tuple(block for block in shown.blocks if not isinstance(block, Buttons))
    return Say(Message(shown.summary, blocks))
