"""What search, conversation and distress know of an encoder."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoding(Protocol):
    """Encodes texts as rows of length 1, so that a dot product is a cosine."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...


def unit(rows: Vectors) -> Vectors:
    """Each row with length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = rows / np.maximum(lengths, 1e-9)
    return scaled
