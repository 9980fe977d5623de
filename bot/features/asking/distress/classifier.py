"""Scores messages by similarity to examples of distress and of ordinary talk (kernel ridge regression).

Kernel ridge regression (Saunders, Gammerman & Vovk 1998) on sentence vectors, plus linear features of words.
It detects indirect wording that no list of phrases covers. It is trained on `content/distress/examples/`
only.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.cached_files import keep_newest
from bot.features.asking.distress.examples import Examples, examples

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Tuned on held-out lines: see tests/data/distress.
_NEARNESS = 2.0
_WEIGHT_OF_REST = 0.7
_WEIGHT_OF_WORDS = 0.15
_RIDGE = 0.15
_LEAST_SPREAD = 0.01
_LONGEST = 1000
# Rows of a matrix, so that training needs little more memory than the matrix itself.
_AT_A_TIME = 500
# Increase this when features or training change, so that old weights are not used with new features.
_VERSION = 2
_FILES = "net-*.npz"

Numbers = NDArray[np.float32]


class Encodes(Protocol):
    name: str

    def encode_widely(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class DistressClassifier:
    """`influence` is the weight of each example's `vectors`; `weights` are those of words and word pairs."""

    encoder: Encodes
    read: Callable[[str], str]
    spread: Numbers
    vectors: Numbers
    influence: Numbers
    vocabulary: dict[str, int]
    weights: Numbers

    @classmethod
    def trained(cls, encoder: Encodes, read: Callable[[str], str], lines: Examples) -> "DistressClassifier":
        """`read` normalises text as for the phrases. The same lines give the same classifier."""
        texts = [*lines.distress, *lines.ordinary]
        plain = [read(text) for text in texts]
        counts = Counter(term for text in plain for term in _terms(text))
        vocabulary = {term: i for i, term in enumerate(sorted(t for t, n in counts.items() if n > 2))}
        raw, words = encoder.encode_widely(texts), _sparse_words(plain, vocabulary)
        spread = np.vstack([raw.mean(axis=0), raw.std(axis=0) + _LEAST_SPREAD])
        vectors = _vectors(raw, spread)
        labels = np.array([1.0] * len(lines.distress) + [-1.0] * len(lines.ordinary), dtype=np.float32)
        influence = _solve_ridge(vectors, words, labels)
        return cls(encoder, read, spread, vectors, influence, vocabulary, words.T @ influence)

    @classmethod
    def opened(
        cls, encoder: Encodes, read: Callable[[str], str], root: Path, directory: Path
    ) -> "DistressClassifier":
        """The trained classifier, loaded from `directory` if the training data is unchanged."""
        file = directory / f"net-{_key(root, encoder)}.npz"
        if file.exists():
            keep_newest(file, _FILES)
            with np.load(file) as saved:
                terms = {str(term): i for i, term in enumerate(saved["terms"])}
                spread, vectors, influence = (
                    saved[name].astype(np.float32) for name in ("spread", "vectors", "influence")
                )
                return cls(encoder, read, spread, vectors, influence, terms, saved["weights"])
        classifier = cls.trained(encoder, read, examples(root))
        directory.mkdir(parents=True, exist_ok=True)
        unfinished = directory / f"unfinished-{token_hex(4)}.npz"
        np.savez_compressed(
            unfinished,
            terms=np.array(list(classifier.vocabulary)),
            spread=classifier.spread,
            vectors=classifier.vectors.astype(np.float16),
            influence=classifier.influence,
            weights=classifier.weights,
        )
        unfinished.replace(file)
        keep_newest(file, _FILES)
        return classifier

    def score(self, text: str) -> float:
        """About 1 for distress, about -1 for ordinary talk. Use it only to compare with a threshold."""
        excerpt = text[:_LONGEST]
        vector = _vectors(self.encoder.encode_widely([excerpt]), self.spread)[0]
        # einsum, because for one row starting the threads of a matrix product costs more than it saves.
        near = _nearness(np.einsum("ij,j->i", self.vectors, vector)) + 1
        words = _words([self.read(excerpt)], self.vocabulary)[0]
        return float(near @ self.influence + words @ self.weights)


def _key(root: Path, encoder: Encodes) -> str:
    digest = hashlib.sha256(f"{_VERSION} {encoder.name}".encode())
    for path in sorted(p for p in (root / "distress").rglob("*") if p.suffix in (".yaml", ".txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _terms(text: str) -> set[str]:
    words = text.split()
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


def _words(plain: Sequence[str], vocabulary: dict[str, int]) -> Numbers:
    rows = np.zeros((len(plain), len(vocabulary)), dtype=np.float32)
    for row, text in zip(rows, plain, strict=True):
        row[[vocabulary[term] for term in _terms(text) if term in vocabulary]] = 1
    rows *= np.sqrt(_WEIGHT_OF_WORDS / np.maximum(rows.sum(axis=1, keepdims=True), 1))
    return rows


def _sparse_words(plain: Sequence[str], vocabulary: dict[str, int]) -> "csr_array":
    """The same rows, without their zeros: nearly all of thousands of columns."""
    from scipy.sparse import csr_array, vstack

    parts = range(0, len(plain), _AT_A_TIME)
    rows = [csr_array(_words(plain[at : at + _AT_A_TIME], vocabulary)) for at in parts]
    return vstack(rows, format="csr")


def _vectors(raw: Numbers, spread: Numbers) -> Numbers:
    """Concatenates the mean, maximum and first state, each normalised and weighted, to rows of length 1.

    The maxima are divided by their spread over the examples, because some hardly vary.
    """
    mean, greatest, first = np.split(raw, 3, axis=1)
    middle, width = (np.split(row, 3)[1] for row in spread)
    parts = (mean, _WEIGHT_OF_REST * _unit((greatest - middle) / width), _WEIGHT_OF_REST * _unit(first))
    return _unit(np.hstack(parts)).astype(np.float32)


def _unit(rows: Numbers) -> Numbers:
    unit: Numbers = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _nearness(cosines: Numbers) -> Numbers:
    """Computed in place, because there may be many rows."""
    cosines -= 1
    cosines *= _NEARNESS
    np.exp(cosines, out=cosines)
    return cosines


def _solve_ridge(vectors: Numbers, words: "csr_array", labels: Numbers) -> Numbers:
    """Deterministic on every machine, because the matrix is positive definite.

    Holds the matrix of all examples once and never a second time: it is filled by columns, and solved in place.
    """
    # Imported here because it takes half a second and a cached start never trains.
    from scipy.linalg import cho_factor, cho_solve

    kernel = np.empty((len(labels), len(labels)), dtype=np.float32, order="F")
    for rows in np.array_split(np.arange(len(labels)), len(labels) // _AT_A_TIME + 1):
        kernel[:, rows] = _nearness(vectors @ vectors[rows].T)
        kernel[:, rows] += (words @ words[rows].T).toarray()
    kernel += 1
    kernel[np.diag_indices(len(labels))] += _RIDGE
    factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
    influence: Numbers = cho_solve(factor, labels, check_finite=False)
    return influence
