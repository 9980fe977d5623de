"""Publishes counts outside the pulse: withholds those below a floor, and adds noise to the rest.

Where one person may count several times, `people` says how many are behind it: they have to reach the floor, too.
"""

from collections.abc import Collection
from fractions import Fraction

from bot.publishing.layers import Layers
from bot.publishing.publisher import FLOOR

EPSILON = Fraction(1)
"""Blurred by one or two: these counts tell that somebody was reached or pressed something, never an opinion."""


def published_count(
    count: int,
    what: str,
    layers: Layers,
    *,
    floor: int = FLOOR,
    most: int | None = None,
    members: Collection[str] = (),
    people: int | None = None,
) -> int | None:
    """None where it is below `floor`, or could never have reached it; never more than `most`.

    Asked again it is the same, for as long as the count and the members are.
    """
    if min(count, count if people is None else people) < floor or (most is not None and most < floor):
        return None
    blurred = max(layers.blur_once(count, what, members, EPSILON), floor)
    return blurred if most is None else min(blurred, most)


def published_split(
    yes: int, no: int, what: str, layers: Layers, floor: int = FLOOR, *, people: int | None = None
) -> tuple[int, int] | None:
    """Of two answers, how many gave each; None where fewer than `floor` gave any."""
    total = published_count(yes + no, what, layers, floor=floor, people=people)
    if total is None:
        return None
    first = min(max(layers.blur_once(yes, f"{what}|yes", (), EPSILON), 0), total)
    return first, total - first
