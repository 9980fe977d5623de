"""A first start trains the classifier: it has to fit in the memory that deploy/ gives to a replica."""

import tracemalloc
from collections.abc import Sequence

import numpy as np
import scipy.linalg
import scipy.sparse
from numpy.typing import NDArray

from bot.features.asking.distress.classifier import DistressClassifier
from bot.features.asking.distress.examples import Examples

LINES, WIDTH = 3000, 12
MATRIX = LINES**2 * np.dtype(np.float32).itemsize
# What training imports when it begins is no part of what it holds.
_IMPORTED = (scipy.linalg, scipy.sparse)


class RandomVectors:
    name = "random"

    def encode_widely(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rng = np.random.default_rng(len(texts))
        return rng.normal(size=(len(texts), WIDTH)).astype(np.float32)


def _lines() -> Examples:
    numbers = np.random.default_rng(1).integers(0, 3000, size=(LINES, 10))
    texts = [" ".join(f"w{number}" for number in row) for row in numbers]
    return Examples(distress=tuple(texts[: LINES // 2]), ordinary=tuple(texts[LINES // 2 :]))


def test_training_holds_the_matrix_of_all_examples_once() -> None:
    lines = _lines()
    tracemalloc.start()
    try:
        classifier = DistressClassifier.trained(RandomVectors(), str, lines)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(classifier.influence) == LINES
    assert peak < 1.6 * MATRIX
