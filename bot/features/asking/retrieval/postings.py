"""A sparse matrix of term frequencies by document. 98% of the full matrix would be zeros."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Term t stands `frequencies[i]` times in document `documents[i]`, for i from `starts[t]` up to `starts[t + 1]`."""

    starts: NDArray[np.int32]
    documents: NDArray[np.int16]
    frequencies: NDArray[np.uint16]
    size: int

    @classmethod
    def over(cls, bags: Sequence[Mapping[str, int]], vocabulary: Mapping[str, int]) -> "Postings":
        """`bags` count the terms of each document."""
        terms = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(bags)), dtype=np.int64)
        documents = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
        frequencies = np.fromiter(chain.from_iterable(bag.values() for bag in bags), dtype=np.int64)
        return cls._sorted(terms, documents, frequencies, len(vocabulary), len(bags))

    def with_documents(
        self, at: int, bags: Sequence[Mapping[str, int]], vocabulary: Mapping[str, int]
    ) -> "Postings":
        """These documents inserted at `at`. `vocabulary` numbers our terms as before, and theirs after them."""
        theirs = Postings.over(bags, vocabulary)
        moved = self.documents + np.where(self.documents >= at, len(bags), 0)
        return self._sorted(
            np.concatenate([self._terms(), theirs._terms()]),
            np.concatenate([moved, theirs.documents + at]),
            np.concatenate([self.frequencies, theirs.frequencies]),
            len(vocabulary),
            self.size + len(bags),
        )

    def columns(self, terms: Sequence[int]) -> Counts:
        """A row for each document, and a column for each of these terms."""
        counts = np.zeros((self.size, len(terms)), dtype=np.float32, order="F")
        for column, term in enumerate(terms):
            of_term = slice(self.starts[term], self.starts[term + 1])
            counts[self.documents[of_term], column] = self.frequencies[of_term]
        return counts

    def document_frequencies(self) -> NDArray[np.int64]:
        """The number of documents in which each term stands."""
        return np.diff(self.starts).astype(np.int64)

    def lengths(self) -> Counts:
        """The number of terms in each document."""
        return np.bincount(self.documents, weights=self.frequencies, minlength=self.size).astype(np.float32)

    def _terms(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @classmethod
    def _sorted(
        cls,
        terms: NDArray[np.int64],
        documents: NDArray[np.int64],
        frequencies: NDArray[np.int64],
        vocabulary: int,
        size: int,
    ) -> "Postings":
        order = np.argsort(terms, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=vocabulary))])
        return cls(
            starts.astype(np.int32),
            documents[order].astype(np.int16),
            frequencies[order].astype(np.uint16),
            size,
        )
