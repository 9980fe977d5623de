"""Ranks cards by BM25 (Robertson & Zaragoza 2009) on words and pairs of words.

Pairs matter: nearly every question says "peer worker", but few say "peer pay".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.retrieval.postings import Postings
from bot.features.asking.retrieval.synonyms import merged

Scores = NDArray[np.float32]

_K1, _B = 1.2, 0.75
# Stop words: "what is a peer worker", "what do peer workers do" and "what are PSWs" are equal without them.
_STOP_WORDS = frozenset("a an the is are am be do does".split())
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def words(text: str) -> list[str]:
    """Lower-case words without possessives and plural endings, synonyms merged."""
    return [_singular(word) for word in _split(merged(_plain(text)))]


def content_words(text: str, *, synonyms_as_one: bool) -> tuple[str, ...]:
    """Content words, in order. If there are none, all words."""
    tokens = _split(merged(_plain(text)) if synonyms_as_one else _plain(text))
    return tuple(_singular(word) for word in tokens if word not in _STOP_WORDS) or tuple(tokens)


# A question is compared with the same few cards' questions again and again. Twice as many as there are cards.
@lru_cache(maxsize=512)
def content_words_of(texts: tuple[str, ...], synonyms_as_one: bool) -> frozenset[str]:
    return frozenset(" ".join(content_words(text, synonyms_as_one=synonyms_as_one)) for text in texts)


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
    """`idf[t]` is the inverse document frequency of term t, `lengths[d]` the number of terms in document d."""

    vocabulary: dict[str, int]
    postings: Postings
    idf: Scores
    lengths: Scores

    @classmethod
    def over(cls, documents: Sequence[Sequence[str]]) -> "Lexical":
        """Indexes documents, each given as its texts."""
        bags = [Counter(w for text in texts for w in terms(text)) for texts in documents]
        vocabulary = {w: i for i, w in enumerate(sorted(set().union(*bags)))}
        postings = Postings.over(bags, vocabulary)
        return cls(vocabulary, postings, _inverse_document_frequency(postings), postings.lengths())

    def with_documents(self, at: int, documents: Sequence[Sequence[str]]) -> "Lexical":
        """A larger index with these documents inserted at `at`; the others are not tokenised again."""
        bags = [Counter(w for text in texts for w in terms(text)) for texts in documents]
        unheard = sorted(set().union(*bags) - self.vocabulary.keys())
        vocabulary = self.vocabulary | {w: len(self.vocabulary) + i for i, w in enumerate(unheard)}
        postings = self.postings.with_documents(at, bags, vocabulary)
        return Lexical(vocabulary, postings, _inverse_document_frequency(postings), postings.lengths())

    def scores(self, text: str, left_out_of: int | None = None) -> Scores:
        """BM25 of each document, divided by that of a document with each word of `text` twice.

        So 0 means no common terms and about 1 all terms, comparable between questions. With `left_out_of`,
        that document is scored as if it did not hold this text (for calibration).
        """
        term_counts = Counter(terms(text))
        known = [self.vocabulary[w] for w in term_counts if w in self.vocabulary]
        if not known:
            return np.zeros(self.postings.size, dtype=np.float32)
        weights = self.idf[known]
        counts, lengths = self.postings.columns(known), self.lengths.copy()
        average = lengths.mean()
        if left_out_of is not None:
            counts[left_out_of] -= [term_counts[w] for w in term_counts if w in self.vocabulary]
            lengths[left_out_of] -= term_counts.total()
        unknown = len(term_counts) - len(known)
        ideal = (weights.sum() + unknown * self.idf.max()) * 2 * (_K1 + 1) / (2 + _K1)
        damping = _K1 * (1 - _B + _B * lengths / average)
        scores: Scores = (counts * (_K1 + 1) / (counts + damping[:, None])) @ weights / ideal
        return scores


def _inverse_document_frequency(postings: Postings) -> Scores:
    frequencies = postings.document_frequencies()
    idf: Scores = np.log1p((postings.size - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)
    return idf
