"""The index on disk, so that a start with unchanged content is quick."""

import functools
import hashlib
from pathlib import Path
from secrets import token_hex

import numpy as np

from bot.knowledge import distress
from bot.knowledge.calibration import Calibration, calibrate
from bot.knowledge.distress import Watch
from bot.knowledge.embedding import Encoder, ModelUnavailable
from bot.knowledge.index import Encoding, Index, Ngrams
from bot.knowledge.library import Library
from bot.knowledge.search import Finder

# Raise it when scoring or calibration changes, so that old thresholds are not used with new scores.
_VERSION = 3


def open_finder(library: Library, directory: Path, encoder: Encoding | None = None) -> Finder:
    """The finder for this content, built or read from `directory`. Safe to call from several replicas."""
    encoder = encoder or best_encoder()
    file = directory / f"index-{_key(library, encoder)}.npz"
    if file.exists():
        with np.load(file) as saved:
            index = Index.over(library, encoder, saved["examples"])
            kept = Calibration(saved["weights"], float(saved["scope"]), float(saved["margin"]))
            return Finder.over(library, encoder, index, kept)
    index = Index.over(library, encoder)
    calibration = calibrate(index)
    _save(file, index, calibration)
    return Finder.over(library, encoder, index, calibration)


def open_watch(content: Path, directory: Path, encoder: Encoding) -> Watch:
    """The watch for distress. Where n-grams stand in for the encoder, its phrases watch alone."""
    return distress.load(content, encoder if isinstance(encoder, Encoder) else None, directory)


@functools.cache
def best_encoder() -> Encoding:
    """One a process. The sentence encoder, or the n-grams that stand in for it where its model is missing."""
    try:
        return Encoder()
    except ModelUnavailable:
        return Ngrams()


def is_cached(library: Library, directory: Path, encoder: Encoding) -> bool:
    return (directory / f"index-{_key(library, encoder)}.npz").exists()


def _key(library: Library, encoder: Encoding) -> str:
    return hashlib.sha256(f"{_VERSION} {encoder.name} {library.content_hash()}".encode()).hexdigest()[:16]


def _save(file: Path, index: Index, calibration: Calibration) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"unfinished-{token_hex(4)}.npz")
    np.savez(
        unfinished,
        examples=index.examples,
        weights=calibration.weights,
        scope=calibration.scope,
        margin=calibration.margin,
    )
    unfinished.replace(file)
    for old in file.parent.glob("index-*.npz"):
        if old != file:
            old.unlink(missing_ok=True)
