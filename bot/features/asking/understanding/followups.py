"""Resolves a follow-up that is unclear alone: combines three readings of it into one ranking of cards.

The readings: as typed, as a question about peer work, and appended to the previous question.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.features.asking.cards.cards import Card
from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.content_words import own_words
from bot.features.asking.conversation.thresholds import BARE
from bot.features.asking.retrieval.search import Reading, SearchFinding, SearchOutcome, Whose
from bot.features.asking.retrieval.subject import PEER_WORK
from bot.features.asking.understanding.rewriting import about_peer_work, without_opening, without_place

Find = Callable[[str], SearchFinding]

_POINTS_BACK = re.compile(
    r"\b(it|its|it's|they|them|their|theirs|that|this|those|these|he|she|him|her|his|hers|one|ones|there|same)\b"
    r"|^\W*(and|but|so|or|also|then|ok|right|why|how come|how so|who|what about|how about|what if|like what|such as|suppose|"
    r"say|even|not even|only|just|without|with|for|in|on|at|by|until|more|anything else|else|really)\b",
    re.IGNORECASE,
)
_SHORT = 7
# From these odds over the threshold and this lead on, the reading as typed is clearly better (2026-11-29, 70
# follow-ups).
_CLEARLY_OURS, _CLEARLY_AHEAD = 1.5, 0.5
_OWN_WORDS, _OFFERED = 2, 3
# A bonus in score for the previous card; larger for "why does that help?". From this lead on a card is shown
# instead of offered. Below these odds of both readings, an unfamiliar question is out of scope; a nearly
# known one is offered. On 118 follow-ups, half of them written for this, the first card was right in 64%
# before and 80% after (2026-11-29).
_STAYS, _STAYS_ON_THAT, _SURELY = 0.3, 1.5, 9.0
_CLEAR_LEAD, _BOTH_OURS, _NEARLY_OURS = 0.4, 1.0, -2.0
_THAT = re.compile(r"\b(?:that|this)\b", re.IGNORECASE)
_REFERS = re.compile(r"\b(?:that|this|it)\b", re.IGNORECASE)
# "Even at night?" asks whether the answer before holds there, too.
_QUALIFIES = re.compile(r"\W*(?:(?:and|so|but|ok|right|what|really)\b\W*)?(?:not )?even\b", re.IGNORECASE)
# The words for what was just advised stand on its card: "what should I answer", "how do I say that".
_WORDING = re.compile(
    r"\W*(?:what|how) (?:should|can|could|do|would) (?:i|we) (?:say|answer|reply|respond|put|word|phrase)\b(?!.*\bpeers?\b)",
    re.IGNORECASE,
)
# What to do next about what was just advised: "and if she says no".
_CONDITION = re.compile(
    r"\W*(?:what )?(?:if|suppose) (?:he|she|they|it|nobody|i|we)\b(?:\W+\w+){1,4}\W*$", re.IGNORECASE
)
# People whom the exchange before was about.
_OF_THEM = re.compile(r"\b(?:one|some|two|most|none|half) of (?:them|the|these|those)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolved:
    """`how` is for the side panel. `stays` means that the follow-up belongs to the card shown last."""

    finding: SearchFinding
    stays: bool
    how: str


def points_back(turn: str) -> bool:
    """Whether a turn may depend on the previous one: it is short, or has a word that refers back."""
    return len(turn.split()) <= _SHORT or bool(_POINTS_BACK.search(turn))


def resolve(turn: str, topic: Card, before: str, find: Find) -> Resolved:
    """Resolves the follow-up. `before` is the question that `topic` answered. A change of topic drops it."""
    alone = find(turn)
    over = alone.odds - alone.scope
    if not points_back(turn):
        return Resolved(alone, False, "stands on its own")
    if alone.is_verbatim:
        return Resolved(alone, False, "asked in a card's own words")
    if (_QUALIFIES.match(turn) and not is_whole(turn)) or _names_only_a_place(turn):
        return _combined((alone, alone, alone), topic.id, _SURELY)
    if is_whole(turn) and alone.outcome is SearchOutcome.ANSWER:
        return Resolved(alone, False, "a whole question, answered by itself")
    is_clear = over >= _CLEARLY_OURS and alone.lead >= _CLEARLY_AHEAD
    if is_clear and not is_bare(turn) and not _REFERS.search(turn):
        return Resolved(alone, False, "clear on its own")
    said = without_opening(turn)
    by_itself, of_peers = find(said), find(about_peer_work(said))
    together = find(f"{before or topic.title} {said}")
    if alone.boundary and _says_something(turn) and _over(of_peers) + _over(together) < _BOTH_OURS:
        return Resolved(alone, False, "a change to something that is not ours")
    return _combined((by_itself, of_peers, together), topic.id, _stay(said))


def resolve_after_refusal(turn: str, before: str, find: Find) -> SearchFinding:
    """Reads the turn alone, of peer work, and after the question `before` that nobody answered.

    Several readings of a question without an answer make no sure one: the card is shown only if it answers both
    questions as one, and offered otherwise.
    """
    said = without_opening(turn)
    readings = find(said), find(about_peer_work(said)), find(f"{before} {said}")
    found = _combined(readings, "", 0).finding
    is_sure = readings[-1].outcome is SearchOutcome.ANSWER and readings[-1].best == found.best
    if found.outcome is SearchOutcome.ANSWER and not is_sure:
        return replace(found, outcome=SearchOutcome.OFFER)
    return found


def _stay(said: str) -> float:
    """The bonus for the previous card: larger if the turn holds only a place, "to whom", or "that"."""
    if is_bare(said) or _names_only_a_place(said):
        return _SURELY
    is_next_step = _CONDITION.match(said) and len(own_words(said)) <= _OWN_WORDS
    if is_next_step or _OF_THEM.search(said) or _WORDING.match(said):
        return _STAYS_ON_THAT
    return _STAYS_ON_THAT if _THAT.search(said) and len(own_words(said)) < _OWN_WORDS else _STAYS


def _names_only_a_place(turn: str) -> bool:
    """Whether it says where: "and in Scotland?", "we're based in Leeds"."""
    elsewhere = without_place(turn)
    return elsewhere != turn and not own_words(elsewhere)


def _combined(
    readings: tuple[SearchFinding, SearchFinding, SearchFinding], topic: str, stay: float
) -> Resolved:
    """The best card over all readings; `stay` is the bonus of the card shown before, if there was one."""
    cards = _cards(readings) | ({topic} if topic else set())
    scores = {card: sum(_score(finding, card) for finding in readings) for card in cards}
    if topic:
        scores[topic] += stay
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    best = ranked[0][0]
    is_clear = best == topic or ranked[0][1] - ranked[1][1] >= _CLEAR_LEAD
    outcome = _outcome(readings, best == topic, is_clear)
    if outcome is SearchOutcome.OFFER:
        ranked = _with_topic(ranked, topic)
    together = readings[-1]
    finding = replace(
        together,
        outcome=outcome,
        ranked=tuple((card, round(score, 4)) for card, score in ranked[:10]),
        boundary=None,
        whose=Whose.UNWRITTEN if outcome is SearchOutcome.UNKNOWN else None,
        odds=max(finding.odds for finding in readings),
        reading=Reading.TOGETHER,
        read_as=readings[0].read_as,
        local=next((finding.local for finding in readings if finding.local and finding.best == best), ""),
    )
    return Resolved(finding, best == topic != readings[0].best, "read after the question before")


def _with_topic(ranked: list[tuple[str, float]], topic: str) -> list[tuple[str, float]]:
    """The open card is always among those offered: what follows it is often about it."""
    others = [pair for pair in ranked if pair[0] != topic]
    if not topic or any(card == topic for card, _ in ranked[:_OFFERED]):
        return ranked
    return [*others[: _OFFERED - 1], *(pair for pair in ranked if pair[0] == topic), *others[_OFFERED - 1 :]]


def _outcome(readings: tuple[SearchFinding, ...], stays: bool, is_clear: bool) -> SearchOutcome:
    if stays or any(finding.outcome is not SearchOutcome.UNKNOWN for finding in readings):
        return SearchOutcome.ANSWER if is_clear else SearchOutcome.OFFER
    return SearchOutcome.OFFER if max(map(_over, readings)) > _NEARLY_OURS else SearchOutcome.UNKNOWN


def _cards(readings: tuple[SearchFinding, ...]) -> set[str]:
    return {card for finding in readings for card, _ in finding.ranked}


def _score(finding: SearchFinding, card: str) -> float:
    """The card's score. A card outside the ranking gets the lowest score in it."""
    known = dict(finding.ranked)
    return known.get(card, min(known.values()))


