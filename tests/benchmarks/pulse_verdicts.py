"""When a verdict on the headline can first come, and how often it is wrong, with people coming and going.

The organisations of `pulse_usefulness`, with its turnover, moves and opt-outs, in which nobody changes their mind and
newcomers are like those who left: every change that is called is false. One line a figure, for the organisation, its
divisions and its teams: the median of the first wave (every four weeks where fewer than 60 work) with a verdict, the wave by
which 90 of 100 groups have one, and the share of groups for which a change was called within twelve waves of
verdicts. Groups without a verdict in their year count as later than all. Then real changes from the tenth wave on: the
share of falls from 55 to 36 in 100 that were called within twelve waves, and of rises from 55 to 67 in 100 within four.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from bot.features.pulse.verdict import Changed, Observed, TooEarly, verdict
from bot.features.pulse.waves.groups import GROUPS_FROM
from bot.publishing.publisher import publish
from tests.benchmarks.figures import size
from tests.benchmarks.pulse_usefulness import SIZES, Place, waves_a_year
from tests.publishing.repeatable import repeatable

YEARS = dict(zip(SIZES, size((300, 200, 120, 10, 2), (1,)), strict=True))
WATCHED = 12
CHANGES_AT = 10
FALLING = 1 - 0.36 / 0.55
RISING = (0.67 - 0.55) / (1 - 0.55)
RISES_WITHIN = 4


@dataclass
class Judged:
    """A group's year: its first wave with a verdict, and when changes were called, by direction."""

    series: list[Observed | None] = field(default_factory=list)
    first: float = math.inf
    judged: int = 0
    called: list[tuple[int, bool]] = field(default_factory=list)

    def sees(self, wave: int, observed: Observed | None) -> None:
        self.series.append(observed)
        if observed is None:
            return
        judgement = verdict(self.series)
        if isinstance(judgement, TooEarly):
            return
        self.first = min(self.first, wave)
        self.judged += 1
        if isinstance(judgement, Changed) and self.judged <= WATCHED:
            self.called.append((wave, judgement.is_up))


def change_minds(place: Place, *, is_up: bool) -> None:
    """Each who thinks otherwise comes round with the same chance; newcomers are as all are then."""
    by = RISING if is_up else FALLING
    for person, agrees in place.agrees.items():
        if agrees != is_up and place.rng.random() < by:
            place.agrees[person] = is_up
    place.mood = {
        team: mood + by * (1 - mood) if is_up else mood * (1 - by) for team, mood in place.mood.items()
    }


def year(people: int, seed: int, *, goes_up: bool | None = None) -> dict[str, Judged]:
    place, layers = Place(people, seed), repeatable(b"a key for year %d" % seed)
    waves = waves_a_year(people)
    groups: dict[str, Judged] = defaultdict(Judged)
    for wave in range(1, waves + 1):
        if goes_up is not None and wave == CHANGES_AT:
            change_minds(place, is_up=goes_up)
        root, tallies = place.asks()
        figures = publish(root, tallies, "item", layers)
        for group in root.walk():
            published = figures.get(group.key)
            observed = (
                Observed(published.signal, published.answers, published.eligible) if published else None
            )
            groups[group.key].sees(wave, observed)
        place.moves_on(waves)
    return groups


def level(key: str) -> str:
    return {"t": "team", "d": "division"}.get(key[0], "whole")


def quantile(values: list[float], share: float) -> float:
    """The number of waves by which this share of groups had a verdict; 99 if they never had."""
    value_there = sorted(values)[math.ceil(share * len(values)) - 1]
    return 99 if math.isinf(value_there) else value_there


def show(people: int) -> None:
    by_level: dict[str, list[Judged]] = defaultdict(list)
    for seed in range(YEARS[people]):
        for key, judged in year(people, seed).items():
            by_level[level(key)].append(judged)
    for name, groups in sorted(by_level.items()):
        judged_groups = [group for group in groups if group.judged]
        first = [group.first for group in groups]
        print(f"verdict.{name}.first_median.n{people} {quantile(first, 0.5):.0f} waves")
        print(f"verdict.{name}.first_90.n{people} {quantile(first, 0.9):.0f} waves")
        print(
            f"verdict.{name}.false.n{people} {100 * sum(bool(g.called) for g in judged_groups) / max(len(judged_groups), 1):.1f} %"
        )


def show_changes(people: int, name: str, within: int, *, is_up: bool) -> None:
    by_level: dict[str, list[bool]] = defaultdict(list)
    for seed in range(1000, 1000 + math.ceil(YEARS[people] / 2)):
        for key, judged in year(people, seed, goes_up=is_up).items():
            if judged.first < CHANGES_AT:
                called = [up for wave, up in judged.called if CHANGES_AT <= wave < CHANGES_AT + within]
                by_level[level(key)].append(is_up in called)
    for of, called in sorted(by_level.items()):
        print(f"verdict.{of}.{name}_called_within_{within}.n{people} {100 * sum(called) / len(called):.0f} %")


def main() -> None:
    for people in SIZES:
        show(people)
        if people >= GROUPS_FROM:
            show_changes(people, "fall", WATCHED, is_up=False)
            show_changes(people, "rise", RISES_WITHIN, is_up=True)


if __name__ == "__main__":
    main()
