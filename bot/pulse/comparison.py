"""About the same as before, or clearly not: said of a group whose figures would give away who came or went.

Suppose everyone who stayed keeps their answer. Then the number who agree differs from what the earlier
share leads to expect by no more than the number of people who came or went, whatever these few answered.
"About the same" covers at least that, so then it is always what is said, and tells nothing about them. In
larger groups it covers ten points out of a hundred, because less than that is seldom worth a "clearly".
"""

from math import ceil, floor

from bot.pulse.exposure import Range
from bot.pulse.statistics import Counts, favourable
from bot.pulse.turnover import SMALL_CHANGE

ABOUT_THE_SAME = 0.10

# Shares are published in whole percent.
_ROUNDED = 0.0051


def compare(points: Counts, share: float) -> tuple[int, Range]:
    """1, -1 or 0 for more, fewer or about the same, and the numbers of agreeing people that this leaves possible.

    `share` is the earlier one, from 0 to 1.
    """
    answers, agreed = sum(points), favourable(points)
    few = SMALL_CHANGE + _ROUNDED * answers
    width = max(few, ABOUT_THE_SAME * answers)
    low, high = max(0, ceil(share * answers - width)), min(answers, floor(share * answers + width))
    if agreed < low:
        return -1, Range(0, low - 1)
    if agreed > high:
        return 1, Range(high + 1, answers)
    return 0, Range(low, high)
