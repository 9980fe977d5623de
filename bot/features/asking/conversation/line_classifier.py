"""Classifies a line by ridge regression on sentence vectors and character n-grams, one column per label.

Closed form, so the same content gives the same weights. Cached on disk until the content changes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.cached_files import keep_newest
from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.kinds import QUESTION, Kinds

Vectors = NDArray[np.float32]
Numbers = NDArray[np.float64]

COMMAND = "command:"
# Increase this when features or training change, so that old weights are not used with new features.
_VERSION = 1
_FILES = "likeness-*.npz"
_WIDTH = 1024
_WEIGHT_OF_PIECES = 0.8
_PENALTY = 0.5


class Encodes(Protocol):
    name: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class LineClassifier:
    """`weights` has a row per feature (the constant last) and a column per label."""

    encoder: Encodes
    labels: tuple[str, ...]
    weights: Numbers

    def scores(self, line: str) -> dict[str, float]:
        """Scores by label: about 1 for a sure match, about 0 for no match. `line` must be plain."""
        row = _features(self.encoder.encode([line]), [line]) @ self.weights
        return dict(zip(self.labels, map(float, row[0]), strict=True))


def trained(encoder: Encodes, kinds: Kinds, searched: Sequence[str]) -> LineClassifier:
    texts, names = _labelled(kinds)
    vectors = encoder.encode([*texts, *searched])
    plain = [*texts, *map(normalisation.plain, searched)]
    names += [QUESTION] * len(searched)
    labels = tuple(sorted(set(names)))
    wanted = np.array([labels.index(name) for name in names])
    return LineClassifier(encoder, labels, _fit(_features(vectors, plain), wanted, len(labels)))


def opened(encoder: Encodes, kinds: Kinds, searched: Sequence[str], directory: Path) -> LineClassifier:
    """The trained classifier, loaded from `directory` if the training data is unchanged."""
    file = directory / f"likeness-{_key(encoder, kinds, searched)}.npz"
    if file.exists():
        keep_newest(file, _FILES)
        with np.load(file) as saved:
            return LineClassifier(encoder, tuple(map(str, saved["labels"])), saved["weights"])
    likeness = trained(encoder, kinds, searched)
    directory.mkdir(parents=True, exist_ok=True)
    unfinished = directory / f"unfinished-{token_hex(4)}.npz"
    np.savez(unfinished, labels=np.array(likeness.labels), weights=likeness.weights)
    unfinished.replace(file)
    keep_newest(file, _FILES)
    return likeness


def _labelled(kinds: Kinds) -> tuple[list[str], list[str]]:
    """Plain lines with their labels. Lone signs need no training."""
    pairs = [(line, act) for act, kind in kinds.acts.items() for line in kind.examples]
    pairs += [(line, COMMAND + word) for word, examples in kinds.commands.items() for line in examples]
    pairs += [(line, QUESTION) for line in kinds.questions]
    plain = [(normalisation.plain(line), name) for line, name in pairs]
    known = dict.fromkeys((line, name) for line, name in plain if line)
    return [line for line, _ in known], [name for _, name in known]


def _key(encoder: Encodes, kinds: Kinds, searched: Sequence[str]) -> str:
    digest = hashlib.sha256(f"{_VERSION} {encoder.name}".encode())
    texts, names = _labelled(kinds)
    for text in (*texts, *names, *searched):
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()[:16]


def _features(vectors: Vectors, plain: Sequence[str]) -> Numbers:
    constant = np.full((len(plain), 1), 0.3)
    return np.hstack([vectors.astype(np.float64), _WEIGHT_OF_PIECES * _pieces(plain), constant])


def _pieces(plain: Sequence[str]) -> Numbers:
    """Character n-grams of 3 to 5 letters, hashed (Weinberger et al. 2009), each row of length 1."""
    rows = np.zeros((len(plain), _WIDTH))
    for row, line in zip(rows, plain, strict=True):
        for word in f" {line} ".split():
            padded = f" {word} "
            for size in (3, 4, 5):
                for start in range(len(padded) - size + 1):
                    row[_place(padded[start : start + size])] += 1
    rows = np.sqrt(rows)
    lengths: Numbers = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    scaled: Numbers = rows / lengths
    return scaled


def _place(piece: str) -> int:
    return int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=4).digest()) % _WIDTH


def _fit(rows: Numbers, wanted: NDArray[np.int64], labels: int) -> Numbers:
    """Weights rare labels by the inverse square root of their frequency."""
    counts = np.bincount(wanted, minlength=labels)
    weighted = rows * np.sqrt(counts.mean() / counts[wanted])[:, None]
    targets = np.eye(labels)[wanted]
    gram = weighted.T @ rows
    gram[np.diag_indices_from(gram)] += _PENALTY
    fitted: Numbers = np.linalg.solve(gram, weighted.T @ targets)
    return fitted
