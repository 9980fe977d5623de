"""A range covers the truth as often as it says: simulated with noise, and with who happened to answer."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.publishing import gaussian, laplace
from bot.publishing.intervals import Range, chance, interval, limits, near_ends
from bot.publishing.noise_scales import CELL, NoiseScale
from bot.publishing.pooling import MeasuredShare, pooled_range, variance_between

RUNS = 4000
SIZES = (8, 12, 20, 60)
RESPONSES = (0.6, 0.75, 0.9)


def noise(rng: np.random.Generator, scale: NoiseScale, size: int) -> NDArray[np.int64]:
    """By a library's draws from a table, not by our own."""
    total = np.zeros(size, dtype=np.int64)
    k = np.arange(-80, 81)
    lasting = np.exp(-float(scale.lasting) * np.maximum(np.abs(k) - scale.flat, 0))
    fresh = np.exp(-(k**2) / (2 * float(scale.fresh) ** 2))
    for odds in (lasting, fresh):
        total += rng.choice(k, size, p=odds / odds.sum())
    return total


def blur_of(scale: NoiseScale) -> float:
    return laplace.variance(scale.lasting, scale.flat) + gaussian.variance(scale.fresh)


def covered(answers: int, eligible: int, share: float, scale: NoiseScale) -> tuple[float, float]:
    """How often the range has the true share: as computed, and as told, which may be wider near the ends."""
    rng = np.random.default_rng(answers)
    agreeing = round(share * eligible)
    drawn = rng.hypergeometric(agreeing, eligible - agreeing, answers, RUNS) + noise(rng, scale, RUNS)
    blur = blur_of(scale) / answers**2
    true = agreeing / eligible
    computed = [limits(count / answers, blur, answers, eligible) for count in drawn]
    told = [interval(count / answers, blur, answers, eligible) for count in drawn]
    return (
        sum(low <= true <= high for low, high in computed) / RUNS,
        sum(each.low <= true <= each.high for each in told) / RUNS,
    )


@pytest.mark.parametrize("answers", SIZES)
@pytest.mark.parametrize("response", RESPONSES)
@pytest.mark.parametrize("share", [0.35, 0.55, 0.7])
def test_a_range_covers_the_true_share_in_93_to_97_of_100_cases(
    answers: int, response: float, share: float
) -> None:
    computed, told = covered(answers, round(answers / response), share, CELL)
    assert 0.93 <= computed <= 0.97
    assert told >= computed


@pytest.mark.parametrize("answers", SIZES)
def test_a_likely_range_covers_the_true_share_of_teams_that_differ_as_teams_do(answers: int) -> None:
    rng = np.random.default_rng(answers)
    eligible = round(answers / 0.6)
    blur = blur_of(CELL) / answers**2
    spread = blur + chance(0.55, answers, eligible)
    hits = told = 0
    for _ in range(200):
        shares = np.clip(rng.normal(0.55, 0.12, 12), 0.05, 0.95)
        agreeing = np.round(shares * eligible).astype(int)
        drawn = rng.hypergeometric(agreeing, eligible - agreeing, answers) + noise(rng, CELL, 12)
        parts = [MeasuredShare(float(count) / answers, spread) for count in drawn]
        differs = variance_between(0.55, parts)
        for part, true in zip(parts, agreeing / eligible, strict=True):
            if found := pooled_range(part, MeasuredShare(0.55, 0.0), differs, answers):
                told += 1
                hits += found.low <= true <= found.high
    assert told == 0 or 0.93 <= hits / told <= 0.98
    assert (told > 0) == (answers <= 20)


def test_of_a_group_in_which_everyone_answered_only_noise_is_uncertain() -> None:
    assert chance(0.5, 9, 9) == 0
    assert chance(0.5, 9, 12) == pytest.approx(0.25 / 9 * 3 / 11)


@pytest.mark.parametrize("answers", [8, 12, 20, 60])
@pytest.mark.parametrize("share", [-0.4, 0.0, 0.05, 0.95, 1.0, 1.3])
def test_near_the_ends_at_least_three_dissenters_fit(answers: int, share: float) -> None:
    told = near_ends(share, share - 0.01, share + 0.01, answers)
    assert told.value is None
    dissenters = (1 - told.low if share > 0.5 else told.high) * answers
    assert dissenters >= 3 - 1e-9


def test_elsewhere_the_value_is_told() -> None:
    assert near_ends(0.5, 0.4, 0.6, 20) == Range(0.5, 0.4, 0.6)
