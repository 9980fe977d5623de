"""A public yardstick: our engine over CLINC150 (Larson et al., EMNLP-IJCNLP 2019), by the paper's two rules.

python -m tests.benchmarks.clinc150 path/to/data_full.json

oos-train: the 100 out-of-scope training lines are one more thing to be near to (our boundaries).
oos-threshold: no such lines; the threshold on the best score that does best on the validation lines,
out-of-scope counting as one more intent. The data are not part of this project.
"""

import json
import random
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.encoder.embedding import Encoder
from bot.features.asking.retrieval.calibration import calibrate
from bot.features.asking.retrieval.index import Index, Near

Lines = list[tuple[str, str]]
OUTSIDE = "oos"
_PAPER = (
    ("BERT", "96.9", "40.3", "96.2", "52.3"),
    ("MLP", "93.5", "47.4", "93.4", "49.1"),
    ("Rasa", "91.5", "45.3", "90.9", "31.2"),
)
_SEED = 2019


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Give the path of data_full.json, from CLINC150.")
    data: dict[str, Lines] = {
        k: [(t, i) for t, i in v] for k, v in json.loads(Path(sys.argv[1]).read_text()).items()
    }
    encoder = Encoder()
    print("Share of in-scope lines with the right intent / of out-of-scope lines refused, in %")
    print(f"{'':32}oos-train       oos-threshold")
    for each in (10, 100):
        inside, refused = by_training(data, each, encoder)
        inside_2, refused_2 = by_threshold(data, each, encoder)
        label = f"Alongside, {each} examples an intent"
        print(f"{label:32}{inside:5.1f} / {refused:4.1f}    {inside_2:5.1f} / {refused_2:4.1f}")
    for name, *figures in _PAPER:
        print(
            f"{f'{name}, 100 (the paper, table 2)':32}{figures[0]:>5} / {figures[1]:>4}    {figures[2]:>5} / {figures[3]:>4}"
        )


def by_training(data: dict[str, Lines], each: int, encoder: Encoder) -> tuple[float, float]:
    grouped = _sample(data["train"], each)
    index = _index(grouped | {OUTSIDE: [t for t, _ in data["oos_train"]]}, len(grouped), encoder)
    calibration = calibrate(index)
    inside, outside = (_near(index, data[part], encoder) for part in ("test", "oos_test"))
    answered = calibration.odds(inside, index.cards) >= calibration.scope
    refused = calibration.odds(outside, index.cards) < calibration.scope
    return 100 * float((_right(index, inside, data["test"]) & answered).mean()), 100 * float(refused.mean())


def by_threshold(data: dict[str, Lines], each: int, encoder: Encoder) -> tuple[float, float]:
    grouped = _sample(data["train"], each)
    index = _index(grouped, len(grouped), encoder)
    near = {part: _near(index, data[part], encoder) for part in ("val", "oos_val", "test", "oos_test")}
    best = {part: ranking.score.max(axis=1) for part, ranking in near.items()}
    right = {part: _right(index, near[part], data[part]) for part in ("val", "test")}
    candidates = np.quantile(best["val"], np.linspace(0, 0.5, 501))
    correct = [
        int((right["val"] & (best["val"] >= c)).sum() + (best["oos_val"] < c).sum()) for c in candidates
    ]
    threshold = candidates[int(np.argmax(correct))]
    inside = (right["test"] & (best["test"] >= threshold)).mean()
    return 100 * float(inside), 100 * float((best["oos_test"] < threshold).mean())


def _index(grouped: dict[str, list[str]], cards: int, encoder: Encoder) -> Index:
    return Index.of(grouped, cards, encoder.encode([text for texts in grouped.values() for text in texts]))


def _sample(lines: Lines, each: int) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for text, intent in lines:
        grouped[intent].append(text)
    dice = random.Random(_SEED)
    return {intent: dice.sample(texts, each) for intent, texts in sorted(grouped.items())}


def _near(index: Index, lines: Lines, encoder: Encoder) -> Near:
    texts = [text for text, _ in lines]
    return index.near(texts, encoder.encode(texts))


def _right(index: Index, near: Near, lines: Lines) -> NDArray[np.bool_]:
    wanted = np.array([index.targets.index(intent) for _, intent in lines])
    right: NDArray[np.bool_] = near.score[:, : index.cards].argmax(axis=1) == wanted
    return right


if __name__ == "__main__":
    main()
