"""A reader of one wave who uses every figure there is: shares, means, both intervals, and who was invited."""

from collections.abc import Callable, Sequence
from math import sqrt

from scipy import stats

from bot.pulse.disclosure import Figures, Hidden, Publication
from bot.pulse.groups import Group
from bot.pulse.statistics import Estimate
from tests.pulse.attacker import Span, Table, agreeing

_POINTS = (1, 2, 3, 4, 5)
_HALF = 0.05
"""Means and their intervals are told in tenths of a point."""


class FullReader:
    """For each cell five unknowns: how many chose each point."""

    def __init__(self, root: Group, published: Publication) -> None:
        self._groups = {group.key: group for group in root.walk()}
        self._cells = [group for group in root.walk() if not group.parts]
        self._published = published
        self._table = Table([], [], [], [len(c.members) for c in self._cells for _ in _POINTS])
        for cell in self._cells:
            self._know(cell, lambda _: 1, 0, len(cell.members))
        for key, told in published.groups:
            if isinstance(told, Hidden):
                continue
            group = self._groups[key]
            self._know(group, lambda _: 1, told.answers, told.answers)
            if isinstance(told, Figures):
                self._know(group, _agrees, *agreeing_exactly(told))
                self._know(group, lambda point: point, *_sums(told))
                self._know(group, lambda point: point**2, *_squares(told))
            else:
                self._know(group, _agrees, *agreeing(told))

    def recovered(self) -> list[str]:
        """The groups that are hidden, or at an end, and yet have only one possible number of agreeing."""
        secret = [self._groups[k] for k, told in self._published.groups if not isinstance(told, Figures)]
        spans = {group.key: self._table.span(self._row(group, _agrees)) for group in secret}
        return [key for key, (least, greatest) in spans.items() if least == greatest]

    def _know(self, group: Group, weight: Callable[[int], int], low: float, high: float) -> None:
        self._table.rows.append(self._row(group, weight))
        self._table.low.append(low - 1e-6)
        self._table.high.append(high + 1e-6)

    def _row(self, group: Group, weight: Callable[[int], int]) -> list[int]:
        inside = [cell.members <= group.members for cell in self._cells]
        return [weight(point) * is_inside for is_inside in inside for point in _POINTS]


def _agrees(point: int) -> int:
    return int(point > 3)


def agreeing_exactly(told: Figures) -> Span:
    """How many can have agreed, when share and interval are as they are shown."""
    fits = [n for n in range(told.answers + 1) if _share(n, told.answers) == told.share]
    return min(fits), max(fits)


def _share(agreed: int, answers: int) -> Estimate:
    interval = stats.binomtest(agreed, answers).proportion_ci(0.95, method="wilson")
    return Estimate(round(agreed / answers, 2), round(interval.low, 2), round(interval.high, 2))


def _sums(told: Figures) -> tuple[float, float]:
    return told.answers * (told.mean.value - _HALF), told.answers * (told.mean.value + _HALF)


def _squares(told: Figures) -> tuple[float, float]:
    """Of the points, added up: what Student's interval says of how answers differ."""
    n, mean = told.answers, told.mean
    sides = _inside_the_scale(mean)
    if not sides:
        return n, 25 * n
    factor = sqrt(n) / float(stats.t.ppf(0.975, n - 1))
    low, high = (
        max(0.0, mean_side) * factor for mean_side in (min(sides) - 2 * _HALF, max(sides) + 2 * _HALF)
    )
    least, greatest = _sums(told)
    return (n - 1) * low**2 + least**2 / n, (n - 1) * high**2 + greatest**2 / n


def _inside_the_scale(mean: Estimate) -> Sequence[float]:
    """Half the interval's length, from each end that was not cut off at the end of the scale."""
    return [
        d
        for d, end in ((mean.value - mean.low, mean.low), (mean.high - mean.value, mean.high))
        if 1 < end < 5
    ]
