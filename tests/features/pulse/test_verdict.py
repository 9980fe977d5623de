"""The verdict on the headline: what it calls, what it leaves alone, and what it knows of its own uncertainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.pulse.verdict import (
    Changed,
    NoClearChange,
    Observed,
    TooEarly,
    Verdict,
    verdict,
    verdict_as_json,
    verdict_from_json,
)
from bot.features.pulse.views.verdict_text import verdict_in_words
from bot.publishing.signals import Combined, Signal

LITTLE, MUCH = 0.0002, 0.15


def wave(share: float, *, draw: str = "same", lasting: float = MUCH, answers: int = 20) -> Observed:
    return Observed(Signal(share, lasting, LITTLE, draw), answers, round(answers / 0.7))


@pytest.mark.parametrize(("waves", "left"), [(0, 7), (1, 6), (5, 2), (6, 1)])
def test_before_the_baseline_is_complete_it_says_when_a_change_can_be_called(waves: int, left: int) -> None:
    found = verdict([wave(0.5)] * waves)
    assert found == TooEarly(left)
    rounds = "one more round" if left == 1 else f"{left} more rounds"
    assert verdict_in_words(found) == f"a change can first be called after {rounds} of questions"


@pytest.mark.parametrize(
    ("rounds", "left"), [("-ooo-o-", 1), ("o-oo-o", 1), ("o-o", 4), ("o-----", 4), ("oo-----o", 2)]
)
def test_rounds_without_a_figure_count_towards_the_first_six_where_four_have_one(
    rounds: str, left: int
) -> None:
    """Rounds before the first figure don't: "-ooo-o-" has seen six."""
    found = verdict([wave(0.5) if told == "o" else None for told in rounds])
    assert found == TooEarly(left)
    more = [wave(0.5) if told == "o" else None for told in rounds] + [wave(0.5)] * left
    assert verdict(more) == NoClearChange()


def test_a_baseline_of_fewer_figures_is_less_sure_of_a_change() -> None:
    later = [wave(0.25)] * 8
    few = [wave(0.5), None, wave(0.5), None, wave(0.5), wave(0.5)]
    assert isinstance(verdict([*few, *later]), Changed)
    assert verdict([wave(0.5), *[None] * 4, *[wave(0.25)] * 8]) == NoClearChange()


def test_a_group_with_parts_is_compared_by_the_steadier_of_its_two_shares() -> None:
    """Its own noise is drawn anew each time; that of its parts stays, and cancels out."""

    def whole(number: int, share: float) -> Observed:
        combined = Combined(share, 0.0001, (("parts", 0.2),))
        return Observed(Signal(0.5, 0.15, 0.0002, f"drawn {number}", combined), 20, 29)

    rounds = [whole(number, 0.5 if number < 6 else 0.2) for number in range(14)]
    assert isinstance(verdict(rounds), Changed)


def test_steady_answers_are_no_clear_change() -> None:
    assert verdict([wave(0.5)] * 18) == NoClearChange()
    assert verdict_in_words(NoClearChange()) == "no clear change"


@pytest.mark.parametrize(
    ("later", "words"), [(0.2, "down by about 30 in 100"), (0.85, "up by about 35 in 100")]
)
def test_a_lasting_change_is_called_with_its_size_from_the_last_three_waves(later: float, words: str) -> None:
    found = verdict([wave(0.5)] * 6 + [wave(later)] * 6)
    assert isinstance(found, Changed)
    assert verdict_in_words(found) == f"{words} since the first 6 rounds"


def test_one_bad_wave_is_not_a_change() -> None:
    assert verdict([wave(0.5)] * 6 + [wave(0.3)]) == NoClearChange()


def test_noise_that_stays_the_same_cancels_out_and_noise_that_was_drawn_anew_does_not() -> None:
    later = [wave(0.2)] * 8
    assert isinstance(verdict([wave(0.5)] * 6 + later), Changed)
    redrawn = [wave(0.2, draw="somebody joined")] * 8
    assert verdict([wave(0.5)] * 6 + redrawn) == NoClearChange()


def test_a_change_under_five_points_is_never_called_however_sure() -> None:
    def sure(share: float) -> Observed:
        return Observed(Signal(share, 0.0, 0.0, "d"), 5000, 5000)

    assert verdict([sure(0.5)] * 6 + [sure(0.46)] * 50) == NoClearChange()


def test_the_baseline_grows_so_that_a_later_change_is_called_where_six_rounds_were_too_few() -> None:
    """The fresh noise of six rounds would hide it; that of fifteen doesn't."""

    def seen(share: float) -> Observed:
        return Observed(Signal(share, MUCH, 0.0225, "same"), 20, 20)

    later = [seen(0.29)] * 12
    assert verdict([seen(0.5)] * 6 + later) == NoClearChange()
    found = verdict([seen(0.5)] * 15 + later)
    assert isinstance(found, Changed)
    assert verdict_in_words(found) == "down by about 21 in 100 since the first 15 rounds"


def test_the_last_twelve_rounds_are_not_the_baseline() -> None:
    found = verdict([wave(0.5)] * 8 + [wave(0.2)] * 12)
    assert isinstance(found, Changed)
    assert found.points == -30


@pytest.mark.parametrize(
    "judged",
    [None, TooEarly(2), NoClearChange(), Changed(-9, is_up=False, baseline=15), Changed(None, is_up=True)],
)
def test_a_verdict_is_stored_as_a_value_and_read_as_the_same(judged: Verdict | None) -> None:
    assert verdict_from_json(verdict_as_json(judged)) == judged


@given(st.lists(st.floats(-0.4, 1.4), min_size=7, max_size=20))
def test_turning_the_scale_round_turns_the_verdict_round(shares: list[float]) -> None:
    found = verdict([wave(share) for share in shares])
    turned = verdict([wave(1 - share) for share in shares])
    if isinstance(found, Changed) and isinstance(turned, Changed) and found.points is not None:
        assert turned.is_up != found.is_up
        assert turned.points == pytest.approx(-found.points, abs=1)
