"""Sets the ε of both noise layers for each level of the tree of groups, chosen by simulation.

A smaller ε is more noise. The *lasting* layer hides the answers of joiners, leavers and people who were away,
however many waves are compared. The *fresh* layer hides that a person changed their answer. One answer counts
once per level, so a wave reveals at most the sum of the lasting layer's ε over the levels: up to 0.72 for
agreeing, and 0.2 more for "not sure". `EPSILON = 1` bounds that sum.

The simulation (`make bench`, `tests/benchmarks/pulse_privacy.py`): everyone gives the same answer in every
wave, 55 in 100 agree, three colluders reveal their answers, and a reader has all figures of 26 waves. The
reader guesses a joiner's or leaver's answer at most 6 points better than without figures, and is never 95%
sure of any answer. `deploy/CONFIDENTIALITY.md` has the results, and what more, less and other noise would do.
"""

from dataclasses import dataclass
from fractions import Fraction

EPSILON = Fraction(1)
LEAST_EPSILON = Fraction(1, 2)
"""The usual ε. An organisation may choose a smaller one, never a larger one."""


@dataclass(frozen=True, slots=True)
class NoiseScale:
    """The ε of each layer for the counts of one level. `flat` is how far the lasting layer's top is flat."""

    lasting: Fraction
    fresh: Fraction
    flat: int = 0

    def times(self, factor: Fraction) -> "NoiseScale":
        return NoiseScale(self.lasting * factor, self.fresh * factor, self.flat)


ALONE = NoiseScale(Fraction(3, 5), Fraction(2), flat=1)
"""A tree of one group: a small organisation, counted as a whole."""

CELL = NoiseScale(Fraction(2, 5), Fraction(5, 2), flat=1)

NOT_SURE = NoiseScale(Fraction(1, 5), Fraction(3, 4))
"""Published for the whole organisation only; in a team the noise would hide it."""

_ONE_ABOVE = NoiseScale(Fraction(11, 50), Fraction(1), flat=2)
_ALL_ABOVE = NoiseScale(Fraction(8, 25), Fraction(3, 2), flat=2)
"""Divided among all levels above the cells where there are two or more."""


def scale_for(depth: int, tree_depth: int, epsilon: Fraction = EPSILON) -> NoiseScale:
    """The scale of a group `depth` levels high (1 is a cell) in a tree of `tree_depth` levels."""
    if not LEAST_EPSILON <= epsilon <= EPSILON:
        raise ValueError(f"ε must be from {LEAST_EPSILON} to {EPSILON}")
    if tree_depth == 1:
        return ALONE.times(epsilon)
    if depth == 1:
        return CELL.times(epsilon)
    above = tree_depth - 1
    return (_ONE_ABOVE if above == 1 else _ALL_ABOVE.times(Fraction(1, above))).times(epsilon)
