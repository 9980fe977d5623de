"""Softmax regression over sentence vectors: the probability of each target (such as a card)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Owners = NDArray[np.int32]

# Scale for vectors of length 1, which is small for a regularised regression. After the metric, twenty steps
# are as good as forty (2026-11-29, the 400 frozen questions and 248 real ones).
_SCALE = 6
_SHRINK = 3e-5
_STEPS = 20
_SMALLEST = -12.0


@dataclass(frozen=True, slots=True)
class SoftmaxRegression:
    """`weights` has a row for each dimension plus a constant, and a column for each target."""

    weights: Vectors

    @classmethod
    def trained(cls, vectors: Vectors, owner: Owners, targets: int) -> "SoftmaxRegression":
        """Trains with equal weight per target, whatever its number of examples."""
        # Imported here because it takes half a second and a cached start never trains.
        from scipy.optimize import minimize

        rows, everyone = _rows(vectors), np.arange(len(vectors))
        shares = 1 / np.maximum(np.bincount(owner, minlength=targets), 1)[owner]
        shares = (shares / shares.sum()).astype(np.float32)
        shape = (rows.shape[1], targets)

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights = flat.reshape(shape).astype(np.float32)
            chances = log_chances(rows @ weights)
            fit = -float(shares @ chances[everyone, owner])
            pull = np.exp(chances)
            pull[everyone, owner] -= 1
            gradient = rows.T @ (pull * shares[:, None])
            weights[-1] = 0
            gradient += 2 * _SHRINK * weights
            return fit + _SHRINK * float((weights**2).sum()), gradient.ravel().astype(np.float64)

        result = minimize(
            loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}
        )
        return cls(result.x.reshape(shape).astype(np.float32))

    def chances(self, vectors: Vectors) -> Vectors:
        """Log probabilities of each target, with a lower bound: shape (n, targets)."""
        floored: Vectors = np.maximum(log_chances(_rows(vectors) @ self.weights), _SMALLEST)
        return floored


def log_chances(scores: Vectors) -> Vectors:
    shifted = scores - scores.max(axis=1, keepdims=True)
    chances: Vectors = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return chances


def _rows(vectors: Vectors) -> Vectors:
    return np.hstack([vectors * _SCALE, np.ones((len(vectors), 1), dtype=np.float32)])
