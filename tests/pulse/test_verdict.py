import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pulse.statistics import Counts
from bot.pulse.verdict import Changed, NoClearChange, TooEarly, verdict

STEADY: Counts = (1, 3, 5, 8, 3)
LOWER: Counts = (6, 6, 5, 2, 1)
HIGHER: Counts = (0, 0, 1, 6, 13)


@pytest.mark.parametrize(("waves", "left"), [(0, 7), (1, 6), (5, 2), (6, 1)])
def test_before_the_baseline_is_complete_it_says_when_a_change_can_be_called(waves: int, left: int) -> None:
    found = verdict([STEADY] * waves)
    assert found == TooEarly(left)
    rounds = "one more round" if left == 1 else f"{left} more rounds"
    assert found.in_words() == f"a change can first be called after {rounds} of questions"


def test_steady_answers_are_no_clear_change() -> None:
    assert verdict([STEADY] * 18) == NoClearChange()
    assert verdict([STEADY] * 18).in_words() == "no clear change"


@pytest.mark.parametrize(("later", "word"), [(LOWER, "down"), (HIGHER, "up")])
def test_a_lasting_change_is_called_with_its_direction(later: Counts, word: str) -> None:
    found = verdict([STEADY] * 6 + [later] * 6)
    assert isinstance(found, Changed)
    assert found.in_words().startswith(f"{word} by about ")


def test_one_bad_wave_is_not_a_change() -> None:
    assert verdict([STEADY] * 6 + [(3, 4, 5, 6, 2)]) == NoClearChange()


def test_a_change_under_three_tenths_of_a_point_is_never_called_however_sure() -> None:
    many: Counts = (100, 300, 500, 800, 300)
    slightly_less: Counts = (150, 350, 550, 700, 250)
    assert verdict([many] * 6 + [slightly_less] * 50) == NoClearChange()


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 5).filter(lambda c: sum(c) > 1), min_size=7, max_size=20))
def test_turning_the_scale_round_turns_the_verdict_round(waves: list[Counts]) -> None:
    turned = verdict([(e, d, c, b, a) for a, b, c, d, e in waves])
    found = verdict(waves)
    if isinstance(found, Changed):
        assert isinstance(turned, Changed)
        assert turned.points == pytest.approx(-found.points)


def test_a_short_baseline_in_a_small_team_is_not_taken_for_certain() -> None:
    usual: Counts = (0, 1, 3, 3, 1)
    lower: Counts = (1, 1, 3, 3, 0)
    assert verdict([usual] * 6 + [lower] * 12) == NoClearChange()
