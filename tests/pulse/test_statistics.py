import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pulse.statistics import Estimate, mean, response_rate, share_favourable

COUNTS = st.tuples(*[st.integers(0, 30)] * 5).filter(any)


def test_the_share_and_its_wilson_interval_are_as_in_the_textbook() -> None:
    assert share_favourable((0, 2, 8, 10, 10)).rounded(3) == Estimate(0.667, 0.488, 0.808)


def test_the_mean_has_a_t_interval() -> None:
    assert mean((0, 2, 2, 2, 2)).rounded(2) == Estimate(3.5, 2.5, 4.5)


def test_a_share_is_said_with_its_uncertainty() -> None:
    assert Estimate(0.6, 0.43, 0.75).in_words() == "between 43 and 75 in 100"


@given(COUNTS)
def test_every_value_lies_in_its_interval_and_on_its_scale(counts: tuple[int, int, int, int, int]) -> None:
    for estimate, least, most in ((share_favourable(counts), 0, 1), (mean(counts), 1, 5)):
        slack = 1e-9
        assert least - slack <= estimate.low <= estimate.value + slack
        assert estimate.value - slack <= estimate.high <= most + slack


def test_one_answer_leaves_the_mean_open_and_none_has_no_figures() -> None:
    assert mean((0, 0, 1, 0, 0)) == Estimate(3, 1, 5)
    with pytest.raises(ValueError, match="nobody answered"):
        share_favourable((0, 0, 0, 0, 0))


def test_response_rates_start_at_eight_invited_and_ask_for_caution_under_half() -> None:
    assert response_rate(7, 7) is None
    assert [rate.needs_caution for n in (3, 4) if (rate := response_rate(n, 8))] == [True, False]
