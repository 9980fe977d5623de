import numpy as np
import pytest

from bot.features.asking.encoder.encoding import unit
from bot.features.asking.encoder.tuned_weights import is_held_out
from bot.features.asking.retrieval.calibration import (
    clearness,
    conformal_threshold,
    leads,
    precise_margin,
    unseen,
)
from bot.features.asking.retrieval.index import Index, Near


def test_the_threshold_is_the_score_that_at_most_alpha_fall_below() -> None:
    scores = np.arange(1.0, 101.0)
    assert conformal_threshold(scores, refused=0.05) == 5
    assert (scores < conformal_threshold(scores, refused=0.05)).mean() <= 0.05


def test_a_lead_is_the_distance_to_the_second() -> None:
    assert leads(np.array([[0.2, 0.9, 0.5]], dtype=np.float32)) == pytest.approx([0.4])


def test_clearness_is_how_far_the_first_card_is_ahead_of_the_others_and_of_what_is_not_ours() -> None:
    """Two cards and a boundary; the first card is first in all, and the other nearer in words."""
    best, words = np.array([[0.9, 0.5, 0.7]], np.float32), np.array([[0.2, 0.3, 0.1]], np.float32)
    near = Near(best, best, words, np.zeros((1, 3), dtype=np.float32))
    score = near.score[0]
    assert clearness(near, cards=2)[0] == pytest.approx([score[0] - score[1], score[0] - score[2]], abs=1e-6)


def test_the_margin_is_the_smallest_from_which_answers_are_precise() -> None:
    lead = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    is_right = np.array([True, True, True, False, True])
    assert precise_margin(lead, is_right, precision=1.0) == 0.7
    assert precise_margin(lead, is_right, precision=0.8) == 0.5


def test_no_margin_is_wide_enough_where_the_clearest_answer_is_wrong() -> None:
    assert precise_margin(np.array([0.9]), np.array([False])) == float("inf")


def test_thresholds_come_from_questions_that_nothing_learned_from() -> None:
    """Two heaps, one held-out question listed under the wrong one: the head, without it, says where it lies."""
    texts = [f"question {number}" for number in range(40)]
    wrong = next(n for n, text in enumerate(texts) if is_held_out(text))
    vectors = np.array([[1.0, 0.01 * n] if n < 20 or n == wrong else [-1.0, 0.01 * n] for n in range(40)])
    rows = [n for n in range(20) if n != wrong], [n for n in (wrong, *range(20, 40)) if n >= 20 or n == wrong]
    grouped = {name: tuple(texts[n] for n in some) for name, some in zip("ab", rows, strict=True)}
    index = Index.of(grouped, 2, unit(vectors[[*rows[0], *rows[1]]].astype(np.float32)))
    numbers, learned = unseen(index)
    assert {index.texts[n] for n in numbers} == {text for text in texts if is_held_out(text)}
    assert learned[list(numbers).index(index.texts.index(texts[wrong]))].argmax() == 0
