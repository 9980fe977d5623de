"""How much of a single answer all figures of a year give away: the simulation that chose the noise.

Everybody keeps their answer and answers every time; three colluders tell theirs. The attacker of the tests guesses
what joiners and leavers answer. One line a figure: by how much the guesses are better than without figures, and how
sure they get of anybody. First as built, for organisations of one, two and three levels and for several shares who
agree; then what more and less noise would do, with the error of a team's own share of nine answers beside it.
"""

import math

import numpy as np
from numpy.typing import NDArray

from bot.publishing.scales import Scale, scale_for
from tests.features.pulse.attacks.disclosure_attacker import (
    Attacker,
    Ints,
    Scales,
    Success,
    World,
    success,
    world,
)

COLLUDERS = (0, 1, 2)
RUNS = 80
WORLDS = 3
WAVES = 26


def noise(rng: np.random.Generator, epsilon: float, size: tuple[int, ...]) -> NDArray[np.int64]:
    stop = 1 - math.exp(-epsilon)
    found: NDArray[np.int64] = rng.geometric(stop, size) - rng.geometric(stop, size)
    return found


def figures(rng: np.random.Generator, place: World, truth: Ints, scales: Scales) -> dict[str, Ints]:
    found = {}
    for group, waves in place.groups.items():
        lasting = {members: noise(rng, scales.lasting[group], (len(truth),)) for members in set(waves)}
        columns = [truth[:, sorted(members)].sum(1) + lasting[members] for members in waves]
        found[group] = np.stack(columns, axis=1) + noise(rng, scales.fresh[group], (len(truth), WAVES))
    return found


def scales_of(place: World, cell: Scale, above: Scale) -> Scales:
    levels = {group: cell if group.startswith("t") else above for group in place.groups}
    return Scales(
        {group: float(scale.lasting) for group, scale in levels.items()},
        {group: float(scale.fresh) for group, scale in levels.items()},
    )


def attack(
    teams: int, size: int, divisions: int, agree: float, cell: Scale, above: Scale
) -> tuple[float, float]:
    """The gain and the surest, over some worlds."""
    found: list[Success] = []
    for seed in range(WORLDS):
        rng = np.random.default_rng(seed)
        place = world(rng, teams, size, divisions=divisions)
        truth = (rng.random((RUNS, place.people)) < agree).astype(np.int64)
        scales = scales_of(place, cell, above)
        guesses = Attacker(place, scales, agree, COLLUDERS).guess(figures(rng, place, truth, scales), truth)
        found.append(success(place, guesses, truth, agree, COLLUDERS))
    return sum(one.gain for one in found) / WORLDS, max(one.surest for one in found)


def error_at_nine(cell: Scale) -> float:
    """The median error of a team's own share, in points of 100, where five of nine agree."""
    rng = np.random.default_rng(1)
    drawn = noise(rng, float(cell.lasting), (20000,)) + noise(rng, float(cell.fresh), (20000,))
    return float(np.median(np.abs(np.clip(5 + drawn, 0, 9) - 5))) / 9 * 100


def main() -> None:
    shapes = {"alone": (1, 18, 0), "teams": (7, 9, 0), "divisions": (12, 9, 3)}
    for name, (teams, size, divisions) in shapes.items():
        levels = 1 if teams == 1 else 3 if divisions else 2
        cell, above = scale_for(1, levels), scale_for(max(levels, 1), levels)
        for agree in (0.5, 0.55, 0.65):
            gain, surest = attack(teams, size, divisions, agree, cell, above)
            print(f"privacy.{name}.agree{agree * 100:.0f}.gain {100 * gain:.1f} points")
            print(f"privacy.{name}.agree{agree * 100:.0f}.surest {100 * surest:.0f} %")
    built, above = scale_for(1, 2), scale_for(2, 2)
    for tenths in (5, 7, 10, 14, 20):
        scale = Scale(built.lasting * tenths / 10, built.fresh)
        gain, surest = attack(7, 9, 0, 0.55, scale, Scale(above.lasting * tenths / 10, above.fresh))
        name = f"tradeoff.lasting{float(scale.lasting):.2f}"
        print(f"{name}.gain {100 * gain:.1f} points")
        print(f"{name}.surest {100 * surest:.0f} %")
        print(f"{name}.error_at_nine {error_at_nine(scale):.0f} points")


if __name__ == "__main__":
    main()
