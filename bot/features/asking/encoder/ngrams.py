"""Encodes texts as vectors of hashed word pieces, used where the encoder's model is missing."""

import hashlib
from collections.abc import Sequence

import numpy as np

from bot.features.asking.encoder.encoding import Vectors, unit


class Ngrams:
    """Fallback for the encoder: hashed character n-grams of 3 to 5 letters.

    The hashing trick (Weinberger et al. 2009). Captures spelling, not meaning; has a calibration of its own.
    """

    name = "ngrams-1"
    _WIDTH = 2048

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._WIDTH), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for piece in _pieces(text):
                row[
                    int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=4).digest()) % self._WIDTH
                ] += 1
        return unit(np.sqrt(rows))


def _pieces(text: str) -> list[str]:
    padded = [f" {word} " for word in text.lower().split()]
    return [w[i : i + n] for w in padded for n in (3, 4, 5) for i in range(len(w) - n + 1)]
