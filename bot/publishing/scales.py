"""Sets the ε of both noise layers for each level of the tree of groups, chosen by simulation.

A smaller ε is more noise. The *lasting* layer hides what joiners and leavers answer, however many waves
are compared; the *fresh* layer hides that somebody changed their answer. One answer counts once on each
level, so what a wave tells of it is at most the sum of the lasting layer's ε over the levels: 0.75 at
most for agreeing, and 0.2 more for "not sure". That sum is what `EPSILON = 1` bounds.

What was simulated (`make bench`, `tests/benchmarks/pulse_privacy.py`): everybody keeps their answer and
answers every time, 55 in 100 agree, three colluders tell what they know, and a reader has all figures of
26 waves. They then guess a joiner's or leaver's answer at most 6 points better than without figures, and
are never 95% sure of anybody's. Where exactly half agree, so that guessing without figures is a coin's,
it is 8 to 10 points; where 65 in 100 agree, about 1. The benchmark prints what more noise would cost.
"""

from dataclasses import dataclass
from fractions import Fraction

EPSILON = Fraction(1)
LEAST_EPSILON = Fraction(1, 2)
"""An organisation may choose more noise than ours, never less."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ε of each layer, for the counts of one level."""

    lasting: Fraction
    fresh: Fraction

    def times(self, factor: Fraction) -> "Scale":
        return Scale(self.lasting * factor, self.fresh * factor)


ALONE = Scale(Fraction(1, 2), Fraction(2))
"""A tree of one group: a small organisation, counted as a whole."""

CELL = Scale(Fraction(7, 20), Fraction(5, 2))

NOT_SURE = Scale(Fraction(1, 5), Fraction(3, 4))
"""Told of the whole organisation only; in a team it would drown in the noise."""

_ONE_ABOVE = Scale(Fraction(1, 4), Fraction(1))
_ALL_ABOVE = Scale(Fraction(2, 5), Fraction(3, 2))
"""Shared by all levels above the cells where there are two or more."""


def scale_for(depth: int, tree_depth: int, epsilon: Fraction = EPSILON) -> Scale:
    """For a group `depth` levels high (1 is a cell) in a tree of `tree_depth` levels."""
    if not LEAST_EPSILON <= epsilon <= EPSILON:
        raise ValueError(f"ε must be from {LEAST_EPSILON} to {EPSILON}")
    if tree_depth == 1:
        return ALONE.times(epsilon)
    if depth == 1:
        return CELL.times(epsilon)
    above = tree_depth - 1
    return (_ONE_ABOVE if above == 1 else _ALL_ABOVE.times(Fraction(1, above))).times(epsilon)
