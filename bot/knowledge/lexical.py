"""BM25 over one document a card (Robertson & Zaragoza 2009), and the words it is made of."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_K1, _B = 1.2, 0.75
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def words(text: str) -> list[str]:
    """Lower-case words without possessives and plural endings."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    return [_singular(w.removesuffix("'s")) for w in found]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Lexical:
    """`counts[d, w]` is how often word w stands in document d."""

    vocabulary: dict[str, int]
    counts: Scores

    @classmethod
    def over(cls, documents: Sequence[Sequence[str]]) -> "Lexical":
        """An index over documents, each given as its texts."""
        bags = [Counter(w for text in texts for w in words(text)) for texts in documents]
        vocabulary = {w: i for i, w in enumerate(sorted(set().union(*bags)))}
        counts = np.zeros((len(bags), len(vocabulary)), dtype=np.float32)
        for row, bag in zip(counts, bags, strict=True):
            for word, count in bag.items():
                row[vocabulary[word]] = count
        return cls(vocabulary, counts)

    def scores(self, text: str) -> Scores:
        """BM25 of each document, divided by what a document saying every word of `text` twice would get.

        So 0 is nothing in common, and about 1 is all of it: comparable between questions.
        """
        present = [self.vocabulary[w] for w in set(words(text)) if w in self.vocabulary]
        unknown = len({w for w in words(text) if w not in self.vocabulary})
        if not present:
            return np.zeros(len(self.counts), dtype=np.float32)
        weights = self.rarity()[present]
        ideal = (weights.sum() + unknown * self.rarity().max()) * 2 * (_K1 + 1) / (2 + _K1)
        found: Scores = saturated(self.counts)[:, present] @ weights / ideal
        return found

    def rarity(self) -> Scores:
        """Inverse document frequency of each word."""
        having = (self.counts > 0).sum(axis=0)
        rarity: Scores = np.log1p((len(self.counts) - having + 0.5) / (having + 0.5)).astype(np.float32)
        return rarity


def saturated(counts: Scores) -> Scores:
    """BM25's term weight: more of the same word counts less and less, longer documents a little less."""
    lengths = counts.sum(axis=1, keepdims=True)
    grown: Scores = counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * lengths / lengths.mean()))
    return grown
