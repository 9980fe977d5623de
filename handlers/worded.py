"""Whether an answer is shown in a language model's words. Any reason not to shows the card as it was written."""

import structlog

from bot.knowledge.distress import Level, Watch
from bot.knowledge.search import Finding, Outcome
from bot.knowledge.shelf import Stock
from bot.knowledge.worded import NOT_ASKED, Unworded, Why, Worded, Wording
from bot.knowledge.wording_switch import is_on
from bot.services import Services

log = structlog.get_logger()

_MOST_CARDS = 3


async def worded_here(
    question: str, finding: Finding, stock: Stock, services: Services
) -> Worded | Unworded | None:
    """Where an administrator lets a model word answers; None for what is no answer."""
    if finding.outcome is not Outcome.ANSWER:
        return None
    wording = services.wording
    if wording is None:
        return Unworded(Why.NOT_SET_UP)
    async with services.database.read() as session:
        if not await is_on(session, services.organisation.id, wording.host):
            return Unworded(Why.OFF)
    worded = await word(question, finding, stock, services.watch, wording)
    if isinstance(worded, Unworded) and worded.why not in NOT_ASKED:
        log.warning("not_worded", kind=worded.why)
    return worded


async def word(
    question: str, finding: Finding, stock: Stock, watch: Watch, wording: Wording
) -> Worded | Unworded | None:
    """Nothing but this question is sent, and no card of the organisation's own: those name people and telephone
    numbers.
    """
    if finding.outcome is not Outcome.ANSWER:
        return None
    if stock.library.card(finding.answer).is_local:
        return Unworded(Why.OWN_CARD)
    if watch.look(question).level is not Level.NONE:
        return Unworded(Why.IN_DOUBT)
    near = [stock.library.card(card_id) for card_id, _ in finding.ranked[:_MOST_CARDS]]
    return await wording.word(question, [card for card in near if not card.is_local])