def _over(finding: SearchFinding) -> float:
    return finding.odds - finding.scope


def is_bare(turn: str) -> bool:
    """Whether it is nothing but a word that asks: "to whom"."""
    return bool(BARE.fullmatch(normalisation.plain(turn)))


def is_whole(turn: str) -> bool:
    """Whether it names peer work and has no word that refers back."""
    return (
        bool(PEER_WORK.search(turn)) and len(own_words(turn)) >= _OWN_WORDS and not _POINTS_BACK.search(turn)
    )


def _says_something(turn: str) -> bool:
    """Whether it has content of its own: "how many peers do we have" does, "by how much" doesn't."""
    words = own_words(turn)
    return len(words) >= _OWN_WORDS or (bool(words) and not _POINTS_BACK.search(turn))


def is_elliptical(turn: str) -> bool:
    """Whether it is incomplete as a question: "and in wales?", "even at night", "what can I say to her"."""
    words = own_words(turn)
    if _ELLIPTICAL.match(turn) or not words or is_bare(turn):
        return True
    return len(words) <= _OWN_WORDS and bool(_SOMEBODY.search(turn) or _A_PLACE.match(turn))


_SOMEBODY = re.compile(r"\b(he|she|they|him|her|them|his|their|it)\b", re.IGNORECASE)
_A_PLACE = re.compile(r"\W*(in|at|on|for|with|without|after|before|during)\b", re.IGNORECASE)
_ELLIPTICAL = re.compile(
    r"\W*(and|but|what about|how about|even|not even|only|what if|suppose)\b", re.IGNORECASE
)
