"""What anyone can work out by comparing waves, if people keep their answers.

Call those of a shown group who are in no shown group within it a *block*. Every figure is a sum over
blocks, so whoever adds and subtracts figures, of any number of waves, in effect gives each block a
weight. A person counts with the sum of the weights of the blocks they were in, wave by wave. What comes
out concerns the people whose sum is not nought; it must never be as few as SMALL_CHANGE.

So suppose it is that few. Then any larger set of people with the same blocks throughout must cancel
out, which binds the weights. Where that makes the sums of others proportional to each other, these
cancel out or come out together; if together they are more than SMALL_CHANGE, they cancel too. When this
has been followed to its end and everyone cancels out, no comparison concerns so few: the check is sound,
whatever the waves. It is Chin and Özsoyoğlu's audit of sums (1982), with sets of people for single ones.

In the same way a later wave must not spell out what an earlier one kept back, so no weights of exactly
shown figures may add up to a hidden group, or to one of which only "90% or more" was told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import DisjointSet
from scipy.linalg import null_space

from bot.pulse.groups import FLOOR

SMALL_CHANGE = FLOOR - 1
"""A difference is about a group too, so those who joined or left must not be fewer than the floor."""

EXACT = 1e-7
"""Beyond rounding errors of small whole numbers."""

Shown: TypeAlias = Mapping[str, frozenset[str]]
"""The members of the groups shown in a wave, of which any two are nested or apart."""

_Matrix: TypeAlias = NDArray[np.float64]


def is_small_change(before: frozenset[str], after: frozenset[str]) -> bool:
    """Whether one to SMALL_CHANGE people joined or left."""
    # The sizes first: in large places nearly all pairs of groups differ by more, and sets are slow to compare.
    return abs(len(before) - len(after)) <= SMALL_CHANGE and 0 < len(before ^ after) <= SMALL_CHANGE


def is_telling_change(before: frozenset[str], after: frozenset[str], more_agree: float, slack: float) -> bool:
    """Whether the figures would change just so if all who joined agreed and none who left had, or the
    other way round: then even more people than SMALL_CHANGE do not hide each other. `more_agree` is how
    many more people agree than before, give or take `slack`."""
    joined, left = len(after - before), len(before - after)
    return joined + left > 0 and min(abs(more_agree - joined), abs(more_agree + left)) <= slack


def singling_out(earlier: Sequence[Shown], new: Shown) -> set[str]:
    """The groups of the new wave whose figures, compared with earlier waves', may concern a few people."""
    own = _blocks(new)
    implicated: set[str] = set()
    for blocks in _linked([*own, *_all_blocks(earlier)]):
        patterns = Counter(_patterns(blocks).values())
        weights = _leaving_few(_matrix(patterns, len(blocks)), np.array(list(patterns.values())))
        if weights.size:
            mine = {own[b]: _any(weight) for b, weight in zip(blocks, weights, strict=True) if b in own}
            implicated |= {key for key, counts in mine.items() if counts} or set(mine)
    return implicated


def spelling_out(secrets: Iterable[frozenset[str]], earlier: Sequence[Shown], new: Shown) -> set[str]:
    """The groups of the new wave whose figures, with earlier waves', add up to one of these secrets.

    Secrets that have been shown themselves, or follow from earlier waves alone, are none any more.
    """
    own, old = _blocks(new), _all_blocks(earlier)
    kept = list(set(secrets) - set(new.values()))
    known_before = _sums(kept, old)
    found: set[str] = set()
    for weights in _sums([s for s in kept if s not in known_before], [*own, *old]).values():
        found |= {own[b] for b, weight in weights.items() if b in own and abs(weight) > EXACT}
    return found


_Set = frozenset[str]


def _sums(secrets: Sequence[_Set], blocks: Iterable[_Set]) -> dict[_Set, dict[_Set, float]]:
    """For each secret that some weights of the blocks add up to: these weights."""
    found: dict[_Set, dict[_Set, float]] = {secret: {} for secret in secrets}
    covered: Counter[_Set] = Counter()
    for linked in _linked(blocks):
        people = frozenset[str]().union(*linked)
        touched = [secret for secret in found if not secret.isdisjoint(people)]
        covered.update({secret: len(secret & people) for secret in touched})
        for secret, weights in zip(touched, _solved(linked, touched), strict=True):
            if weights is None:
                del found[secret]
            else:
                found[secret] |= dict(zip(linked, weights, strict=True))
    return {secret: weights for secret, weights in found.items() if covered[secret] == len(secret)}


