"""Finds an answer to insert into one's own message. Nothing is counted or kept."""

from bot.conversation.message import Button, Buttons, Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.features.asking.reader import off_loop
from bot.features.asking.retrieval.search import SearchOutcome
from bot.features.asking.views.card import ShownCard
from bot.features.context import Context

routes = Routes()

FIND, CARD = "insert.find", "insert.card"
_MOST = 5


@routes.on(FIND, leaves_no_trace=True)
async def find(request: Request, services: Context) -> Reply:
    """The closest cards as buttons that give each of them; asked again with every letter that is typed."""
    words = request.text.strip()
    if not words:
        return Say(saying("Type a few words of a question about peer work."))
    snapshot = services.card_store.snapshot
    finding = await off_loop(snapshot.finder.find, words)
    if finding.outcome is SearchOutcome.UNKNOWN:
        return Say(saying("I don't have a reviewed answer to that."))
    cards = [snapshot.library.card(card_id) for card_id, _ in finding.ranked[:_MOST]]
    found = Buttons(tuple(Button(card.title, CARD, card.id) for card in cards))
    return Say(Message("Answers that you can insert", (found,)))


@routes.on(CARD, leaves_no_trace=True)
async def card(request: Request, services: Context) -> Reply:
    """Without its buttons: where it is inserted, nobody may be there to answer them."""
    shown = ShownCard(request.value).message(services.library, services.clock.now().date())
    blocks = tuple(block for block in shown.blocks if not isinstance(block, Buttons))
    return Say(Message(shown.summary, blocks))
