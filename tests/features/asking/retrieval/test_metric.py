"""Which directions tell targets apart."""

import numpy as np
import pytest

from bot.features.asking.retrieval.learned_metric import Metric

# Two targets that differ in the second direction; the examples of each differ in the first.
VECTORS = np.array(
    [[1, 0.2, 0], [-1, 0.2, 0], [0.5, 0.2, 0.1], [1, -0.2, 0], [-1, -0.2, 0], [0.5, -0.2, 0.1]], np.float32
)
OWNER = np.array([0, 0, 0, 1, 1, 1], np.int32)


def test_what_differs_within_a_target_counts_less_than_what_differs_between_targets() -> None:
    plain = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    turned = Metric.learned(VECTORS, OWNER).of(VECTORS)
    same, other = 1, 3
    assert turned[0] @ turned[same] > plain[0] @ plain[same]
    assert turned[0] @ turned[other] < plain[0] @ plain[other]


def test_rows_keep_the_length_one() -> None:
    turned = Metric.learned(VECTORS, OWNER).of(VECTORS)
    assert np.linalg.norm(turned, axis=1) == pytest.approx(np.ones(len(VECTORS)), abs=1e-5)


def test_the_same_examples_give_the_same_metric() -> None:
    one, other = (Metric.learned(VECTORS, OWNER) for _ in range(2))
    assert one.turn is not None and other.turn is not None
    assert (one.turn == other.turn).all()


def test_vectors_too_wide_for_it_stay_as_they_are() -> None:
    wide = np.eye(6, 600, dtype=np.float32)
    assert Metric.learned(wide, OWNER).of(wide) is wide
