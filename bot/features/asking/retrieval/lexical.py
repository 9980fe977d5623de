"""Ranks cards by BM25 (Robertson & Zaragoza 2009) on words and pairs of words.

Pairs matter: nearly every question says "peer worker", but few say "peer pay".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.retrieval.synonyms import merged

Scores = NDArray[np.float32]

_K1, _B = 1.2, 0.75
# Stop words: "what is a peer worker", "what do peer workers do" and "what are PSWs" are equal without them.
_CARRY_NOTHING = frozenset("a an the is are am be do does".split())
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def words(text: str) -> list[str]:
    """Lower-case words without possessives and plural endings, synonyms merged."""
    return [_singular(word) for word in _split(merged(_plain(text)))]


def carrying_words(text: str, *, synonyms_as_one: bool) -> tuple[str, ...]:
    """Content words, in order. If there are none, all words."""
    found = _split(merged(_plain(text)) if synonyms_as_one else _plain(text))
    return tuple(_singular(word) for word in found if word not in _CARRY_NOTHING) or tuple(found)


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _split(text: str) -> list[str]:
    return [word.removesuffix("'s") for word in _WORD.findall(text)]


def terms(text: str) -> list[str]:
    """Words, and pairs of neighbouring words."""
    single = words(text)
    return single + [f"{first} {second}" for first, second in pairwise(single)]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Lexical:
    """`counts[d, t]` is the frequency of term t in document d; `rarity[t]` its inverse document frequency.

    `lengths[d]` is the number of terms in document d. Counts are small, so they take two bytes each.
    """

    vocabulary: dict[str, int]
    counts: NDArray[np.uint16]
    rarity: Scores
    lengths: Scores

    @classmethod
    def over(cls, documents: Sequence[Sequence[str]]) -> "Lexical":
        """Indexes documents, each given as its texts."""
        bags = [Counter(w for text in texts for w in terms(text)) for texts in documents]
        vocabulary = {w: i for i, w in enumerate(sorted(set().union(*bags)))}
        counts = np.zeros((len(bags), len(vocabulary)), dtype=np.uint16)
        for row, bag in zip(counts, bags, strict=True):
            for word, count in bag.items():
                row[vocabulary[word]] = count
        return cls(vocabulary, counts, _rarity(counts), counts.sum(axis=1, dtype=np.float32))

    def with_documents(self, at: int, documents: Sequence[Sequence[str]]) -> "Lexical":
        """A larger index with these documents inserted at `at`; the others are not tokenised again."""
        bags = [Counter(w for text in texts for w in terms(text)) for texts in documents]
        unheard = sorted(set().union(*bags) - self.vocabulary.keys())
        vocabulary = self.vocabulary | {w: len(self.vocabulary) + i for i, w in enumerate(unheard)}
        counts = np.zeros((len(self.counts) + len(bags), len(vocabulary)), dtype=np.uint16)
        known = len(self.vocabulary)
        counts[:at, :known], counts[at + len(bags) :, :known] = self.counts[:at], self.counts[at:]
        for row, bag in zip(counts[at:], bags, strict=False):
            for word, count in bag.items():
                row[vocabulary[word]] = count
        return Lexical(vocabulary, counts, _rarity(counts), counts.sum(axis=1, dtype=np.float32))

    def scores(self, text: str, left_out_of: int | None = None) -> Scores:
        """BM25 of each document, divided by that of a document with each word of `text` twice.

        So 0 means no common terms and about 1 all terms, comparable between questions. With `left_out_of`,
        that document is scored as if it did not hold this text (for calibration).
        """
        asked = Counter(terms(text))
        known = [self.vocabulary[w] for w in asked if w in self.vocabulary]
        if not known:
            return np.zeros(len(self.counts), dtype=np.float32)
        weights = self.rarity[known]
        counts, lengths = self.counts[:, known].astype(np.float32), self.lengths.copy()
        average = lengths.mean()
        if left_out_of is not None:
            counts[left_out_of] -= [asked[w] for w in asked if w in self.vocabulary]
            lengths[left_out_of] -= asked.total()
        unknown = len(asked) - len(known)
        ideal = (weights.sum() + unknown * self.rarity.max()) * 2 * (_K1 + 1) / (2 + _K1)
        damping = _K1 * (1 - _B + _B * lengths / average)
        found: Scores = (counts * (_K1 + 1) / (counts + damping[:, None])) @ weights / ideal
        return found


def _rarity(counts: NDArray[np.uint16]) -> Scores:
    having = (counts > 0).sum(axis=0)
    rarity: Scores = np.log1p((len(counts) - having + 0.5) / (having + 0.5)).astype(np.float32)
    return rarity
