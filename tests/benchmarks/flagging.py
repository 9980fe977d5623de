"""How often the headline's verdict is wrong, and how often it sees a real change, in shares that are blurred.

People keep their answers; who answers is drawn anew each wave, 60 of 100 of those asked. After a baseline of six
waves, twelve more are watched. Detected means: called "down" in one of them after the true share fell from 55
to 36 in 100, which is a fall of the mean from 3.45 to 2.98 points. `later` is a fall after fifteen waves. `moving` is
the same with people joining and leaving, 23 of 100 in a year, each of which draws the lasting noise anew. Groups with
parts are in `pulse_verdicts`. Prints name, value, unit.
"""

import numpy as np

from bot.features.pulse.verdict import BASELINE_WAVES, Changed, Observed, verdict
from bot.publishing import gaussian, laplace
from bot.publishing.noise_scales import ALONE, CELL, NoiseScale
from bot.publishing.signals import Signal
from tests.benchmarks.figures import size

BEFORE, AFTER, BETTER = 0.55, 0.36, 0.67
RESPONSE = 0.6
WATCHED = 12
SIZES = size((8, 12, 20, 60), (8,))
RUNS = size(1500, 2)
RISING_SIZES = size((60, 120), (60,))
REACH = 80
LEAVING = 0.23 / 26
LATER = 15


def noise(rng: np.random.Generator, epsilon: float, flat: int) -> int:
    """Of the lasting layer."""
    k = np.arange(-REACH, REACH + 1)
    odds = np.exp(-epsilon * np.maximum(np.abs(k) - flat, 0))
    return int(rng.choice(k, p=odds / odds.sum()))


def history(
    rng: np.random.Generator, n: int, later: float, scale: NoiseScale, *, moves: bool, before: int
) -> list[Observed]:
    people = round(n / RESPONSE)
    lasting, draw = noise(rng, float(scale.lasting), scale.flat), 0
    rounds = []
    for wave in range(before + WATCHED):
        if moves and rng.random() < 1 - (1 - LEAVING) ** people:
            lasting, draw = noise(rng, float(scale.lasting), scale.flat), draw + 1
        agreeing = round(people * (BEFORE if wave < before else later))
        count = rng.hypergeometric(agreeing, people - agreeing, n) + lasting
        count += round(rng.normal(0, float(scale.fresh)))
        layers = laplace.variance(scale.lasting, scale.flat) / n**2, gaussian.variance(scale.fresh) / n**2
        rounds.append(Observed(Signal(float(count) / n, *layers, draw=str(draw)), n, people))
    return rounds


def first_call(waves: list[Observed], before: int, within: int) -> int:
    """-1 down, 1 up, 0 nothing."""
    for wave in range(1, within + 1):
        judged = verdict(waves[: before + wave])
        if isinstance(judged, Changed):
            return 1 if judged.is_up else -1
    return 0


def percent(
    n: int,
    later: float,
    calls: set[int],
    scale: NoiseScale,
    *,
    moves: bool = False,
    before: int = BASELINE_WAVES,
    within: int = WATCHED,
    runs: int = RUNS,
) -> float:
    rng = np.random.default_rng(n)
    series = (history(rng, n, later, scale, moves=moves, before=before) for _ in range(runs))
    return 100 * sum(first_call(waves, before, within) in calls for waves in series) / runs


def main() -> None:
    for n in SIZES:
        for name, moves in (("pulse", False), ("moving", True)):
            false = percent(n, BEFORE, {-1, 1}, CELL, moves=moves)
            drop = percent(n, AFTER, {-1}, CELL, moves=moves)
            print(f"{name}.false_alarm_{WATCHED}_waves.n{n} {false:.1f} %")
            print(f"{name}.detected_within_{WATCHED}_waves.n{n} {drop:.1f} %")
            late = percent(n, AFTER, {-1}, CELL, moves=moves, before=LATER)
            print(f"{name}.later_detected_within_{WATCHED}_waves.n{n} {late:.1f} %", flush=True)
    for n in RISING_SIZES:
        rise = percent(n, BETTER, {1}, ALONE, moves=True, within=4)
        print(f"pulse.alone.rise_called_within_4_waves.n{n} {rise:.1f} %")


if __name__ == "__main__":
    main()
