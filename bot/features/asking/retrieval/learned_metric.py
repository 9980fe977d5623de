"""Learns a metric: gives less weight to directions in which examples of one target differ.

Within-class covariance normalisation (Hatch, Kajarekar & Stolcke 2006). Uses the symmetric root, so that the
same examples give the same metric on every machine.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Shrinkage: the share of the mean variance added to each direction's own. Tuned on the cards' left-out
# questions.
_SHRUNK = 0.5
# The n-gram encoder has too many dimensions for it, and needs it less.
_WIDEST = 512


@dataclass(frozen=True, slots=True)
class Metric:
    """`turn` is a square matrix over the dimensions; without it vectors stay unchanged."""

    middle: Vectors
    turn: Vectors | None

    @classmethod
    def learned(cls, vectors: Vectors, owner: NDArray[np.int32]) -> "Metric":
        middle = vectors.mean(axis=0)
        if vectors.shape[1] > _WIDEST:
            return cls(middle, None)
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        counts = np.diff(np.append(starts, len(owner)))
        means = np.add.reduceat(vectors, starts, axis=0) / counts[:, None]
        within = (vectors - np.repeat(means, counts, axis=0)).astype(np.float64)
        spread, directions = np.linalg.eigh(within.T @ within / len(vectors))
        root = 1 / np.sqrt(spread + _SHRUNK * spread.mean() + 1e-9)
        turn = (directions * root) @ directions.T
        return cls(middle, turn.astype(np.float32))

    def of(self, vectors: Vectors) -> Vectors:
        """Transformed vectors, normalised to length 1."""
        if self.turn is None:
            return vectors
        turned = (vectors - self.middle) @ self.turn
        unit: Vectors = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
        return unit
