"""Ranks directory entries by how well they match a search. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.search_query import SoughtThing
from bot.features.peer_profiles.searchable import SearchableItem, Vectors, items_of, unpacked, words_of
from bot.features.peer_profiles.vocabulary import DirectoryVocabulary

Scores = NDArray[np.float32]


class Nearness(Protocol):
    """Scores a sentence against several texts, whose vectors are given, too."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...

    def near(self, sentence: str, texts: Sequence[str], vectors: Vectors) -> Scores: ...


@dataclass(frozen=True, slots=True)
class Match:
    """`met` has the writer's own words for each thing asked for, `unmet` what their entry says nothing about."""

    profile: PeerProfile
    met: tuple[SearchableItem, ...]
    unmet: tuple[str, ...]
    score: float


def matches(
    profiles: Sequence[PeerProfile],
    sought: Sequence[SoughtThing],
    nearness: Nearness,
    vocabulary: DirectoryVocabulary,
) -> list[Match]:
    """Entries that match at least one sought thing, those with most matches first."""
    met = {wish: _met(profiles, wish, nearness, vocabulary) for wish in sought}
    ranked = []
    for number, profile in enumerate(profiles):
        mine = {wish: met[wish][number] for wish in sought if number in met[wish]}
        if _is_worth_showing(sought, mine):
            items = tuple(dict.fromkeys(item for item, _ in mine.values()))
            unmet = tuple(wish.words for wish in sought if wish not in mine)
            ranked.append(Match(profile, items, unmet, sum(score for _, score in mine.values())))
    return sorted(ranked, key=lambda match: (len(match.unmet), -match.score))


def _is_worth_showing(
    sought: Sequence[SoughtThing], mine: Mapping[SoughtThing, tuple[SearchableItem, float]]
) -> bool:
    """A person without the language asked for is shown only for a certain match."""
    speaks = all(wish in mine for wish in sought if wish.languages)
    return bool(mine) if speaks else any(score >= _SURE for _, score in mine.values())


def _met(
    profiles: Sequence[PeerProfile], wish: SoughtThing, nearness: Nearness, vocabulary: DirectoryVocabulary
) -> dict[int, tuple[SearchableItem, float]]:
    """The best match in each profile, by the profile's number, if it is near enough."""
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
    for (number, item, _), near in zip(texts, map(float, scores), strict=True):
        score = _score(wish, item, near, vocabulary)
        if score > best.get(number, (item, 0.0))[1]:
            best[number] = (item, score)
    return best


def _score(wish: SoughtThing, item: SearchableItem, near: float, vocabulary: DirectoryVocabulary) -> float:
    """0 where the item doesn't meet the wish. Names and meanings decide before any likeness of words."""
    if wish.languages:
        spoken = vocabulary.languages.find(item.words).names
        return _SURE if vocabulary.speaks(wish.languages, spoken) else 0.0
    if shared := wish.meanings and wish.meanings & vocabulary.meanings.find(item.words).names:
        return _SURE * len(shared) + max(near, 0.0)
    return near if near >= _needed(wish, item) and not wish.is_clear else 0.0


def _vectors(profile: PeerProfile, nearness: Nearness) -> Vectors:
    """The entry's stored vectors, or new ones if another encoder made them."""
    if profile.encoder == nearness.name:
        return unpacked(profile)
    return nearness.encode(words_of(profile))


def _needed(wish: SoughtThing, item: SearchableItem) -> float:
    """Languages, and days of the week, have names that are near each other and are not each other."""
    if item.field in ("languages", "days"):
        return _SAME_NAME
    return _NEAR_BESIDE_A_MEANING if wish.meanings else _NEAR


# Chosen on the first halves of the pairs in `tests/data/peer_search/`; the others say what it is worth.
_NEAR, _NEAR_BESIDE_A_MEANING, _SAME_NAME = 0.22, 0.4, 0.8
_SURE = 1.0
