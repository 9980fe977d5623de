"""Finds which of the offered cards a reply means, if it uses words of the card's title."""

import re
from collections.abc import Callable, Sequence

from rapidfuzz.fuzz import ratio

from bot.features.asking.cards.library import Library
from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.content_words import own_words, stem
from bot.features.asking.conversation.ordinals import chosen_position
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome

_MANY_WORDS = 10
# "The policy one", but not "a good one".
_POINTS = re.compile(r"\b(?:the|that|this|those)\b.*\b(?:one|ones|kind|type|sort)\W*$", re.IGNORECASE)
# Of one card that is offered: "yes that one, open it".
_TAKES = re.compile(r"\b(?:yes|yep|yeah|that one|open it|show (?:it|me)|go on|go ahead)\b", re.IGNORECASE)
_FEW_WORDS = 6
_ALIKE = 85


def chosen_offer(
    turn: str, question: str, offered: Sequence[str], find: Callable[[str], SearchFinding], library: Library
) -> str:
    """The card's id; empty if the turn picks none of the cards offered for `question`.

    It picks by an ordinal, by "the … one", or by words that all stand in one title. A word that stands in several
    titles picks none.
    """
    known = [card for card in offered if card in library.cards]
    if not known or len(turn.split()) > _MANY_WORDS:
        return ""
    if (place := _ordinal(turn, len(known))) is not None:
        return known[place]
    if len(known) == 1 and len(turn.split()) <= _FEW_WORDS and _TAKES.search(turn):
        return known[0]
    affirmed = _without_denied(turn)
    finding, points = find(affirmed), bool(_POINTS.search(turn))
    if finding.outcome is SearchOutcome.ANSWER and not points:
        return finding.best if finding.best in known else ""
    words = own_words(affirmed)
    shared = {card: _shared(words, library.card(card).title) for card in known}
    most = [card for card in known if shared[card] == max(shared.values())]
    if points:
        finding = find(f"{question}: {affirmed}")
        return max(most, key=lambda card: _score(finding, card))
    is_named = bool(words) and shared[most[0]] == len(words)
    return most[0] if is_named and len(most) == 1 else ""


def named_beside(turn: str, beside: Sequence[str], library: Library) -> str:
    """The card of those beside the open one that is pointed at by a word of its title alone: "the unwell one"."""
    if not _POINTS.search(turn) or len(turn.split()) > _MANY_WORDS:
        return ""
    words = own_words(_without_denied(turn))
    shared = {card: _shared(words, library.card(card).title) for card in beside if card in library.cards}
    most = [card for card, count in shared.items() if count and count == max(shared.values())]
    return most[0] if len(most) == 1 else ""


def _ordinal(turn: str, of: int) -> int | None:
    """An ordinal. Of two, the first counts: "first one and the third one"; so does "the first one, the hug thing"."""
    starts = (turn, turn.split(" and ")[0], next(iter(normalisation.clauses(turn)), ""))
    return next((place for start in starts if (place := chosen_position(start, of)) is not None), None)


def _without_denied(turn: str) -> str:
    """Without negated words: "not for patients, the HR kind" is not about patients."""
    affirmed = [
        part for part in normalisation.clauses(turn) if not normalisation.plain(part).startswith("not ")
    ]
    return ", ".join(affirmed) or turn


def _shared(words: Sequence[str], title: str) -> int:
    names = own_words(title)
    return sum(
        any(ratio(word, name) >= _ALIKE or stem(word) == stem(name) for name in names) for word in words
    )


def _score(finding: SearchFinding, card: str) -> float:
    return dict(finding.ranked).get(card, 0.0)