def _solved(blocks: Sequence[_Set], secrets: Sequence[_Set]) -> Iterator[list[float] | None]:
    """Weights for each secret's part among these blocks' people; None where none fit."""
    if not secrets:
        return
    patterns = sorted(set(_patterns([*blocks, *secrets], only=frozenset[str]().union(*blocks)).values()))
    table = _matrix(patterns, len(blocks) + len(secrets))
    known, wanted = table[:, : len(blocks)], table[:, len(blocks) :]
    weights = np.asarray(np.linalg.lstsq(known, wanted)[0], dtype=np.float64)
    missed = known @ weights - wanted
    for column in range(len(secrets)):
        yield None if _any(missed[:, column]) else weights[:, column].tolist()


def _linked(blocks: Iterable[_Set]) -> Iterator[list[_Set]]:
    """Blocks that share people, directly or by others: nothing about one such set follows from another."""
    distinct = list(dict.fromkeys(blocks))
    joined = DisjointSet(range(len(distinct)))
    first: dict[str, int] = {}
    for number, block in enumerate(distinct):
        for person in block:
            joined.merge(first.setdefault(person, number), number)
    for subset in joined.subsets():
        yield [distinct[number] for number in sorted(subset)]


def _patterns(sets: Iterable[_Set], only: _Set | None = None) -> dict[str, tuple[int, ...]]:
    """For each person, the numbers of the sets they are in."""
    found: dict[str, list[int]] = {}
    for number, members in enumerate(sets):
        for person in members if only is None else members & only:
            found.setdefault(person, []).append(number)
    return {person: tuple(numbers) for person, numbers in found.items()}


def _matrix(patterns: Iterable[tuple[int, ...]], width: int) -> _Matrix:
    """A row for each pattern, 1 where it has the number."""
    rows = list(patterns)
    table = np.zeros((len(rows), width))
    for row, numbers in enumerate(rows):
        table[row, list(numbers)] = 1
    return table


def _any(numbers: _Matrix) -> bool:
    return bool(np.any(np.abs(numbers) > EXACT))


def _all_blocks(waves: Iterable[Shown]) -> list[frozenset[str]]:
    return list(dict.fromkeys(block for shown in waves for block in _blocks(shown)))


def _blocks(shown: Shown) -> dict[frozenset[str], str]:
    largest_first = sorted(shown, key=lambda key: -len(shown[key]))
    smallest = {person: key for key in largest_first for person in shown[key]}
    people: dict[str, set[str]] = {}
    for person, key in smallest.items():
        people.setdefault(key, set()).add(person)
    return {frozenset(block): key for key, block in people.items()}


def _leaving_few(alike: _Matrix, sizes: NDArray[np.int64]) -> _Matrix:
    """Weights, a row for each block, with which a few people may come out: a column for each such few.

    `alike` has a row for each set of people with the same blocks, of `sizes` people, and a column for
    each block. No columns in the answer: it is safe.
    """
    cancels = sizes > SMALL_CHANGE
    while True:
        free: _Matrix = null_space(alike[cancels]) if cancels.any() else np.eye(alike.shape[1])
        sums = alike @ free
        directions = [_direction(row) for row in sums]
        together: Counter[tuple[float, ...]] = Counter()
        for direction, size in zip(directions, sizes, strict=True):
            together[direction] += int(size)
        now = np.array([not d or together[d] > SMALL_CHANGE for d in directions], dtype=bool)
        if (now == cancels).all():
            return np.asarray(free @ sums[~now].T)
        cancels = now


def _direction(sums: _Matrix) -> tuple[float, ...]:
    """The same for all that are proportional, and empty for nought."""
    length = float(np.linalg.norm(sums))
    if length < EXACT:
        return ()
    unit = sums / length
    sign = np.sign(unit[np.argmax(np.abs(unit) > EXACT)])
    return tuple(np.round(sign * unit, 6) + 0.0)
