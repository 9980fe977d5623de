"""Publishes counts outside the pulse: withholds those below a minimum, and adds noise to the rest.

Where one person may count several times, `people` is the number of different people, which must reach the
minimum too.
"""

from collections.abc import Collection
from fractions import Fraction

from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.publisher import FLOOR

EPSILON = Fraction(1)
"""Scale for noise of about one or two: these counts tell that people were reached or pressed a button, never
an opinion.
"""


def published_count(
    count: int,
    what: str,
    layers: NoiseLayers,
    *,
    floor: int = FLOOR,
    most: int | None = None,
    members: Collection[str] = (),
    people: int | None = None,
    step: int = 1,
) -> int | None:
    """The count with noise, at most `most`. None if it is below `floor`, or `most` is.

    Repeated calls give the same result for as long as the count and the members are the same. With a `step`, the
    result changes only every so many counts, so that who watches it does not see each one arrive.
    """
    if min(count, count if people is None else people) < floor or (most is not None and most < floor):
        return None
    blurred = max(layers.add_repeatable_noise(count - (count - floor) % step, what, members, EPSILON), floor)
    return blurred if most is None else min(blurred, most)


def published_split(
    yes: int, no: int, what: str, layers: NoiseLayers, floor: int = FLOOR, *, people: int | None = None
) -> tuple[int, int] | None:
    """The numbers of two answers, with noise. None if fewer than `floor` answered."""
    total = published_count(yes + no, what, layers, floor=floor, people=people)
    if total is None:
        return None
    first = min(max(layers.add_repeatable_noise(yes, f"{what}|yes", (), EPSILON), 0), total)
    return first, total - first
