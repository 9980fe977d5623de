"""A second look at messages: logistic regression on sentence vectors and words, trained when its examples change.

It sees the oblique lines that no list of phrases foresees. `content/distress/examples.yaml` is all it learns from.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Protocol

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

_PENALTY = 1 / 20  # chosen on lines that it had not learned from, as is the weight of words
_WEIGHT_OF_WORDS = 0.8
_LONGEST = 1000
# Raise it when features or training change, so that old weights are not used with new features.
_VERSION = 1

Numbers = NDArray[np.float64]


class Encodes(Protocol):
    name: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Examples(BaseModel):
    """Lines that are distress, and lines of ordinary work talk that look a little like it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    distress: Annotated[tuple[str, ...], Field(min_length=50)]
    ordinary: Annotated[tuple[str, ...], Field(min_length=50)]


def examples(root: Path) -> Examples:
    path = root / "distress" / "examples.yaml"
    return Examples.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


@dataclass(frozen=True, slots=True)
class Net:
    """`weights`: one number a vector component, one a word or pair of words, and the intercept last."""

    encoder: Encodes
    read: Callable[[str], str]
    vocabulary: dict[str, int]
    weights: Numbers

    @classmethod
    def trained(cls, encoder: Encodes, read: Callable[[str], str], lines: Examples) -> "Net":
        """`read` makes typed text plain, as the phrases see it. The same lines give the same net."""
        texts = [*lines.distress, *lines.ordinary]
        plain = [read(text) for text in texts]
        counts = Counter(term for text in plain for term in _terms(text))
        vocabulary = {term: i for i, term in enumerate(sorted(t for t, n in counts.items() if n > 2))}
        features = _features(encoder.encode(texts), plain, vocabulary)
        signs = np.array([1.0] * len(lines.distress) + [-1.0] * len(lines.ordinary))
        return cls(encoder, read, vocabulary, _fit(features, signs))

    @classmethod
    def opened(cls, encoder: Encodes, read: Callable[[str], str], root: Path, directory: Path) -> "Net":
        """Trained, or read from `directory` if nothing that it learned from has changed."""
        file = directory / f"net-{_key(root, encoder)}.npz"
        if file.exists():
            with np.load(file) as saved:
                terms = [str(term) for term in saved["terms"]]
                return cls(encoder, read, {term: i for i, term in enumerate(terms)}, saved["weights"])
        net = cls.trained(encoder, read, examples(root))
        directory.mkdir(parents=True, exist_ok=True)
        unfinished = directory / f"unfinished-{token_hex(4)}.npz"
        np.savez(unfinished, terms=np.array(list(net.vocabulary)), weights=net.weights)
        unfinished.replace(file)
        return net

    def likelihood(self, text: str) -> float:
        """0 to 1; good for comparing with a threshold, not a probability that anybody should act on."""
        some = text[:_LONGEST]
        z = (_features(self.encoder.encode([some]), [self.read(some)], self.vocabulary) @ self.weights)[0]
        return float(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def _key(root: Path, encoder: Encodes) -> str:
    digest = hashlib.sha256(f"{_VERSION} {encoder.name}".encode())
    for path in sorted((root / "distress").rglob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _features(vectors: NDArray[np.float32], plain: Sequence[str], vocabulary: dict[str, int]) -> Numbers:
    words = np.zeros((len(plain), len(vocabulary)))
    for row, text in zip(words, plain, strict=True):
        row[[vocabulary[t] for t in _terms(text) if t in vocabulary]] = 1
    words *= _WEIGHT_OF_WORDS / np.sqrt(np.maximum(words.sum(axis=1, keepdims=True), 1))
    return np.hstack([vectors.astype(np.float64), words, np.ones((len(plain), 1))])


def _terms(text: str) -> set[str]:
    words = text.split()
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


def _fit(features: Numbers, signs: Numbers) -> Numbers:
    """Penalised maximum likelihood; convex, so there is one answer."""
    # Half a second to import, and a warm start never trains.
    from scipy.optimize import minimize

    penalty = np.full(features.shape[1], _PENALTY)
    penalty[-1] = 0

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = signs * (features @ weights)
        doubt = 1 / (1 + np.exp(np.clip(margin, -30, 30)))
        value = np.logaddexp(0, -margin).sum() + (penalty * weights**2).sum() / 2
        return float(value), penalty * weights - features.T @ (signs * doubt)

    found: Numbers = minimize(
        loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 80}
    ).x
    return found
