"""Somebody who has every figure of up to 26 waves, knows all the code, and guesses single answers as well as can be.

People keep their answers and answer every time, which is the worst case. The reader knows who was in which group in
each wave, the share of those who agree, both scales of the noise, and what colluders tell. They compute what is left
possible by Gibbs sampling with the exact likelihood: for each group and each set of members, the lasting noise is
summed out. Nothing of what is attacked is used here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Members = frozenset[int]

_REACH = 60
_TINY = 1e-300


@dataclass(frozen=True)
class World:
    """`groups` has each group's members wave by wave; `moved` are those who joined, left or changed teams."""

    people: int
    groups: Mapping[str, Sequence[Members]]
    moved: frozenset[int]


def world(
    rng: np.random.Generator, teams: int, size: int, *, waves: int = 26, divisions: int = 0, year: int = 26
) -> World:
    """In a year 15 of 100 leave and are replaced, 5 change teams, and 3 opt out."""
    now = [list(range(t * size, (t + 1) * size)) for t in range(teams)]
    people, moved = teams * size, set[int]()
    past: list[list[Members]] = []
    for wave in range(waves):
        for team in now if wave else ():
            for person in list(team):
                what = rng.random() * year
                if what >= 0.23:
                    continue
                team.remove(person)
                moved.add(person)
                if what < 0.15:
                    team.append(people)
                    moved.add(people)
                    people += 1
                elif what < 0.20:
                    now[int(rng.integers(teams))].append(person)
        past.append([frozenset(team) for team in now])
    groups = {f"t{t}": [wave[t] for wave in past] for t in range(teams)}
    for d in range(divisions):
        groups[f"d{d}"] = [frozenset[int]().union(*wave[d::divisions]) for wave in past]
    if teams > 1:
        groups["whole"] = [frozenset[int]().union(*wave) for wave in past]
    return World(people, groups, frozenset(moved))


@dataclass(frozen=True)
class Scales:
    """ε of each layer by group; large where a build has no such noise. `flat`: how far the lasting layer's top is."""

    lasting: Mapping[str, float]
    fresh: Mapping[str, float]
    flat: Mapping[str, float] = field(default_factory=dict)


@dataclass
class Attacker:
    """`figures` has, by group, blurred counts: a row for each replicate, a column for each wave."""

    place: World
    scales: Scales
    agree: float
    colluders: Collection[int] = ()
    sweeps: int = 120
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))

    def guess(self, figures: Mapping[str, Ints], truth: Ints) -> Floats:
        """How likely each person agrees, a row for each replicate. Of `truth`, only colluders' answers are used."""
        sets, tables = self._tables(figures)
        inside = np.array([[p in members for p in range(self.place.people)] for members in sets])
        runs = truth.shape[0]
        state = (self.rng.random(truth.shape) < self.agree).astype(np.int64)
        known = sorted(self.colluders)
        state[:, known] = truth[:, known]
        counts = inside.astype(np.int64) @ state.T
        prior, all_runs = np.log(self.agree / (1 - self.agree)), np.arange(runs)[None, :]
        total, kept = np.zeros(truth.shape), 0
        unknown = [p for p in range(self.place.people) if p not in set(known)]
        for sweep in range(self.sweeps):
            kept += sweep >= self.sweeps // 3
            for person in unknown:
                at = np.flatnonzero(inside[:, person])
                without = counts[at] - state[:, person]
                gain = tables[at[:, None], all_runs, without + 1] - tables[at[:, None], all_runs, without]
                chance = 1 / (1 + np.exp(-np.clip(prior + gain.sum(0), -40, 40)))
                drawn = (self.rng.random(runs) < chance).astype(np.int64)
                counts[at] += drawn - state[:, person]
                state[:, person] = drawn
                total[:, person] += chance * (sweep >= self.sweeps // 3)
        total[:, known] = truth[:, known] * kept
        return total / kept

    def _tables(self, figures: Mapping[str, Ints]) -> tuple[list[Members], Floats]:
        """For every group and set of members: how likely its figures are, for each number who agree."""
        most = max(len(m) for waves in self.place.groups.values() for m in waves) + 2
        sets, tables = [], []
        for group, waves in self.place.groups.items():
            if group not in figures:
                continue
            for members in dict.fromkeys(waves):
                columns = [wave for wave, one in enumerate(waves) if one == members]
                sets.append(members)
                tables.append(self._likelihood(group, figures[group][:, columns], most))
        return sets, np.stack(tables)

    def _likelihood(self, group: str, seen: Ints, most: int) -> Floats:
        level = np.arange(-_REACH, most + _REACH)
        fresh = -self.scales.fresh[group] * np.abs(seen[:, :, None] - level).sum(1)
        fresh -= fresh.max(1, keepdims=True)
        beyond = np.maximum(np.abs(level[:, None] - np.arange(most)) - self.scales.flat.get(group, 0), 0)
        lasting = np.exp(-self.scales.lasting[group] * beyond)
        found: Floats = np.log(np.exp(fresh) @ lasting + _TINY)
        return found


@dataclass(frozen=True)
class Success:
    """`gain`: by how much guesses of those who moved are better than without figures, by the attacker's own reckoning
    and as it turned out. `surest`: how sure they are of anybody's answer, all but one in a thousand."""

    gain: float
    hits: float
    surest: float
    guesses: int


def success(place: World, guesses: Floats, truth: Ints, agree: float, colluders: Collection[int]) -> Success:
    base = max(agree, 1 - agree)
    moved = sorted(place.moved - set(colluders))
    others = [p for p in range(place.people) if p not in set(colluders)]
    sure = np.maximum(guesses, 1 - guesses)
    right = (guesses > 0.5) == (truth == 1)
    return Success(
        float(sure[:, moved].mean() - base),
        float(right[:, moved].mean() - base),
        float(np.quantile(sure[:, others], 0.999)),
        len(moved) * truth.shape[0],
    )
