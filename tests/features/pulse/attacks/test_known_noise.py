"""Attackers who believe in other noise than there is would be weaker than those who read the code."""

from bot.publishing import noise_scales
from bot.publishing.noise_scales import NoiseScale, scale_for
from tests.features.pulse.attacks.known_noise import ALONE, CELL, DIVISION, WHOLE, Noise


def as_known(scale: NoiseScale) -> Noise:
    return Noise(float(scale.lasting), scale.flat, float(scale.fresh))


def test_attackers_know_the_noise_as_the_code_has_it() -> None:
    assert as_known(scale_for(1, 1)) == ALONE
    assert as_known(scale_for(1, 2)) == CELL
    assert as_known(scale_for(2, 2)) == WHOLE
    assert as_known(scale_for(1, 3)) == CELL
    assert as_known(scale_for(2, 3)) == as_known(scale_for(3, 3)) == DIVISION


def test_not_sure_tells_less_of_one_answer_than_agreeing_does() -> None:
    assert noise_scales.NOT_SURE.lasting <= scale_for(2, 2).lasting
    assert (
        1 / noise_scales.NOT_SURE.fresh**2
        <= (1 / scale_for(1, 2).fresh ** 2 + 1 / scale_for(2, 2).fresh ** 2) / 3
    )
