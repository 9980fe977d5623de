"""Selects what is shown of a card that the person has before them already, or is asked to choose."""

from collections.abc import Mapping

from bot.conversation.message import Paragraph
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.retrieval.finding import SearchOutcome
from bot.features.asking.retrieval.passages import NEAR_ENOUGH_TO_CHOOSE
from bot.features.asking.understanding import leaning
from bot.features.asking.understanding.turn import Turn

Shown = Mapping[str, tuple[Paragraph, ...]]
MOST_OFFERED = 3


def passages_shown(turn: Turn, question: str, last: LastSaid, snapshot: CardSnapshot) -> Shown:
    """The passages nearest to the question: of the open card, if it is the answer again, or of each card offered.

    Who asks for words to say gets those of "Try this"; who asks what to tell the parents, what it says of parents, too.
    """
    finding = turn.finding
    if finding is None or finding.outcome is SearchOutcome.UNKNOWN:
        return {}
    if finding.outcome is SearchOutcome.OFFER:
        offered = [card for card, _ in finding.ranked[:MOST_OFFERED]]
        nearest = snapshot.passages.nearest_of(offered, question, NEAR_ENOUGH_TO_CHOOSE)
        return {card: passages[:1] for card, passages in nearest.items()}
    if not is_open(finding.answer, last):
        return {}
    near, words = snapshot.passages.nearest, snapshot.passages.words_to_say
    if leaning.asks_only_for_words(question):
        return {finding.answer: words(finding.answer, question)}
    if leaning.asks_for_words(question):
        both = (*near(finding.answer, question)[:1], *words(finding.answer, question)[:1])
        return {finding.answer: tuple(dict.fromkeys(both))}
    return {finding.answer: near(finding.answer, question)}


def is_open(card: str, last: LastSaid) -> bool:
    """Whether the card is what we said last."""
    return last.context is Topic.CARD and last.card == card
