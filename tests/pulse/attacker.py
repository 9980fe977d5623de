"""Readers who work out what was hidden. They share no code with what they attack.

`WaveReader` knows what is published of one wave, percentages as rounded, and how many were invited
where. `Comparer` knows the exact figures of several waves, who was in which group, and that people
keep their answers and always give them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from bot.pulse.disclosure import AtEnd, Compared, Figures, Hidden, Publication
from bot.pulse.groups import Group
from bot.pulse.statistics import Counts

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """All integer vectors x with low <= rows @ x <= high and 0 <= x <= most."""

    rows: list[Sequence[float]]
    low: list[float]
    high: list[float]
    most: list[int]

    def span(self, wanted: Sequence[int]) -> Span:
        """The least and the greatest value of wanted @ x."""
        least, greatest = (self._least([sign * w for w in wanted]) for sign in (1, -1))
        return least, -greatest

    def _least(self, wanted: Sequence[int]) -> int:
        constraints = LinearConstraint(np.array(self.rows), self.low, self.high) if self.rows else ()
        found = milp(
            np.array(wanted),
            integrality=np.ones(len(wanted)),
            bounds=Bounds(0, self.most),
            constraints=constraints,
        )
        assert found.success, found.message
        return round(float(found.fun))


def agreeing(told: AtEnd | Figures) -> Span:
    """How many can have agreed, from what is shown of a group."""
    if isinstance(told, AtEnd):
        match = re.fullmatch(r"(\d+)% or (more|less)", told.label)
        assert match
        share = int(match[1])
        return (
            (ceil(share * told.answers / 100), told.answers)
            if match[2] == "more"
            else (0, share * told.answers // 100)
        )
    share = round(100 * told.share.value)
    return (
        max(0, ceil((share - 0.5) * told.answers / 100 - 1e-9)),
        min(told.answers, floor((share + 0.5) * told.answers / 100 + 1e-9)),
    )


class WaveReader:
    """For each cell two unknowns: how many agreed, and how many answered otherwise."""

    def __init__(self, root: Group, published: Publication, earlier: Sequence[Publication] = ()) -> None:
        self._groups = {group.key: group for group in root.walk()}
        self._cells = [group for group in root.walk() if not group.parts]
        self._published = published
        self._table = Table([], [], [], [len(c.members) for c in self._cells for _ in range(2)])
        for cell in self._cells:
            self._know(self._row(cell, 1, 1), 0, len(cell.members))
        for key, told in published.groups:
            if not isinstance(told, Hidden):
                self._know(self._row(self._groups[key], 1, 1), told.answers, told.answers)
                self._know(self._row(self._groups[key], 1, 0), *agreeing(told))
            elif told.compared:
                self._compare(key, told.compared, {p.wave: p for p in earlier})

    def _compare(self, key: str, compared: Compared, earlier: Mapping[int, Publication]) -> None:
        """ "About the same": within ten in a hundred, or seven people, of the share that was shown."""
        before = earlier[compared.wave].of(key)
        assert isinstance(before, Figures)
        most = len(self._groups[key].members)
        share, window = before.share.value, (0.10, 7 + 0.0051 * most)
        agreed, otherwise = self._row(self._groups[key], 1, 0), self._row(self._groups[key], 0, 1)
        difference = [(1 - share) * a - share * o for a, o in zip(agreed, otherwise, strict=True)]
        width = max(window[0] * most, window[1])
        match compared.direction:
            case 0:
                self._know(difference, -width, width)
            case 1:
                self._know(difference, 7, most)
            case _:
                self._know(difference, -most, -7)

    def recovered(self) -> list[str]:
        """The groups that are hidden, or at an end, and yet have only one possible number of agreeing."""
        secret = [self._groups[k] for k, told in self._published.groups if not isinstance(told, Figures)]
        spans = {group.key: self._table.span(self._row(group, 1, 0)) for group in secret}
        return [key for key, (least, greatest) in spans.items() if least == greatest]

    def _know(self, row: Sequence[float], low: float, high: float) -> None:
        self._table.rows.append(row)
        self._table.low.append(low)
        self._table.high.append(high)

    def _row(self, group: Group, agreed: int, otherwise: int) -> list[int]:
        inside = [cell.members <= group.members for cell in self._cells]
        return [value * is_inside for is_inside in inside for value in (agreed, otherwise)]


class Comparer:
    """One unknown for each set of people who were in the same cells in all waves.

    Without counts, the figures of a wave are known only as they are shown.
    """

    def __init__(self, waves: Sequence[tuple[Group, Publication, Mapping[str, Counts] | None]]) -> None:
        self._waves = waves
        seen: dict[str, list[str]] = {}
        for number, (root, _, _) in enumerate(waves):
            for group in root.walk():
                for person in group.members if not group.parts else ():
                    seen.setdefault(person, [""] * len(waves))[number] = group.key
        alike: dict[tuple[str, ...], set[str]] = {}
        for person, cells in seen.items():
            alike.setdefault(tuple(cells), set()).add(person)
        self._alike = list(alike.values())
        self._table = Table([], [], [], [len(people) for people in self._alike])
        for root, published, counts in waves:
            self._learn(root, published, counts)

    def _learn(self, root: Group, published: Publication, counts: Mapping[str, Counts] | None) -> None:
        groups = {group.key: group for group in root.walk()}
        for key, told in published.groups:
            if isinstance(told, Hidden):
                continue
            low, high = agreeing(told)
            if counts is not None and isinstance(told, Figures):
                low = high = sum(sum(counts[c.key][3:]) for c in groups[key].walk() if not c.parts)
            self._table.rows.append(self._row(groups[key].members))
            self._table.low.append(low)
            self._table.high.append(high)

    def recovered(self) -> list[frozenset[str]]:
        """Hidden groups, groups at an end, and people who moved, joined or left together, that come out.

        Not those who were themselves shown, as a group, in another of these waves.
        """
        secret = [
            group.members
            for root, published, _ in self._waves
            for group in root.walk()
            if group.members and not isinstance(published.of(group.key), Figures)
        ]
        secret += [frozenset(people) for people in self._moved()]
        told = {
            group.members
            for root, published, _ in self._waves
            for group in root.walk()
            if isinstance(published.of(group.key), Figures)
        }
        spans = {members: self._table.span(self._row(members)) for members in set(secret) - told}
        return [members for members, (least, greatest) in spans.items() if least == greatest]

    def _moved(self) -> Iterable[set[str]]:
        """Those in `_alike` whose cells changed between waves."""
        for people in self._alike:
            person = next(iter(people))
            homes = {
                next((g.key for g in root.walk() if not g.parts and person in g.members), "")
                for root, _, _ in self._waves
            }
            if len(homes) > 1:
                yield people

    def _row(self, members: frozenset[str]) -> list[int]:
        """Groups of different waves cut the unknowns exactly, so any person of one stands for all."""
        return [int(next(iter(people)) in members) for people in self._alike]
