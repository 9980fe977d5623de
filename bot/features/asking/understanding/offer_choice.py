"""Finds which of the offered cards a reply means, if it uses words of the card's title."""

import re
from collections.abc import Callable, Sequence

from rapidfuzz.fuzz import ratio

from bot.features.asking.cards.library import Library
from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.ordinals import chosen
from bot.features.asking.retrieval.search import SearchFinding, SearchOutcome
from bot.features.asking.understanding.followups import own_words

_MANY_WORDS = 10
_POINTS = re.compile(r"\b(one|ones|kind|type|sort)\W*$", re.IGNORECASE)
_ALIKE = 85
_STEM = 5


def chosen_offer(
    turn: str, question: str, offered: Sequence[str], find: Callable[[str], SearchFinding], library: Library
) -> str:
    """The card's id; empty if the turn is not about the cards offered for `question`."""
    known = [card for card in offered if card in library.cards]
    if not known or len(turn.split()) > _MANY_WORDS:
        return ""
    if (place := _ordinal(turn, len(known))) is not None:
        return known[place]
    asked = _without_denied(turn)
    finding, words = find(asked), own_words(asked)
    points = bool(_POINTS.search(turn))
    if finding.outcome is SearchOutcome.ANSWER and finding.best not in known and not points:
        return ""
    if points:
        finding = find(f"{question}: {asked}")
    counted = [(_shared(words, library.card(card).title), _score(finding, card), card) for card in known]
    shared, score, best = max(counted)
    if shared or points:
        return best
    return best if score and finding.outcome is SearchOutcome.ANSWER and finding.best == best else ""


def _ordinal(turn: str, of: int) -> int | None:
    """An ordinal. Of two, the first counts: "first one and the third one"."""
    place = chosen(turn, of)
    return place if place is not None else chosen(turn.split(" and ")[0], of) if " and " in turn else None


def _without_denied(turn: str) -> str:
    """Without negated words: "not for patients, the HR kind" is not about patients."""
    affirmed = [
        part for part in normalisation.clauses(turn) if not normalisation.plain(part).startswith("not ")
    ]
    return ", ".join(affirmed) or turn


def _shared(words: Sequence[str], title: str) -> int:
    names = own_words(title)
    return sum(
        any(ratio(word, name) >= _ALIKE or _stem(word) == _stem(name) for name in names) for word in words
    )


def _stem(word: str) -> str:
    """The stem: "formal" for "formally", "policy" for "policies"."""
    return word[:_STEM]


def _score(finding: SearchFinding, card: str) -> float:
    return dict(finding.ranked).get(card, 0.0)
