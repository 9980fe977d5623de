"""How much of a single answer all figures of a year give away: the simulation that chose the noise.

Everybody keeps their answer; three colluders tell theirs. One line a figure: by how much guesses are better than
without figures, by the attacker's own reckoning, and how sure they get of anybody. First as built, for organisations of
one, two and three levels and for several shares who agree: `moved`, where everybody answers every time, and joiners
and leavers are guessed; `away`, where each person misses 8 of 100 waves, the attacker knows exactly who missed which, of
everybody, and everybody is guessed. Then what more, less and other noise would do, with the error of a team's own share
of nine answers beside it: the least that any of them has within the bound of 6 points is the price of that bound.

The worlds are others than those on which the noise was chosen, and than those of the tests.
"""

from fractions import Fraction

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
RUNS = size(60, 10)
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
TRIED = ((40, 1, 0.5), (40, 1, 3), (40, 1, 4), (30, 1, 4), (50, 1, 4), (60, 1, 5), (35, 2, 4))
"""For a team: the lasting layer's ε in hundredths, how far its top is flat, and the fresh layer's deviation."""


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
    found = {}
    for group, waves in place.groups.items():
        lasting = {members: noise(rng, of[group], (len(truth),)) for members in set(waves)}
        columns = [
            truth[:, sorted(place.answered(group, wave))].sum(1) + lasting[members]
            for wave, members in enumerate(waves)
        ]
        found[group] = np.stack(columns, axis=1) + fresh(rng, of[group], (len(truth), WAVES))
    return found


def attack(
    shape: Shape, agree: float, cell: NoiseScale, above: NoiseScale, *, is_away: bool
) -> tuple[float, float]:
    """The gain and the surest, over some worlds."""
    found: list[Success] = []
    teams, people, divisions = shape
    for seed in range(FIRST_WORLD, FIRST_WORLD + WORLDS):
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
        found.append(success(place, guesses, truth, agree, COLLUDERS))
    return sum(one.gain for one in found) / len(found), max(one.surest for one in found)


def show(name: str, found: tuple[float, float]) -> None:
    print(f"{name}.gain {100 * found[0]:.1f} points")
    print(f"{name}.surest {100 * found[1]:.0f} %", flush=True)


def error_at_nine(cell: NoiseScale) -> float:
    """The mean error of a team's own share, in points of 100, where five of nine agree. Medians go in whole answers."""
    rng = np.random.default_rng(1)
    drawn = noise(rng, cell, (20000,)) + fresh(rng, cell, (20000,))
    return float(np.mean(np.abs(np.clip(5 + drawn, 0, 9) - 5))) / 9 * 100


def main() -> None:
    for name, shape in SHAPES.items():
        levels = 1 if shape[0] == 1 else 3 if shape[2] else 2
        cell, above = scale_for(1, levels), scale_for(levels, levels)
        for agree in (0.5, 0.55, 0.65):
            for kind in ("moved", "away"):
                found = attack(shape, agree, cell, above, is_away=kind == "away")
                show(f"privacy.{name}.{kind}.agree{agree * 100:.0f}", found)
    above = scale_for(2, 2)
    for percent, flat, deviation in TRIED:
        scale = NoiseScale(Fraction(percent, 100), Fraction(deviation), flat)
        name = f"tradeoff.lasting{percent}.flat{flat}.fresh{10 * deviation:.0f}"
        for kind in ("moved", "away"):
            show(f"{name}.{kind}", attack(SHAPES["teams_of_9"], 0.55, scale, above, is_away=kind == "away"))
        print(f"{name}.error_at_nine {error_at_nine(scale):.0f} points")


if __name__ == "__main__":
    main()
