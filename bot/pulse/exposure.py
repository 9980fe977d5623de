"""What anyone can work out from the figures of one wave, by adding and subtracting.

A reader knows, for each group shown, how many answered and how many of them agreed; at the ends (see
`disclosure`) only that nearly all did, or nearly none. We assume more: that they know how many answered
in the hidden groups too. Every group is the sum of its parts and nothing else links them, so the
knowledge is a tree of sums of whole numbers, and the range left for each group is found exactly by
passing intervals up the tree and down again (sums of intervals of whole numbers are intervals).

Counting who agreed is enough, although means are shown as well. Call the cells of a shown group that
lie in no shown group below it its *remainder*. All figures shown exactly are functions of the answers
in such remainders taken together. Answers can change places within a remainder without changing any of
them, so whatever numbers of agreeing people fit the sums also fit all means and intervals.

See Fellegi (1972) on differences, Cox (1980) and Willenborg and de Waal (2001) on tables with totals.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from bot.pulse.groups import Group


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest number of people who can have agreed, both included."""

    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low


NO_HINTS: Mapping[str, Range] = {}


def ranges(
    root: Group,
    answers: Mapping[str, int],
    known: Mapping[str, Range],
    hints: Mapping[str, Range] = NO_HINTS,
) -> dict[str, Range]:
    """What remains possible for every group's number of agreeing people, shown or not.

    `answers` has how many answered in each group, `known` what is published of the groups shown, `hints`
    what is said of hidden ones.
    """
    upward: dict[str, Range] = {}
    for group in reversed(list(root.walk())):
        low = sum(upward[part.key].low for part in group.parts)
        high = sum(upward[part.key].high for part in group.parts) if group.parts else answers[group.key]
        seen = known.get(group.key) or hints.get(group.key) or Range(low, high)
        upward[group.key] = Range(max(low, seen.low), min(high, seen.high))
    final = {root.key: upward[root.key]}
    for group in root.walk():
        low = sum(upward[part.key].low for part in group.parts)
        high = sum(upward[part.key].high for part in group.parts)
        for part in group.parts:
            alone, total = upward[part.key], final[group.key]
            final[part.key] = Range(
                max(alone.low, total.low - (high - alone.high)),
                min(alone.high, total.high - (low - alone.low)),
            )
    return final


def topmost_shown(group: Group, shown: Set[str]) -> list[Group]:
    """The shown groups below this one that no shown group below it contains."""
    found: list[Group] = []
    for part in group.parts:
        found += [part] if part.key in shown else topmost_shown(part, shown)
    return found


def remainder(group: Group, shown: Set[str]) -> list[Group]:
    """The cells of this group that lie in no shown group below it."""
    if not group.parts:
        return [group]
    return [cell for part in group.parts if part.key not in shown for cell in remainder(part, shown)]


def exposed(
    root: Group,
    answers: Mapping[str, int],
    known: Mapping[str, Range],
    floor: int,
) -> Iterator[list[Group]]:
    """For everything that these figures give away: the shown groups of which one must be hidden too.

    Given away is a remainder where fewer than `floor` answered, and any group, hidden or at an end,
    whose range is too narrow.
    """
    shown = known.keys()
    left = ranges(root, answers, known)

    def inspect(group: Group, around: list[Group]) -> Iterator[list[Group]]:
        below = topmost_shown(group, shown)
        cells = remainder(group, shown)
        is_shown = group.key in shown
        if is_shown and cells and sum(answers[cell.key] for cell in cells) < floor:
            yield below
        if left[group.key].width < _needed(answers[group.key], known.get(group.key), floor):
            yield [g for g in below + around if g is not group] or [group]
        for part in group.parts:
            yield from inspect(part, below if is_shown else around)

    return (candidates for candidates in inspect(root, []) if known.keys() & {c.key for c in candidates})


def is_open(
    root: Group,
    answers: Mapping[str, int],
    known: Mapping[str, Range],
    floor: int,
    hints: Mapping[str, Range],
) -> bool:
    """Whether, with these hints too, every group that is not shown exactly stays as open as it must."""
    left = ranges(root, answers, known, hints)
    return all(
        left[group.key].width >= _needed(answers[group.key], known.get(group.key), floor)
        for group in root.walk()
    )


def _needed(answers: int, known: Range | None, floor: int) -> int:
    """How wide a range must stay. Two for a small group, so that one colleague who subtracts their
    own answer is none the wiser."""
    if known:
        return min(1, known.width)
    return min(2, answers) if answers < floor else 1
