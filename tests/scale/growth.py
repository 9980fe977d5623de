"""Growth as ratios: what a larger organisation costs for each person, against a smaller one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

_FIGURE = re.compile(r"scale\.(\w+)\.(\d+)\.([\w.]+) (-?\d+(?:\.\d+)?) (\S+)")
# Costs that come with people. Others, such as how long a question waits, must not grow with them at all.
_FOR_EACH_PERSON = "s"
_FOR_ALL = ("ms", "MB")
# So much is noise on a machine with other work.
_NOISE = 1.2
FASTER = "grows faster than the number of people"
GROWS = "grows with the number of people"

Figures = Mapping[tuple[str, str, str], Mapping[int, float]]


def read(lines: Iterable[str]) -> Figures:
    """By database, figure and unit: the value at each size."""
    figures: dict[tuple[str, str, str], dict[int, float]] = {}
    for line in lines:
        if match := _FIGURE.fullmatch(line.strip()):
            kind, size, what, value, unit = match.groups()
            figures.setdefault((kind, what, unit), {})[int(size)] = float(value)
    return figures


def growth(figures: Figures) -> Iterator[str]:
    """One line a figure and step, "name ratio times", with a mark where it grows faster than it should.

    1 is linear for seconds, which are for each person; and no growth at all for milliseconds and memory.
    """
    for (kind, what, unit), by_size in sorted(figures.items()):
        if unit != _FOR_EACH_PERSON and unit not in _FOR_ALL:
            continue
        for small, large in pairwise(sorted(by_size)):
            if by_size[small] <= 0:
                continue
            ratio = by_size[large] / by_size[small]
            mark = GROWS
            if unit == _FOR_EACH_PERSON:
                ratio, mark = ratio * small / large, FASTER
            marked = f"  <- {mark}" if ratio > _NOISE else ""
            yield f"growth.{kind}.{small}_to_{large}.{what} {ratio:.2f} times{marked}"
