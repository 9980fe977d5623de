"""What more and less noise on a team's counts would do: privacy and usefulness, side by side.

A grid of both layers, the noise above teams as built. One line a figure: what all figures of a year give away of
joiners and leavers, and of everybody where everybody's absences are known (`pulse_privacy`, on other worlds than its
own); of a person known to be away four of 26 waves, and eight (`pulse_absences`); the error of a team's own share of
nine answers; and the share of falls from 55 to 36 in 100 that are called within twelve waves in a group in which nobody
comes or goes (`flagging`).
"""

from fractions import Fraction

import numpy as np

from bot.publishing.noise_scales import NoiseScale, scale_for
from tests.benchmarks import flagging, pulse_absences, pulse_privacy
from tests.benchmarks.figures import figure, size

LASTING = size((40, 50, 60), (50,))
FRESH = size((1.5, 2.0, 2.5, 3.0, 3.5, 3.75, 4.0, 4.5), (3.5,))
DETECTED_SIZES = size((8, 12, 20), (8,))
FLAT = 1
FIRST_WORLD = 3000
SHAPE = size(pulse_privacy.SHAPES["teams_of_9"], (2, 9, 0))
AGREE = 0.55


def error_at_nine(cell: NoiseScale) -> float:
    """The mean error of a team's own share, in points of 100, where five of nine agree. Medians go in whole answers."""
    rng = np.random.default_rng(1)
    drawn = pulse_privacy.noise(rng, cell, (20000,)) + pulse_privacy.fresh(rng, cell, (20000,))
    return float(np.mean(np.abs(np.clip(5 + drawn, 0, 9) - 5))) / 9 * 100


def show(name: str, cell: NoiseScale) -> None:
    above = scale_for(2, 2)
    for kind in ("moved", "away"):
        gain, surest = pulse_privacy.attack(
            SHAPE, AGREE, cell, above, is_away=kind == "away", first_world=FIRST_WORLD
        )
        figure(f"{name}.{kind}.gain", 100 * gain, "points")
        figure(f"{name}.{kind}.surest", 100 * surest, "%")
    levels = [pulse_absences.Level(cell, 5), pulse_absences.Level(above, 59)]
    for away in (4, 8):
        gain, surest = pulse_absences.attack(levels, away, AGREE)
        figure(f"{name}.absence{away}.gain", 100 * gain, "points")
        figure(f"{name}.absence{away}.surest", 100 * surest, "%")
    figure(f"{name}.error_at_nine", error_at_nine(cell), "points")


def main() -> None:
    for fresh in FRESH:
        for percent in LASTING:
            scale = NoiseScale(Fraction(percent, 100), Fraction(fresh), FLAT)
            show(f"tradeoff.lasting{percent}.fresh{100 * fresh:.0f}", scale)
        for n in DETECTED_SIZES:
            fall = flagging.percent(n, flagging.AFTER, {-1}, scale, runs=size(500, 2))
            figure(f"tradeoff.fresh{100 * fresh:.0f}.detected.n{n}", fall, "%")


if __name__ == "__main__":
    main()
