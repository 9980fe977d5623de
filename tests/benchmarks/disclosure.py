"""How often leaders are told something of their group, where people come and go as they do in health services.

A year of fortnightly waves: one in five people leaves in a year and is replaced, three in four answer. Exact
figures, a rough comparison with when the group was last shown, or nothing. One line a figure: name, value, unit.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.pulse.disclosure import Hidden, Publication, Told, publish
from bot.pulse.groups import ORGANISATION, Group, Person, group_for_item
from bot.pulse.statistics import Counts
from tests.pulse.worlds import answers, item

WAVES = 26
LEAVING = 0.20 / 26
ANSWERING, AGREEING = 0.75, 0.55
SIZES = (64, 200, 500)
TEAM = 14
ROUNDS = 4


def year(people: int, seed: int) -> Iterator[Publication]:
    rng = random.Random(seed)
    parents = {f"t{n}": f"d{n % 3}" for n in range(people // TEAM)} | {f"d{n}": None for n in range(3)}
    teams = [team for team in parents if team.startswith("t")]
    staff = [Person(f"p{n}", teams[n % len(teams)], frozenset()) for n in range(people)]
    past: list[Publication] = []
    for wave in range(1, WAVES + 1):
        grouping = group_for_item(item(), staff, parents)
        assert grouping
        past.append(publish(wave, "i", grouping.root, drawn(rng, grouping.root), past))
        yield past[-1]
        staff = [Person(f"{p.id}'", p.team, frozenset()) if rng.random() < LEAVING else p for p in staff]


def drawn(rng: random.Random, root: Group) -> dict[str, Counts]:
    found = {}
    for group in root.walk():
        if not group.parts:
            total = sum(rng.random() < ANSWERING for _ in group.members)
            found[group.key] = answers(total, sum(rng.random() < AGREEING for _ in range(total)))
    return found


def kind(told: Told) -> str:
    if not isinstance(told, Hidden):
        return "figures"
    return "compared" if told.compared else "nothing"


def shares(kinds: Sequence[str]) -> dict[str, float]:
    counts = Counter(kinds)
    return {name: 100 * counts[name] / len(kinds) for name in ("figures", "compared", "nothing")}


def main() -> None:
    for people in SIZES:
        published = [found for seed in range(ROUNDS) for found in year(people, seed)]
        whole = [kind(found.of(ORGANISATION)) for found in published]
        teams = [kind(told) for found in published for key, told in found.groups if key.startswith("t")]
        for name, kinds in (("organisation", whole), ("team", teams)):
            for what, share in shares(kinds).items():
                print(f"pulse.told.{name}.{what}.n{people} {share:.0f} %")


if __name__ == "__main__":
    main()
