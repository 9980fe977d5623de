"""How much of a single answer all figures of a year give away: the simulation that chose the noise.

Everybody keeps their answer; three colluders tell theirs. One line a figure: by how much guesses are better than
without figures, by the attacker's own reckoning, and how sure they get of anybody. As built, for organisations of
one, two and three levels and for several shares who agree: `moved`, where everybody answers every time, and joiners
and leavers are guessed; `away`, where each person misses 8 of 100 waves, the attacker knows exactly who missed which, of
everybody, and everybody is guessed. What more and less noise would do is in `pulse_tradeoff`, what somebody learns of a
single person whose absences they know in `pulse_absences`.

The worlds are others than those on which the noise was chosen, and than those of the tests.
"""

import numpy as np
from numpy.typing import NDArray

from bot.publishing.noise_scales import NoiseScale, scale_for
from tests.benchmarks.figures import size
from tests.features.pulse.attacks.disclosure_attacker import (
    Attacker,
    Ints,
    Scales,
    Success,
    World,
    success,
    with_absences,
    world,
)

COLLUDERS = (0, 1, 2)
AGREEING = size((0.5, 0.55, 0.65), (0.55,))
RUNS = size(60, 2)
WORLDS = size(4, 1)
FIRST_WORLD = 7000
AWAY = 0.08
REACH = 200
WAVES = 26

Shape = tuple[int, int, int]
SHAPES: dict[str, Shape] = {
    "alone": (1, 18, 0),
    "teams_of_9": (7, 9, 0),
    "teams_of_12": (7, 12, 0),
    "divisions": (12, 9, 3),
}


def noise(rng: np.random.Generator, scale: NoiseScale, shape: tuple[int, ...]) -> NDArray[np.int64]:
    """The lasting layer, drawn from its distribution's table."""
    k = np.arange(-REACH, REACH + 1)
    odds = np.exp(-float(scale.lasting) * np.maximum(np.abs(k) - scale.flat, 0))
    return rng.choice(k, shape, p=odds / odds.sum())


def fresh(rng: np.random.Generator, scale: NoiseScale, shape: tuple[int, ...]) -> NDArray[np.int64]:
    k = np.arange(-REACH, REACH + 1)
    odds = np.exp(-(k**2) / (2 * float(scale.fresh) ** 2))
    return rng.choice(k, shape, p=odds / odds.sum())


def figures(
    rng: np.random.Generator, place: World, truth: Ints, of: dict[str, NoiseScale]
) -> dict[str, Ints]:
    by_group = {}
    for group, waves in place.groups.items():
        lasting = {members: noise(rng, of[group], (len(truth),)) for members in set(waves)}
        columns = [
            truth[:, sorted(place.answered(group, wave))].sum(1) + lasting[members]
            for wave, members in enumerate(waves)
        ]
        by_group[group] = np.stack(columns, axis=1) + fresh(rng, of[group], (len(truth), WAVES))
    return by_group


def attack(
    shape: Shape,
    agree: float,
    cell: NoiseScale,
    above: NoiseScale,
    *,
    is_away: bool,
    first_world: int = FIRST_WORLD,
) -> tuple[float, float]:
    """The gain and the surest, over some worlds."""
    successes: list[Success] = []
    teams, people, divisions = shape
    for seed in range(first_world, first_world + WORLDS):
        rng = np.random.default_rng(seed)
        place = world(rng, teams, people, divisions=divisions)
        place = with_absences(rng, place, AWAY) if is_away else place
        if not place.moved - set(COLLUDERS):
            continue
        truth = (rng.random((RUNS, place.people)) < agree).astype(np.int64)
        of = {group: cell if group.startswith("t") else above for group in place.groups}
        known = Scales(
            {group: float(scale.lasting) for group, scale in of.items()},
            {group: float(scale.fresh) for group, scale in of.items()},
            {group: scale.flat for group, scale in of.items()},
        )
        guesses = Attacker(place, known, agree, COLLUDERS).guess(figures(rng, place, truth, of), truth)
        successes.append(success(place, guesses, truth, agree, COLLUDERS))
    return sum(attempt.gain for attempt in successes) / len(successes), max(
        attempt.surest for attempt in successes
    )


def show(name: str, success_rates: tuple[float, float]) -> None:
    print(f"{name}.gain {100 * success_rates[0]:.1f} points")
    print(f"{name}.surest {100 * success_rates[1]:.0f} %", flush=True)


def main() -> None:
    for name, shape in size(SHAPES, {"alone": SHAPES["alone"]}).items():
        levels = 1 if shape[0] == 1 else 3 if shape[2] else 2
        cell, above = scale_for(1, levels), scale_for(levels, levels)
        for agree in AGREEING:
            for kind in ("moved", "away"):
                success_rates = attack(shape, agree, cell, above, is_away=kind == "away")
                show(f"privacy.{name}.{kind}.agree{agree * 100:.0f}", success_rates)


if __name__ == "__main__":
    main()
