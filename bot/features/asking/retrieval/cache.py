"""Builds the search index and the passages, or reads them from disk if the content hasn't changed."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import structlog

from bot.features.asking.cached_files import keep_newest
from bot.features.asking.cards.library import Library
from bot.features.asking.distress import detector
from bot.features.asking.distress.detector import DistressDetector
from bot.features.asking.encoder.embedding import Encoder
from bot.features.asking.encoder.encoding import Encoding, Vectors
from bot.features.asking.encoder.joint import JointEncoding
from bot.features.asking.encoder.opening import distress_encoder, general_encoder, search_encoder
from bot.features.asking.retrieval import passages
from bot.features.asking.retrieval.calibration import Calibration, calibrate
from bot.features.asking.retrieval.index import Index, texts_of
from bot.features.asking.retrieval.passages import Passages, of_cards
from bot.features.asking.retrieval.search import Finder
from bot.features.asking.retrieval.softmax_regression import SoftmaxRegression

log = structlog.get_logger()

# Increase this when scoring or calibration changes, so that old thresholds are not used with new scores.
_VERSION = 14
_FILES = "index-*.npz"
_PASSAGE_FILES = "passages-*.npz"


def open_finder(library: Library, directory: Path, encoder: Encoding | None = None) -> Finder:
    """The finder for this content, built or read from `directory`. Safe to call from several replicas."""
    encoder = encoder or search_encoder(directory)
    file = directory / f"index-{_key(library, encoder)}.npz"
    if file.exists():
        keep_newest(file, _FILES)
        with np.load(file) as saved:
            index = Index.over(library, encoder, saved["vectors"], SoftmaxRegression(saved["head"]))
            calibration = Calibration(
                saved["weights"], float(saved["scope"]), saved["clear"], float(saved["margin"])
            )
            return Finder.over(library, encoder, index, calibration)
    log.info("building_search_index", note="once for each release: about three minutes")
    texts = texts_of(library)
    vectors = _vectors(texts, encoder, directory, _FILES)
    index = Index.over(library, encoder, vectors)
    calibration = calibrate(index)
    _save(
        file,
        _FILES,
        encoder=encoder.name,
        texts=np.array(texts),
        vectors=vectors,
        head=index.head.weights,
        weights=calibration.weights,
        scope=calibration.scope,
        clear=calibration.clear,
        margin=calibration.margin,
    )
    return Finder.over(library, encoder, index, calibration)


def open_passages(library: Library, directory: Path) -> Passages:
    """The passages of this content's cards, encoded or read from `directory`."""
    encoder = JointEncoding(search_encoder(directory), general_encoder(directory))
    cards = list(library.cards.values())
    texts = passages.texts_of(cards)
    key = hashlib.sha256("\n".join([encoder.name, *texts]).encode()).hexdigest()[:16]
    file = directory / f"passages-{key}.npz"
    if file.exists():
        keep_newest(file, _PASSAGE_FILES)
        with np.load(file) as saved:
            return Passages(encoder, of_cards(cards, saved["vectors"]))
    vectors = _vectors(texts, encoder, directory, _PASSAGE_FILES).astype(np.float16)
    _save(file, _PASSAGE_FILES, encoder=encoder.name, texts=np.array(texts), vectors=vectors)
    return Passages(encoder, of_cards(cards, vectors))


def open_detector(content: Path, directory: Path) -> DistressDetector:
    """The distress detector. With the n-gram encoder, it works by phrases only."""
    encoder = distress_encoder(directory)
    return detector.load(content, encoder if isinstance(encoder, Encoder) else None, directory)


def is_cached(library: Library, directory: Path, encoder: Encoding) -> bool:
    return (directory / f"index-{_key(library, encoder)}.npz").exists()


def _vectors(texts: Sequence[str], encoder: Encoding, directory: Path, files: str) -> Vectors:
    """One row per text. Texts in an earlier file on disk are not encoded again."""
    known: dict[str, Vectors] = {}
    for earlier in directory.glob(files):
        with np.load(earlier) as saved:
            if "texts" in saved and str(saved["encoder"]) == encoder.name:
                # Up to version 4 the file held only the examples' vectors, under this name.
                rows = saved["vectors"] if "vectors" in saved else saved["examples"]
                known |= zip(saved["texts"].tolist(), rows, strict=True)
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    known |= zip(missing, encoder.encode(missing), strict=True) if missing else ()
    return np.stack([known[text] for text in texts])


def _key(library: Library, encoder: Encoding) -> str:
    return hashlib.sha256(f"{_VERSION} {encoder.name} {library.content_hash()}".encode()).hexdigest()[:16]


def _save(file: Path, files: str, **arrays: Any) -> None:  # noqa: ANN401
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"unfinished-{token_hex(4)}.npz")
    np.savez(unfinished, **arrays)
    unfinished.replace(file)
    keep_newest(file, files)
