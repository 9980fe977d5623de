"""Whether an answer is shown in a language model's words. Any reason not to shows the card as it was written."""

from bot.knowledge.distress import Level
from bot.knowledge.search import Finding
from bot.knowledge.shelf import Stock
from bot.knowledge.worded import Unworded, Why, Worded, Wording
from bot.knowledge.wording_switch import is_on
from bot.services import Services

_MOST_CARDS = 3


async def word(question: str, finding: Finding, stock: Stock, services: Services) -> Worded | Unworded:
    """For a finding that is an answer. Nothing but this question is sent, and no card of the organisation's own:
    those name people and telephone numbers.
    """
    if services.wording is None:
        return Unworded(Why.NOT_SET_UP)
    if stock.library.card(finding.answer).is_local:
        return Unworded(Why.OWN_CARD)
    if services.watch.look(question).level is not Level.NONE:
        return Unworded(Why.IN_DOUBT)
    if not await _is_on(services.wording, services):
        return Unworded(Why.OFF)
    near = [stock.library.card(card_id) for card_id, _ in finding.ranked[:_MOST_CARDS]]
    return await services.wording.word(question, [card for card in near if not card.is_local])


async def _is_on(wording: Wording, services: Services) -> bool:
    async with services.database.read() as session:
        return await is_on(session, services.organisation.id, wording.host)
