"""Scores a sentence's similarity to each of a few short texts, as the card search does, without training."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.encoder.encoding import Encoding, Vectors
from bot.features.asking.retrieval.index import BEST_WEIGHT, LEXICAL_WEIGHT
from bot.features.asking.retrieval.lexical import Lexical


@dataclass(frozen=True, slots=True)
class ShortTextScorer:
    """For changing sets of texts too small to train a metric on. Stores none of them."""

    encoder: Encoding

    @property
    def name(self) -> str:
        """The encoder's name: vectors of another encoder cannot be compared."""
        return self.encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.encoder.encode(texts) if texts else np.zeros((0, 0), dtype=np.float32)

    def near(self, sentence: str, texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
        """The similarity to each text; `vectors` has one row per text."""
        cosines = vectors @ self.encoder.encode([sentence])[0]
        words = Lexical.over([[text] for text in texts]).scores(sentence)
        score: NDArray[np.float32] = (BEST_WEIGHT * cosines + LEXICAL_WEIGHT * words).astype(np.float32)
        return score
