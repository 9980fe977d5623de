"""The worst of the attacks: opinions split evenly, one group, two levels and three, absences of any length.

The bounds here are the ones that hold and that the pages tell, and they are wider than the design's (6 points, never 95%
sure), which hold for joiners and leavers where 55 in 100 agree. Absences are weighed with the exact likelihood, by the
code of the benchmark.
"""

from fractions import Fraction

import pytest

from bot.publishing.blur import guessing_with
from bot.publishing.noise_scales import EPSILON, LEAST_EPSILON, NoiseScale, scale_for
from tests.benchmarks import pulse_absences
from tests.benchmarks.pulse_absences import COLLUDERS, Level

AGREE = (0.5, 0.55, 0.65)
REPLICATES = 3000
FEW, MANY = (1, 2, 4), (8, 13)

# By how much guesses get better, in points of 100; by the share who agree.
FEW_BETTER = {0.5: 12.5, 0.55: 8.0, 0.65: 2.5}
MANY_BETTER = {0.5: 15.0, 0.55: 10.5, 0.65: 4.5}
SURE, SURE_OF_LONG_ABSENCES = 0.95, 0.965

SHAPES = {"one group of 10": (10,), "a team of 9": (9, 63), "a team of 9 in a division": (9, 36, 108)}


@pytest.fixture(autouse=True)
def few_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse_absences, "RUNS", REPLICATES)


def absence(
    people: tuple[int, ...], away: int, agree: float, cell: NoiseScale | None = None
) -> tuple[float, float]:
    """The gain in points of 100 and the surest, of somebody known to be away so many of 26 rounds."""
    scale = [scale_for(depth, len(people)) for depth in range(1, len(people) + 1)]
    scale[0] = cell or scale[0]
    levels = [Level(one, number - 1 - COLLUDERS) for one, number in zip(scale, people, strict=True)]
    gain, surest = pulse_absences.attack(levels, away, agree)
    return 100 * gain, surest


@pytest.mark.parametrize("agree", AGREE)
@pytest.mark.parametrize("people", SHAPES.values(), ids=list(SHAPES))
def test_somebody_known_to_be_away_is_guessed_no_better_than_is_told(
    people: tuple[int, ...], agree: float
) -> None:
    for away in (*FEW, *MANY):
        gain, surest = absence(people, away, agree)
        assert gain <= (FEW_BETTER if away in FEW else MANY_BETTER)[agree]
        assert surest <= (SURE if away in FEW else SURE_OF_LONG_ABSENCES)


def test_where_eighty_of_a_hundred_agree_a_guess_passes_the_bound_and_gains_hardly_anything() -> None:
    """Without figures it is 80% sure."""
    gain, surest = absence((9, 63), 8, 0.8)
    assert gain <= 1
    assert SURE < surest <= 0.985


def test_noise_of_half_the_size_is_caught() -> None:
    gain, surest = absence((9, 63), 8, 0.55, scale_for(1, 2).times(Fraction(2)))
    assert gain > MANY_BETTER[0.55]
    assert surest > SURE_OF_LONG_ABSENCES


def test_the_worst_that_the_page_tells_of_absences_is_the_worst() -> None:
    worst = max(
        absence(people, away, agree)[0] for people in SHAPES.values() for away in MANY for agree in AGREE
    )
    assert guessing_with(EPSILON).anybody_at_worst == pytest.approx(worst, abs=0.75)
    halved = absence_with_twice_the_noise((9, 63), 13, 0.5)
    assert guessing_with(LEAST_EPSILON).anybody_at_worst == pytest.approx(halved, abs=0.75)


def absence_with_twice_the_noise(people: tuple[int, ...], away: int, agree: float) -> float:
    scale = [scale_for(depth, len(people), LEAST_EPSILON) for depth in range(1, len(people) + 1)]
    levels = [Level(one, number - 1 - COLLUDERS) for one, number in zip(scale, people, strict=True)]
    return 100 * pulse_absences.attack(levels, away, agree)[0]
