"""Joins two encoders: the dot product of two texts is the sum of both cosines."""

from collections.abc import Sequence

import numpy as np

from bot.features.asking.encoder.encoding import Encoding, Vectors


class JointEncoding:
    """Rows of both encoders side by side, so not of length 1."""

    def __init__(self, first: Encoding, second: Encoding) -> None:
        self.name = f"{first.name}+{second.name}"
        self._encoders = (first, second)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.hstack([encoder.encode(texts) for encoder in self._encoders])
