import pytest

from bot.features.pulse.statistics import response_rate


@pytest.mark.parametrize(("answers", "cautious"), [(31, True), (32, False)])
def test_under_half_of_those_asked_wants_caution(answers: int, cautious: bool) -> None:
    rate = response_rate(answers, 64)
    assert rate
    assert rate.needs_caution == cautious


def test_of_fewer_than_eight_who_were_asked_a_rate_would_tell_who_did_not_answer() -> None:
    assert response_rate(7, 7) is None
