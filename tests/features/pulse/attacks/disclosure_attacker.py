"""Somebody who has every figure of up to 26 waves, knows all the code, and guesses single answers as well as can be.

People keep their answers. The reader knows who was in which group in each wave and who of them answered, the share of
those who agree, both scales of the noise, and what colluders tell. They compute what is left possible by Gibbs sampling
with the exact likelihood: for each group and each set of members, the lasting noise is summed out. Nothing of what is
attacked is used here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Members = frozenset[int]

_REACH = 70
_WIDEST = 2 * _REACH
_TINY = 1e-300


@dataclass(frozen=True)
class World:
    """`groups` has each group's members wave by wave; `moved` are those who are guessed, most often those who joined,
    left or changed teams; `away` those who didn't answer, wave by wave, where anybody didn't."""

    people: int
    groups: Mapping[str, Sequence[Members]]
    moved: frozenset[int]
    away: Sequence[Members] = ()

    def answered(self, group: str, wave: int) -> Members:
        members = self.groups[group][wave]
        return members - self.away[wave] if self.away else members


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


def with_absences(rng: np.random.Generator, place: World, chance: float) -> World:
    """Everybody misses waves with this chance, and is guessed."""
    waves = len(next(iter(place.groups.values())))
    away = [frozenset(np.flatnonzero(rng.random(place.people) < chance).tolist()) for _ in range(waves)]
    return World(place.people, place.groups, frozenset(range(place.people)), away)


@dataclass(frozen=True)
class Scales:
    """By group, the lasting layer's ε, large where a build has no such noise, and how far its top is flat; the fresh
    layer's standard deviation."""

    lasting: Mapping[str, float]
    fresh: Mapping[str, float]
    flat: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Seen:
    """All figures, one after the other: a row each, a column for each replicate. `unit` numbers the group and members,
    whose lasting noise is one."""

    counts: Ints
    inside: NDArray[np.bool_]
    unit: Ints
    fresh: Floats
    tables: Floats
    """By unit, for each sum of what is left of its counts: the log of how likely that is, up to squares."""


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
        seen = self._seen(figures)
        state = (self.rng.random(truth.shape) < self.agree).astype(np.int64)
        known = sorted(self.colluders)
        state[:, known] = truth[:, known]
        left = seen.counts - seen.inside.astype(np.int64) @ state.T
        sums = np.zeros((len(seen.fresh), len(truth)), dtype=np.int64)
        np.add.at(sums, seen.unit, left)
        total = np.zeros(truth.shape)
        burnt = self.sweeps // 3
        unknown = [p for p in range(self.place.people) if p not in set(known)]
        for sweep in range(self.sweeps):
            for person in unknown:
                chance = self._resample(seen, person, state, left, sums)
                total[:, person] += chance * (sweep >= burnt)
        total[:, known] = truth[:, known] * (self.sweeps - burnt)
        return total / (self.sweeps - burnt)

    def _resample(self, seen: _Seen, person: int, state: Ints, left: Ints, sums: Ints) -> Floats:
        """Draws one person's answer anew in every replicate, and says how likely they agree."""
        rows = np.flatnonzero(seen.inside[:, person])
        units, first, times = np.unique(seen.unit[rows], return_index=True, return_counts=True)
        before = state[:, person]
        odds = np.full(len(before), np.log(self.agree / (1 - self.agree)))
        if len(rows):
            squares = np.add.reduceat(1 - 2 * (left[rows] + before), first, axis=0)
            without = sums[units] + times[:, None] * before + seen.tables.shape[1] // 2
            table = (
                seen.tables[units[:, None], without - times[:, None]] - seen.tables[units[:, None], without]
            )
            odds = odds + (table - squares / (2 * seen.fresh[units, None] ** 2)).sum(0)
        chance: Floats = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
        change = (self.rng.random(len(before)) < chance) - before
        left[rows] -= change
        sums[units] -= times[:, None] * change
        state[:, person] += change
        return chance

    def _seen(self, figures: Mapping[str, Ints]) -> _Seen:
        numbers: dict[tuple[str, Members], int] = {}
        rows = [
            (numbers.setdefault((group, members), len(numbers)), figures[group][:, wave], group, wave)
            for group, waves in self.place.groups.items()
            if group in figures
            for wave, members in enumerate(waves)
        ]
        rows.sort(key=lambda row: row[0])
        unit = np.array([number for number, *_ in rows])
        answered = [self.place.answered(group, wave) for *_, group, wave in rows]
        return _Seen(
            np.array([counts for _, counts, *_ in rows]),
            np.array([[p in who for p in range(self.place.people)] for who in answered]),
            unit,
            np.array([self.scales.fresh[group] for group, _ in numbers]),
            self._tables([group for group, _ in numbers], np.bincount(unit)),
        )

    def _tables(self, groups: Sequence[str], times: Ints) -> Floats:
        """What a sum of counts tells of the noise that all of them share, with the lasting noise summed out."""
        reach = int(times.max()) * _WIDEST
        sums, noise = np.arange(-reach, reach + 1), np.arange(-_REACH, _REACH + 1)
        by_times: dict[tuple[float, float, float, int], Floats] = {}
        rows = []
        for group, waves in zip(groups, times, strict=True):
            lasting, flat = self.scales.lasting[group], self.scales.flat.get(group, 0)
            key = (lasting, flat, self.scales.fresh[group], int(waves))
            if key not in by_times:
                lasting_odds = -lasting * np.maximum(np.abs(noise) - flat, 0)
                both = (sums[:, None] * noise - waves * noise**2 / 2) / key[2] ** 2 + lasting_odds
                most = both.max(1)
                by_times[key] = most + np.log(np.exp(both - most[:, None]).sum(1) + _TINY)
            rows.append(by_times[key])
        return np.stack(rows)


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
