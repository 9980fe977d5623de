"""What is made from a release's content, and stays beside what the release before made."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from bot.features.asking.cached_files import keep_newest
from bot.features.asking.cards.library import Library
from bot.features.asking.conversation import line_classifier
from bot.features.asking.distress import classifier as distress_classifier
from bot.features.asking.encoder import optimised_model
from bot.features.asking.encoder.ngrams import Ngrams
from bot.features.asking.retrieval import cache

HOUR = 3600.0


def _aged(path: Path, hours: float) -> Path:
    then = path.stat().st_mtime - hours * HOUR
    os.utime(path, (then, then))
    return path


def _made(path: Path, hours: float) -> Path:
    np.savez(path, nothing=0)
    return _aged(path, hours)


def _opens_index(directory: Path, library: Library, _: pytest.MonkeyPatch) -> None:
    cards = {id_: card for id_, card in library.cards.items() if id_.startswith("supervision/")}
    cache.open_finder(replace(library, cards=cards), directory, Ngrams())


def _opens_likeness(directory: Path, _: Library, patch: pytest.MonkeyPatch) -> None:
    likeness = SimpleNamespace(labels=("hello",), weights=np.zeros(1))
    patch.setattr(line_classifier, "trained", lambda *_: likeness)
    patch.setattr(line_classifier, "_key", lambda *_: "ours")
    line_classifier.opened(Ngrams(), SimpleNamespace(), [], directory)  # type: ignore[arg-type]


def _opens_net(directory: Path, _: Library, patch: pytest.MonkeyPatch) -> None:
    one = np.zeros(1)
    trained = SimpleNamespace(vocabulary={"a": 0}, spread=one, vectors=one, influence=one, weights=one)
    net = distress_classifier.DistressClassifier
    patch.setattr(net, "trained", lambda *_: trained)
    patch.setattr(distress_classifier, "_key", lambda *_: "ours")
    patch.setattr(distress_classifier, "examples", lambda _: None)
    net.opened(SimpleNamespace(name="any"), str, directory, directory)


Opens = Callable[[Path, Library, pytest.MonkeyPatch], None]


@pytest.mark.parametrize(
    ("opens", "kind"), [(_opens_index, "index"), (_opens_likeness, "likeness"), (_opens_net, "net")]
)
def test_a_new_release_keeps_what_the_one_before_made_and_going_back_finds_it(
    opens: Opens, kind: str, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, long_ago = _made(tmp_path / f"{kind}-b.npz", 1), _made(tmp_path / f"{kind}-a.npz", 2)
    opens(tmp_path, library, monkeypatch)
    (new,) = set(tmp_path.glob(f"{kind}-*.npz")) - {before}
    assert not long_ago.exists()
    # Opened again, it is the newest, however long ago it was made.
    _aged(new, 3)
    opens(tmp_path, library, monkeypatch)
    assert new.stat().st_mtime > before.stat().st_mtime
    assert set(tmp_path.iterdir()) == {before, new}


def test_the_encoder_of_the_release_before_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimised_model, "_optimise", lambda _, into: (into / "model.onnx").touch())

    def prepared(purpose: str, name: str) -> Path:
        return optimised_model.prepare(lambda: b"model", purpose, name, tmp_path).parent

    other = _aged(prepared("distress", "oldest"), 9)
    for hours, name in ((3, "a"), (2, "b"), (1, "c")):
        _aged(prepared("search", name), hours)
    # Going back to it makes it the newest.
    back, new = prepared("search", "b"), prepared("search", "d")
    assert set(tmp_path.iterdir()) == {other, back, new}


def test_a_file_that_another_replica_removes_meanwhile_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used, gone = _made(tmp_path / "net-c.npz", 0), tmp_path / "net-a.npz"
    monkeypatch.setattr(Path, "glob", lambda *_: iter([used, gone, _made(tmp_path / "net-b.npz", 1)]))
    keep_newest(used, "net-*.npz")
    assert len(list(tmp_path.iterdir())) == 2
