"""Opens the three encoders: one for search, one for distress, one for everything else.

Each is one per process and directory. Where the model is missing, n-grams stand in for all of them.
"""

import functools
from pathlib import Path

from bot.features.asking.encoder.embedding import Encoder, ModelUnavailable
from bot.features.asking.encoder.encoding import Encoding
from bot.features.asking.encoder.ngrams import Ngrams
from bot.features.asking.encoder.tuned_weights import DISTRESS, SEARCH, Tuning


def search_encoder(directory: Path | None = None) -> Encoding:
    """Tuned to tell cards apart."""
    return _encoder(directory.resolve() if directory else None, SEARCH)


def distress_encoder(directory: Path | None = None) -> Encoding:
    """Tuned to tell distress from ordinary talk: the search's tuning takes more ordinary lines for distress."""
    return _encoder(directory.resolve() if directory else None, DISTRESS)


def general_encoder(directory: Path | None = None) -> Encoding:
    """The model as published, for everything else."""
    return _encoder(directory.resolve() if directory else None)


@functools.cache
def _encoder(directory: Path | None, tuning: Path | None = None) -> Encoding:
    try:
        return Encoder(tuning=Tuning.read(tuning) if tuning else None, directory=directory)
    except ModelUnavailable:
        return Ngrams()
