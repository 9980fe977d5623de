import numpy as np
import pytest

from bot.knowledge.calibration import conformal_threshold, leads, precise_margin


def test_the_threshold_is_the_score_that_at_most_alpha_fall_below() -> None:
    scores = np.arange(1.0, 101.0)
    assert conformal_threshold(scores, refused=0.05) == 5
    assert (scores < conformal_threshold(scores, refused=0.05)).mean() <= 0.05


def test_a_lead_is_the_distance_to_the_second() -> None:
    assert leads(np.array([[0.2, 0.9, 0.5]], dtype=np.float32)) == pytest.approx([0.4])


def test_the_margin_is_the_smallest_from_which_answers_are_precise() -> None:
    lead = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    is_right = np.array([True, True, True, False, True])
    assert precise_margin(lead, is_right, precision=1.0) == 0.7
    assert precise_margin(lead, is_right, precision=0.8) == 0.5


def test_no_margin_is_wide_enough_where_the_clearest_answer_is_wrong() -> None:
    assert precise_margin(np.array([0.9]), np.array([False])) == float("inf")
