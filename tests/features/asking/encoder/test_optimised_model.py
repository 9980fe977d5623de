"""The encoder as it is prepared for a machine, once."""

from pathlib import Path

import numpy as np
import pytest

from bot.features.asking.encoder import optimised_model
from bot.features.asking.encoder.embedding import Encoder

TEXTS = ["what does a peer worker do", "who pays for supervision", "hi"]


def test_it_encodes_to_the_same_bit_and_is_prepared_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Encoder(directory=tmp_path).encode(TEXTS)
    assert np.array_equal(first, Encoder().encode(TEXTS))

    def never(*_: object) -> None:
        raise AssertionError("prepared again")

    monkeypatch.setattr(optimised_model, "_optimise", never)
    assert np.array_equal(Encoder(directory=tmp_path).encode(TEXTS), first)
    assert len(list(tmp_path.iterdir())) == 1


def test_where_another_replica_was_quicker_its_model_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: bytes, into: Path) -> None:
        monkeypatch.setattr(optimised_model, "_optimise", quick)
        optimised_model.prepare(lambda: b"model", "search", "name", tmp_path)
        (into / "model.onnx").write_text("ours")

    def quick(_: bytes, into: Path) -> None:
        (into / "model.onnx").write_text("theirs")

    monkeypatch.setattr(optimised_model, "_optimise", slow)
    assert optimised_model.prepare(lambda: b"model", "search", "name", tmp_path).read_text() == "theirs"
    assert len(list(tmp_path.iterdir())) == 1
