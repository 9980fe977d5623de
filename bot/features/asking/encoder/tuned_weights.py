"""Applies the tuning of the encoder's weights on our own lines to the public model's file.

The tuning is stored as differences: each tuned weight is one byte, and the public file stays as it was measured.
`tests/tuning/` makes it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SEARCH, DISTRESS = (Path(__file__).parent / "minilm" / name for name in ("search.npz", "distress.npz"))
# One in so many questions is never tuned on, so that thresholds are set on questions that the encoder hasn't seen.
_HELD_OUT_EVERY = 4


@dataclass(frozen=True, slots=True)
class Tuning:
    """`offsets[i]` is the byte at which the i-th tensor starts, `sizes[i]` its length in bytes, which `steps` has in turn."""

    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]
    steps: NDArray[np.int8]
    purpose: str

    @classmethod
    def read(cls, path: Path) -> "Tuning":
        with np.load(path) as saved:
            return cls(saved["offsets"], saved["sizes"], saved["steps"], path.stem)

    @property
    def name(self) -> str:
        """Eight hex digits: another name for every tuning."""
        return hashlib.blake2b(self.steps.tobytes(), digest_size=4).hexdigest()

    def applied(self, model: bytes) -> bytes:
        """The tuned model's file. Weights are added modulo 256."""
        tuned = np.frombuffer(model, dtype=np.uint8).copy()
        ends = np.cumsum(self.sizes)
        for offset, size, end in zip(self.offsets, self.sizes, ends, strict=True):
            tuned[offset : offset + size] += self.steps[end - size : end].view(np.uint8)
        return tuned.tobytes()


def is_held_out(question: str) -> bool:
    """Whether the tuning never used this question. Depends on its text alone, so it holds for later ones too."""
    return hashlib.blake2b(question.encode(), digest_size=2).digest()[1] % _HELD_OUT_EVERY == 0
