"""Splits an entry into searchable items, one for each thing that its writer named. Pure."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.features.peer_profiles.models import PeerProfile

Vectors = NDArray[np.float32]

# What people are looked for by. What somebody doesn't do, and how to ask them, finds nobody.
_FIELDS = ("expertise", "languages", "settings", "ways", "days")
_BETWEEN = re.compile(r"[,;\n]|\.(?:\s|$)|\band\b|\bor\b")


@dataclass(frozen=True, slots=True)
class SearchableItem:
    """`field` is the entry's column, `words` the writer's own words."""

    field: str
    words: str


def items_of(profile: PeerProfile) -> tuple[SearchableItem, ...]:
    return tuple(
        SearchableItem(field, words)
        for field in _FIELDS
        for part in _BETWEEN.split(getattr(profile, field))
        if (words := " ".join(part.split()))
    )


def words_of(profile: PeerProfile) -> tuple[str, ...]:
    return tuple(item.words for item in items_of(profile))


def packed(vectors: Vectors) -> bytes:
    return vectors.astype(np.float32).tobytes()


def unpacked(profile: PeerProfile) -> Vectors:
    """A row for each item; none where the entry names nothing."""
    count = len(items_of(profile))
    flat = np.frombuffer(profile.vectors, dtype=np.float32)
    return flat.reshape(count, -1) if count else np.zeros((0, 0), dtype=np.float32)
