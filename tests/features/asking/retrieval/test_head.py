"""The head: what sets the examples of each target apart."""

import numpy as np

from bot.features.asking.retrieval.index import Index
from bot.features.asking.retrieval.softmax_regression import SoftmaxRegression, Vectors

OWNER = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=np.int32)


def _two_heaps() -> Vectors:
    rows = np.array([[1.0, 0.1 * i] if i < 4 else [-1.0, 0.1 * i] for i in range(8)], dtype=np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_each_example_is_likeliest_its_own_targets() -> None:
    chances = SoftmaxRegression.trained(_two_heaps(), OWNER, 2).chances(_two_heaps())
    assert (chances.argmax(axis=1) == OWNER).all()
    assert np.allclose(np.exp(chances).sum(axis=1), 1, atol=1e-3)


def test_a_card_that_joins_later_gets_the_chance_of_the_card_that_is_as_near() -> None:
    heaps = _two_heaps()
    index = Index.of({"a": ("one", "two", "three", "four"), "b": ("five", "six", "seven", "eight")}, 2, heaps)
    near = index.with_cards({"local/c": ("nine",)}, heaps[:1]).near(["nine"], heaps[:1])
    assert near.learned[0, 2] == near.learned[0, 0]
