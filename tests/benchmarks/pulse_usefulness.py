"""What leaders are told over a year: how often, how exactly, and how soon a verdict can come.

60 of 100 answer; in a year 15 leave and are replaced, 5 change teams, and 3 opt out. One line a figure: the share of
waves in which a director sees figures, of team-waves with eight answers or more that are told, the median error of
a team's share (`own`: by its own answers alone; `shown`: what leaders read, the likely range where there is one) and
of the whole's, and the seconds that publishing an item takes in the first wave and in the last. Verdicts are in
`pulse_verdicts`.
"""

import random
from collections.abc import Mapping
from datetime import timedelta
from statistics import median
from time import perf_counter

from bot.core.themes import Audience, Theme
from bot.features.pulse.items import Item
from bot.features.pulse.waves.groups import GROUPS_FROM, ORGANISATION, InvitedPerson, group_for_item
from bot.features.pulse.waves.waves import A_MONTH
from bot.publishing.publisher import Figures, Tally, publish
from bot.publishing.tree import Group
from tests.benchmarks.figures import size
from tests.publishing.repeatable import repeatable

SIZES = size((30, 64, 200, 1000, 5000), (64,))
RESPONSE = 0.6
TEAM, DIVISION = 14, 12
WAVES, WAVES_WHEN_SMALL = 26, timedelta(weeks=52) // A_MONTH
YEARS = dict(zip(SIZES, size((20, 20, 6, 2, 1), (1,)), strict=True))

ITEM = Item.model_validate(
    {
        "id": "know-the-role",
        "number": 1,
        "theme": Theme.EDUCATION,
        "audience": [Audience.EVERYONE],
        "text": "I understand what peer workers here do.",
        "action": "Talk about it.",
        "reference": "Reeves et al. 2024, theme 1",
        "review_refs": "33",
        "card": "role/what-is-a-peer-worker",
    }
)


class Place:
    """Teams that differ by 12 points, of people who keep their answers."""

    def __init__(self, people: int, seed: int) -> None:
        self.rng = random.Random(seed)
        teams = max(people // TEAM, 1)
        divisions = teams // DIVISION if teams >= 2 * DIVISION else 0
        self.parents = {f"t{n}": f"d{n % divisions}" if divisions else None for n in range(teams)}
        self.parents |= {f"d{n}": None for n in range(divisions)}
        self.mood = {f"t{n}": min(max(self.rng.gauss(0.55, 0.12), 0.05), 0.95) for n in range(teams)}
        self.agrees: dict[str, bool] = {}
        self.staff: dict[str, str] = {}
        for n in range(people):
            self._join(f"t{n % teams}")

    def _join(self, team: str) -> None:
        person = f"p{len(self.agrees)}"
        self.staff[person] = team
        self.agrees[person] = self.rng.random() < self.mood[team]

    def moves_on(self, waves_a_year: int) -> None:
        for person, team in list(self.staff.items()):
            what = self.rng.random() * waves_a_year
            if what < 0.15:
                del self.staff[person]
                self._join(team)
            elif what < 0.20:
                self.staff[person] = self.rng.choice(list(self.mood))
            elif what < 0.23:
                del self.staff[person]

    def asks(self) -> tuple[Group, dict[str, Tally]]:
        """The groups and their counts."""
        people = [InvitedPerson(person, team) for person, team in sorted(self.staff.items())]
        grouping = group_for_item(ITEM, people, self.parents)
        assert grouping
        tallies: dict[str, Tally] = {}
        for person, team in self.staff.items():
            if self.rng.random() < RESPONSE:
                cell = grouping.cell_of[team]
                before = tallies.get(cell, Tally(0, 0, 0))
                tallies[cell] = Tally(before.answers + 1, before.agree + self.agrees[person], 0)
        return grouping.root, tallies


def waves_a_year(people: int) -> int:
    return WAVES_WHEN_SMALL if people < GROUPS_FROM else WAVES


def year(people: int, seed: int) -> dict[str, list[float]]:
    place, layers = Place(people, seed), repeatable(b"a key for year %d" % seed)
    waves = waves_a_year(people)
    measures: dict[str, list[float]] = {
        name: [] for name in ("seen", "told", "own", "shown", "whole", "seconds")
    }
    for _ in range(waves):
        root, tallies = place.asks()
        started = perf_counter()
        figures = publish(root, tallies, "item", layers)
        measures["seconds"].append(perf_counter() - started)
        measures["seen"].append(ORGANISATION in figures)
        _compare(measures, root, tallies, figures)
        place.moves_on(waves)
    return measures


def _compare(
    measures: dict[str, list[float]],
    root: Group,
    tallies: Mapping[str, Tally],
    figures: Mapping[str, Figures],
) -> None:
    answers = root.totals({key: tally.answers for key, tally in tallies.items()})
    agree = root.totals({key: tally.agree for key, tally in tallies.items()})
    measures["whole"].append(abs(figures[root.key].best.middle - agree[root.key] / answers[root.key]))
    for group in root.walk():
        if group.key.startswith("t") and answers[group.key] >= 8:
            measures["told"].append(group.key in figures)
            if answers[group.key] == 9:
                true, published = agree[group.key] / 9, figures[group.key]
                measures["own"].append(abs(published.agree.middle - true))
                measures["shown"].append(abs(published.best.middle - true))


def main() -> None:
    for people in SIZES:
        years = [year(people, seed) for seed in range(YEARS[people])]
        all_of = {name: [value for measures in years for value in measures[name]] for name in years[0]}
        print(f"useful.director_sees.n{people} {100 * sum(all_of['seen']) / len(all_of['seen']):.0f} %")
        if all_of["told"]:
            print(f"useful.team_waves_told.n{people} {100 * sum(all_of['told']) / len(all_of['told']):.0f} %")
        if all_of["own"]:
            print(f"useful.team_error_at_nine_own.n{people} {median(all_of['own']):.3f} share")
            print(f"useful.team_error_at_nine_shown.n{people} {median(all_of['shown']):.3f} share")
        print(f"useful.whole_error.n{people} {median(all_of['whole']):.3f} share")
        print(f"useful.publish_first.n{people} {years[0]['seconds'][0]:.2f} s")
        print(f"useful.publish_last.n{people} {years[0]['seconds'][-1]:.2f} s")


if __name__ == "__main__":
    main()
