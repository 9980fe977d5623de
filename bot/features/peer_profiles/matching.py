"""Finds the entries that fit a sentence such as "someone who speaks Polish and knows about voices". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.searchable import SearchableItem, Vectors, items_of, unpacked, words_of

Scores = NDArray[np.float32]


class Nearness(Protocol):
    """How near a sentence is to each of some texts, of which it is given the vectors, too."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...

    def near(self, sentence: str, texts: Sequence[str], vectors: Vectors) -> Scores: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing asked for. `is_language`: only what somebody speaks can meet it."""

    words: str
    is_language: bool


@dataclass(frozen=True, slots=True)
class Match:
    """`met` has the writer's own words for each thing asked for, `unmet` what their entry says nothing about."""

    profile: PeerProfile
    met: tuple[SearchableItem, ...]
    unmet: tuple[str, ...]
    score: float


def wishes_in(sentence: str) -> tuple[Wish, ...]:
    """The first things that are asked for, one at a time, without the words that people put round them."""
    parts = [part for part in _BETWEEN.split(sentence.lower()) if part]
    is_language, wishes = False, list[Wish]()
    for part in parts:
        is_language = bool(_SPEAKS.search(part)) or (is_language and not _VERB.search(part))
        if words := _bare(part):
            wishes.append(Wish(words, is_language))
    return tuple(dict.fromkeys(wishes))[:_MOST]


def matches(profiles: Sequence[PeerProfile], wishes: Sequence[Wish], nearness: Nearness) -> list[Match]:
    """Those that meet at least one wish, the ones that meet most first."""
    met = {wish: _met(profiles, wish, nearness) for wish in wishes}
    found = []
    for number, profile in enumerate(profiles):
        mine = {wish: met[wish][number] for wish in wishes if number in met[wish]}
        if mine:
            items = tuple(dict.fromkeys(item for item, _ in mine.values()))
            unmet = tuple(wish.words for wish in wishes if wish not in mine)
            found.append(Match(profile, items, unmet, sum(score for _, score in mine.values())))
    return sorted(found, key=lambda match: (len(match.unmet), -match.score))


def _met(
    profiles: Sequence[PeerProfile], wish: Wish, nearness: Nearness
) -> dict[int, tuple[SearchableItem, float]]:
    """By the number of the profile, what of it is nearest to the wish, where that is near enough."""
    texts = [
        (number, item, vector)
        for number, profile in enumerate(profiles)
        for item, vector in zip(items_of(profile), _vectors(profile, nearness), strict=True)
        if item.field == "languages" or not wish.is_language
    ]
    if not texts:
        return {}
    words, vectors = [item.words for _, item, _ in texts], np.stack([vector for *_, vector in texts])
    scores = nearness.near(wish.words, words, vectors)
    best: dict[int, tuple[SearchableItem, float]] = {}
    for (number, item, _), score in zip(texts, map(float, scores), strict=True):
        if score >= _needed(item) and score > best.get(number, (item, 0.0))[1]:
            best[number] = (item, score)
    return best


def _vectors(profile: PeerProfile, nearness: Nearness) -> Vectors:
    """What stands with the entry, unless another encoder made it before an update."""
    if profile.encoder == nearness.name:
        return unpacked(profile)
    return nearness.encode(words_of(profile))


def _needed(item: SearchableItem) -> float:
    """Languages, and days of the week, have names that are near each other and are not each other."""
    return _SAME_NAME if item.field in ("languages", "days") else _NEAR


def _bare(part: str) -> str:
    words = [word for word in _WORD.findall(part) if word not in _AROUND]
    return " ".join(words)


_MOST = 6
# Chosen on one half of `tests/data/peer_search/pairs.tsv`; the other half says what it is worth.
_NEAR, _SAME_NAME = 0.22, 0.8
_BETWEEN = re.compile(r"[,;.?!\n]+|\band\b|\bor\b|\bwho(?:'s|’s)?\b|\bwith\b|\bplus\b")
_SPEAKS = re.compile(r"\b(?:speak\w*|fluent|languages?)\b|\w-speaking\b")
_VERB = re.compile(r"\b(?:know\w*|works?|meets?|understands?|help\w*|has|have|is|can|does)\b")
_WORD = re.compile(r"[\w'’]+")
_AROUND = frozenset(
    "a an the someone somebody anyone anybody person people peer peers worker workers support i we me my you us is are am "
    "there do does did can could would like want need needs find show see look looking search for of in on at by to "
    "know knows knowing about speak speaks speaking spoken fluent language languages works work working meets meet "
    "understands understand has have had experience experienced lived help helps good any some please which that whose "
    "open list give take go up tool page screen everybody everyone her his their them also both get here directory entry already himself herself themselves what it".split()
)
