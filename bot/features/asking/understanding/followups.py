"""Resolves a follow-up: searches it together with the topic of the card that was shown last."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.features.asking.cards.cards import Card
from bot.features.asking.conversation import lines
from bot.features.asking.retrieval.search import Finding, Outcome, Reading

Find = Callable[[str], Finding]

_POINTS_BACK = re.compile(
    r"\b(it|its|it's|they|them|their|theirs|that|this|those|these|he|she|him|her|his|hers|one|ones|there|same)\b"
    r"|^\W*(and|but|so|or|also|then|ok|right|why|how come|how so|who|what about|how about|what if|like what|such as|suppose|"
    r"say|even|not even|only|just|without|with|for|in|on|at|by|until|more|anything else|else|really)\b",
    re.IGNORECASE,
)
_PEER_WORK = re.compile(r"\bpeers?\b|\blived experience\b", re.IGNORECASE)
_SHORT = 7
# From these odds over the threshold, and this lead, the reading alone is clearly better (2026-11-29, 70 follow-ups).
_CLEARLY_OURS, _CLEARLY_AHEAD = 1.5, 0.5
_OWN_WORDS = 2


@dataclass(frozen=True, slots=True)
class Resolved:
    """`how` is for the side panel; `stays` on the card that was shown last."""

    finding: Finding
    stays: bool
    how: str


def points_back(turn: str) -> bool:
    """Whether a turn may lean on the one before: short, or with a word that stands for something said."""
    return len(turn.split()) <= _SHORT or bool(_POINTS_BACK.search(turn))


def resolve(turn: str, topic: Card, find: Find) -> Resolved:
    """The reading alone wins only where it is clearly better; a change of topic is not dragged along."""
    alone = find(turn)
    over = alone.odds - alone.scope
    if not points_back(turn):
        return Resolved(alone, False, "stands on its own")
    if alone.is_verbatim:
        return Resolved(alone, False, "asked in a card's own words")
    if is_whole(turn) and alone.outcome is Outcome.ANSWER:
        return Resolved(alone, False, "a whole question, answered by itself")
    if over >= _CLEARLY_OURS and alone.lead >= _CLEARLY_AHEAD:
        return Resolved(alone, False, "clear on its own")
    if alone.boundary and _says_something(turn):
        return Resolved(alone, False, "a change to something that is not ours")
    together = find(f"{topic.title}: {turn}")
    return _combined(alone, together, topic.id)


def _combined(alone: Finding, together: Finding, topic: str) -> Resolved:
    with_topic, by_itself = dict(together.ranked), dict(alone.ranked)
    least, least_alone = min(with_topic.values()), min(by_itself.values())
    scores = {
        card: by_itself.get(card, least_alone) + with_topic.get(card, least)
        for card in {**by_itself, **with_topic}
    }
    ranked = tuple(
        (card, round(score, 4)) for card, score in sorted(scores.items(), key=lambda pair: -pair[1])[:10]
    )
    best = ranked[0][0]
    is_clear = best in (together.best, alone.best) and together.outcome is not Outcome.UNKNOWN
    finding = replace(
        together,
        outcome=Outcome.ANSWER if is_clear else Outcome.OFFER,
        ranked=ranked,
        boundary=None,
        whose=None,
        odds=max(alone.odds, together.odds),
        reading=Reading.TOGETHER,
        read_as=alone.read_as,
        local=together.local if together.best == best else "",
    )
    return Resolved(finding, best == topic != alone.best, "read with the topic of the card before")


def is_whole(turn: str) -> bool:
    """Names peer work itself, and nothing in it stands for something said before."""
    return (
        bool(_PEER_WORK.search(turn)) and len(own_words(turn)) >= _OWN_WORDS and not _POINTS_BACK.search(turn)
    )


def _says_something(turn: str) -> bool:
    """By itself, whatever was said before: "how many peers do we have" does, "by how much" doesn't."""
    words = own_words(turn)
    return len(words) >= _OWN_WORDS or (bool(words) and not _POINTS_BACK.search(turn))


def is_elliptical(turn: str) -> bool:
    """Hardly a question by itself: "and in wales?", "even at night", "what can I say to her"."""
    words = own_words(turn)
    if _ELLIPTICAL.match(turn) or not words:
        return True
    return len(words) <= _OWN_WORDS and bool(_SOMEBODY.search(turn) or _A_PLACE.match(turn))


_SOMEBODY = re.compile(r"\b(he|she|they|him|her|them|his|their|it)\b", re.IGNORECASE)
_A_PLACE = re.compile(r"\W*(in|at|on|for|with|without|after|before|during)\b", re.IGNORECASE)
_ELLIPTICAL = re.compile(
    r"\W*(and|but|what about|how about|even|not even|only|what if|suppose)\b", re.IGNORECASE
)


def own_words(turn: str) -> list[str]:
    """The words that say something by themselves."""
    return [word for word in lines.plain(turn).split() if len(word) > 2 and word not in _FUNCTION]


_FUNCTION = frozenset(
    "the and but for with from about are was were been can could should would will may might must has have had you they them "
    "their his her its our your that this these those there here what who how where when why which even not only right then "
    "also well too much many more most some any all one ones out off down get got just does did any than same".split()
)
