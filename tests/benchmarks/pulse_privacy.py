"""How much of a single answer all figures of a year give away: the simulation that chose the noise.

Everybody keeps their answer and answers every time; three colluders tell theirs. The attacker of the tests guesses
what joiners and leavers answer. One line a figure: by how much the guesses are better than without figures, and how
sure they get of anybody. First as built, for organisations of one, two and three levels and for several shares who
agree. `away`: each person misses 8 of 100 waves, and the attacker knows exactly who missed which, of everybody; they
guess everybody's answer. Then what more, less and other noise would do, with the error of a team's own share of
nine answers beside it: the least that any of them has within the bound of 6 points is the price of that bound.
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
    world,
)

COLLUDERS = (0, 1, 2)
RUNS = size(80, 10)
WORLDS = size(3, 1)
AWAY = 0.08
REACH = 200
WAVES = 26


def noise(
    rng: np.random.Generator, epsilon: float, shape: tuple[int, ...], flat: int = 0
) -> NDArray[np.int64]:
    """Drawn from its distribution's table."""
    k = np.arange(-REACH, REACH + 1)
    odds = np.exp(-epsilon * np.maximum(np.abs(k) - flat, 0))
    return rng.choice(k, shape, p=odds / odds.sum())


def figures(rng: np.random.Generator, place: World, truth: Ints, scales: Scales) -> dict[str, Ints]:
    found = {}
    for group, waves in place.groups.items():
        lasting = {
            members: noise(rng, scales.lasting[group], (len(truth),), int(scales.flat[group]))
            for members in set(waves)
        }
        columns = [truth[:, sorted(members)].sum(1) + lasting[members] for members in waves]
        found[group] = np.stack(columns, axis=1) + noise(rng, scales.fresh[group], (len(truth), WAVES))
    return found


def scales_of(place: World, cell: NoiseScale, above: NoiseScale) -> Scales:
    levels = {group: cell if group.startswith("t") else above for group in place.groups}
    return Scales(
        {group: float(scale.lasting) for group, scale in levels.items()},
        {group: float(scale.fresh) for group, scale in levels.items()},
        {group: scale.flat for group, scale in levels.items()},
    )


def without_the_away(rng: np.random.Generator, place: World) -> World:
    """Who answered in each wave. Everybody is guessed."""
    away = [frozenset(np.flatnonzero(rng.random(place.people) < AWAY).tolist()) for _ in range(WAVES)]
    groups = {
        group: [members - away[wave] for wave, members in enumerate(waves)]
        for group, waves in place.groups.items()
    }
    return World(place.people, groups, frozenset(range(place.people)))


def attack(
    teams: int,
    people: int,
    divisions: int,
    agree: float,
    cell: NoiseScale,
    above: NoiseScale,
    *,
    is_away: bool = False,
) -> tuple[float, float]:
    """The gain and the surest, over some worlds."""
    found: list[Success] = []
    for seed in range(WORLDS):
        rng = np.random.default_rng(seed)
        place = world(rng, teams, people, divisions=divisions)
        place = without_the_away(rng, place) if is_away else place
        truth = (rng.random((RUNS, place.people)) < agree).astype(np.int64)
        scales = scales_of(place, cell, above)
        guesses = Attacker(place, scales, agree, COLLUDERS).guess(figures(rng, place, truth, scales), truth)
        found.append(success(place, guesses, truth, agree, COLLUDERS))
    return sum(one.gain for one in found) / WORLDS, max(one.surest for one in found)


def error_at_nine(cell: NoiseScale) -> float:
    """The mean error of a team's own share, in points of 100, where five of nine agree. Medians go in whole answers."""
    rng = np.random.default_rng(1)
    drawn = noise(rng, float(cell.lasting), (20000,), cell.flat) + noise(rng, float(cell.fresh), (20000,))
    return float(np.mean(np.abs(np.clip(5 + drawn, 0, 9) - 5))) / 9 * 100


def main() -> None:
    shapes = {"alone": (1, 18, 0), "teams": (7, 9, 0), "divisions": (12, 9, 3)}
    for name, (teams, people, divisions) in shapes.items():
        levels = 1 if teams == 1 else 3 if divisions else 2
        cell, above = scale_for(1, levels), scale_for(max(levels, 1), levels)
        for agree in (0.5, 0.55, 0.65):
            gain, surest = attack(teams, people, divisions, agree, cell, above)
            print(f"privacy.{name}.agree{agree * 100:.0f}.gain {100 * gain:.1f} points")
            print(f"privacy.{name}.agree{agree * 100:.0f}.surest {100 * surest:.0f} %")
    built, above = scale_for(1, 2), scale_for(2, 2)
    gain, surest = attack(7, 12, 0, 0.55, built, above, is_away=True)
    print(f"privacy.away.agree55.gain {100 * gain:.1f} points")
    print(f"privacy.away.agree55.surest {100 * surest:.0f} %")
    for percent, flat in ((20, 0), (35, 0), (45, 0), (40, 1), (50, 1), (60, 1), (50, 2), (60, 2)):
        scale = NoiseScale(Fraction(percent, 100), built.fresh, flat)
        gain, surest = attack(7, 9, 0, 0.55, scale, above)
        name = f"tradeoff.lasting{percent}.flat{flat}"
        print(f"{name}.gain {100 * gain:.1f} points")
        print(f"{name}.surest {100 * surest:.0f} %")
        print(f"{name}.error_at_nine {error_at_nine(scale):.0f} points")


if __name__ == "__main__":
    main()
