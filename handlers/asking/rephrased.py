"""Asks a language model to rephrase an answer; without one, the card is shown as written."""

import structlog

from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.cards.cards import Card
from bot.features.asking.distress.detector import DistressDetector, Level
from bot.features.asking.distress.support import SUPPORT_FOR_ONESELF
from bot.features.asking.reader import off_loop
from bot.features.asking.rephrasing.outcome import (
    NOT_ASKED,
    NotRephrased,
    NotRephrasedReason,
    Rephrased,
    Rephraser,
)
from bot.features.asking.rephrasing.switch import is_on
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome
from bot.features.context import Context

log = structlog.get_logger()

_MOST_CARDS = 3


async def rephrase_here(
    question: str, finding: SearchFinding, snapshot: CardSnapshot, services: Context
) -> Rephrased | NotRephrased | None:
    """Rephrases the answer if an administrator allowed it. None if the finding is no answer."""
    if finding.outcome is not SearchOutcome.ANSWER:
        return None
    rephraser = services.rephraser
    if rephraser is None:
        return NotRephrased(NotRephrasedReason.NOT_SET_UP)
    async with services.database.read() as session:
        if not await is_on(session, services.organisation.id, rephraser.host):
            return NotRephrased(NotRephrasedReason.OFF)
    rephrased = await rephrase(question, finding, snapshot, services.distress_detector, rephraser)
    if isinstance(rephrased, NotRephrased) and rephrased.why not in NOT_ASKED:
        log.warning("not_worded", kind=rephrased.why)
    return rephrased


async def rephrase(
    question: str,
    finding: SearchFinding,
    snapshot: CardSnapshot,
    distress_detector: DistressDetector,
    rephraser: Rephraser,
) -> Rephrased | NotRephrased | None:
    """Sends only this question and cards, without the organisation's own cards and the one on support for oneself:
    those name people and telephone numbers.
    """
    if finding.outcome is not SearchOutcome.ANSWER:
        return None
    if _is_kept_here(snapshot.library.card(finding.answer)):
        return NotRephrased(NotRephrasedReason.OWN_CARD)
    if (await off_loop(distress_detector.classify, question)).level is not Level.NONE:
        return NotRephrased(NotRephrasedReason.IN_DOUBT)
    near = [snapshot.library.card(card_id) for card_id, _ in finding.ranked[:_MOST_CARDS]]
    return await rephraser.rephrase(question, [card for card in near if not _is_kept_here(card)])


def _is_kept_here(card: Card) -> bool:
    return card.is_local or card.id == SUPPORT_FOR_ONESELF
