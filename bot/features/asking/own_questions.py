"""Lists questions that only the organisation can answer and for which it has no card yet."""

from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.cards.library import Boundary

_ORGANISATION = "organisation"
_EXAMPLES = 3


def own_boundaries(snapshot: CardSnapshot) -> list[Boundary]:
    return [b for b in snapshot.library.boundaries.values() if b.whose == _ORGANISATION]


def not_written(snapshot: CardSnapshot) -> list[str]:
    """Names of those questions to which no card of the organisation is nearest."""
    return [boundary.name for boundary in own_boundaries(snapshot) if not _is_written(boundary, snapshot)]


def _is_written(boundary: Boundary, snapshot: CardSnapshot) -> bool:
    nearest = [snapshot.finder.find(question).answer for question in boundary.questions[:_EXAMPLES]]
    return any(snapshot.library.card(card).is_local for card in nearest)
