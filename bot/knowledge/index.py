"""How near a question is to everything we know: cards, and what we do not cover."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.cards import Card
from bot.knowledge.lexical import Lexical
from bot.knowledge.library import Library

Vectors = NDArray[np.float32]
Nearness = NDArray[np.float32]

# How much the words count beside the meaning. The design's 0.2 was measured on questions about many
# subjects; ours are all about one, so that meanings lie close together and words tell them apart.
LEXICAL_WEIGHT = 1.2


class Encoding(Protocol):
    """Texts to rows of length 1, so that a dot product is a cosine."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Near:
    """How near n questions are to each target: three arrays of shape (n, targets)."""

    centroid: Nearness
    best: Nearness
    lexical: Nearness

    @property
    def score(self) -> Nearness:
        """Half the cosine to the centroid, half that to the best example, and some BM25."""
        total: Nearness = 0.5 * self.centroid + 0.5 * self.best + LEXICAL_WEIGHT * self.lexical
        return total

    def without(self, target: int) -> "Near":
        """With that target out of reach."""
        far = np.zeros(self.best.shape[1], dtype=np.float32)
        far[target] = -1
        return Near(self.centroid + far, self.best + far, self.lexical + far)

    def averaged(self, other: "Near") -> "Near":
        half = np.float32(0.5)
        return Near(
            half * (self.centroid + other.centroid),
            half * (self.best + other.best),
            half * (self.lexical + other.lexical),
        )


@dataclass(frozen=True, slots=True)
class Index:
    """Immutable. The first `cards` of `targets` are card ids, the rest boundary names.

    `examples[i]` is a question as a vector and `owner[i]` the target it belongs to; the rows are sorted by owner.
    """

    targets: tuple[str, ...]
    cards: int
    texts: tuple[str, ...]
    owner: NDArray[np.int32]
    examples: Vectors
    centroids: Vectors
    lexical: Lexical

    @classmethod
    def over(cls, library: Library, encoder: Encoding, vectors: Vectors | None = None) -> "Index":
        """Index the library; `vectors` are the examples' if they are known from before."""
        return cls.of(examples_of(library), len(library.cards), encoder, vectors)

    @classmethod
    def of(
        cls,
        grouped: Mapping[str, Sequence[str]],
        cards: int,
        encoder: Encoding,
        vectors: Vectors | None = None,
    ) -> "Index":
        """Index texts by target, of which the first `cards` are ours to answer."""
        texts = tuple(text for questions in grouped.values() for text in questions)
        owner = np.repeat(np.arange(len(grouped), dtype=np.int32), [len(q) for q in grouped.values()])
        examples = encoder.encode(texts) if vectors is None else vectors
        return cls(
            targets=tuple(grouped),
            cards=cards,
            texts=texts,
            owner=owner,
            examples=examples,
            centroids=unit(np.add.reduceat(examples, _starts(owner), axis=0)),
            lexical=Lexical.over(list(grouped.values())),
        )

    def with_cards(self, grouped: Mapping[str, Sequence[str]], vectors: Vectors) -> "Index":
        """A larger one, with these cards behind ours; `vectors` are their texts' in the same order."""
        texts = tuple(text for questions in grouped.values() for text in questions)
        first, count = int((self.owner < self.cards).sum()), len(grouped)
        numbers = np.arange(self.cards, self.cards + count, dtype=np.int32)
        owner = np.repeat(numbers, [len(q) for q in grouped.values()])
        centroids = unit(np.add.reduceat(vectors, _starts(owner), axis=0))
        return Index(
            targets=(*self.targets[: self.cards], *grouped, *self.targets[self.cards :]),
            cards=self.cards + count,
            texts=(*self.texts[:first], *texts, *self.texts[first:]),
            owner=np.concatenate([self.owner[:first], owner, self.owner[first:] + np.int32(count)]),
            examples=np.concatenate([self.examples[:first], vectors, self.examples[first:]]),
            centroids=np.concatenate([self.centroids[: self.cards], centroids, self.centroids[self.cards :]]),
            lexical=self.lexical.with_documents(self.cards, list(grouped.values())),
        )

    def nearest_outside(self) -> float:
        """How near, as cosine, a question that is not ours comes to one of a card's at most."""
        first = int((self.owner < self.cards).sum())
        return float((self.examples[first:] @ self.examples[:first].T).max(initial=0.0))

    def near(self, questions: Sequence[str], vectors: Vectors) -> Near:
        """`vectors` are the encoded `questions`, one row each."""
        cosines = vectors @ self.examples.T
        words = np.stack([self.lexical.scores(q) for q in questions])
        return Near(vectors @ self.centroids.T, self._best(cosines), words)

    def near_left_out(self) -> Near:
        """How near each example is to every target, had it not been among its own target's examples."""
        cosines = self.examples @ self.examples.T
        np.fill_diagonal(cosines, -1)
        everyone = np.arange(len(self.texts))
        centroid = self.examples @ self.centroids.T
        sums = np.add.reduceat(self.examples, _starts(self.owner), axis=0)
        without = unit(sums[self.owner] - self.examples)
        centroid[everyone, self.owner] = (without * self.examples).sum(axis=1)
        words = np.stack(
            [self.lexical.scores(t, int(o)) for t, o in zip(self.texts, self.owner, strict=True)]
        )
        return Near(centroid, self._best(cosines), words)

    def _best(self, cosines: Vectors) -> Nearness:
        best: Nearness = np.maximum.reduceat(cosines, _starts(self.owner), axis=1)
        return best


def _starts(owner: NDArray[np.int32]) -> NDArray[np.intp]:
    return np.flatnonzero(np.diff(owner, prepend=-1))


def unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = rows / np.maximum(lengths, 1e-9)
    return scaled


def examples_of(library: Library) -> dict[str, tuple[str, ...]]:
    """The texts that stand for each target: a card's title and questions, a boundary's questions."""
    cards = examples_of_cards(library.cards.values())
    return cards | {boundary.name: boundary.questions for boundary in library.boundaries.values()}


def examples_of_cards(cards: Iterable[Card]) -> dict[str, tuple[str, ...]]:
    return {card.id: (card.title, *card.meta.questions) for card in cards}


class Ngrams:
    """Stands in for the encoder when its model is missing: hashed pieces of words of 3 to 5 letters.

    The hashing trick (Weinberger et al. 2009). Knows spelling, not meaning; calibrated for itself.
    """

    name = "ngrams-1"
    _WIDTH = 2048

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._WIDTH), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for piece in _pieces(text):
                row[
                    int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=4).digest()) % self._WIDTH
                ] += 1
        return unit(np.sqrt(rows))


def _pieces(text: str) -> list[str]:
    padded = [f" {word} " for word in text.lower().split()]
    return [w[i : i + n] for w in padded for n in (3, 4, 5) for i in range(len(w) - n + 1)]
