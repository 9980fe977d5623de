"""Sets both noise layers for each level of the tree of groups, chosen by simulation.

The *lasting* layer is Laplace noise with an ε: a smaller one is more noise. It hides the answers of joiners and
leavers, and what a group thinks, however many waves are compared. One answer counts once per level, so a wave
reveals at most the sum of that ε over the levels: 0.8 for agreeing, and 0.2 more for "not sure".
`EPSILON = 1` bounds that sum.

The *fresh* layer is Gaussian noise with a standard deviation. It hides that a person changed their answer or
was away: waves with and without them have the same lasting noise. If somebody misses `a` of `w` waves, all else
known, the waves tell their answer like one look through noise with a deviation of σ·√(w / a(w - a)); for 2 of 26
that is 0.74 σ, for 13 in a row 0.39 σ, and levels add up as 1/σ². So σ does not depend on how many people there
are: a team of nine needs as much as one of ninety. A team that changes its mind for half a year looks like as
many people as changed theirs who were away for half a year. No other spectrum of the noise tells these apart
better: differences of neighbouring draws hide single absences better and long ones worse.

The bounds (`make bench`, `tests/benchmarks/pulse_privacy.py`): everyone gives the same answer in every wave, 55
in 100 agree, three colluders reveal their answers, and a reader has all figures of 26 waves. They guess a
joiner's or leaver's answer at most 6 points better than without figures. They are never 95% sure of any answer:
also not where they know everybody's absences, or that somebody was away for up to half a year. Such knowledge
gains them more than 6 points, and so do evenly split opinions, up to 9; where 65 in 100 agree, long absences make
them 96% sure. The tests have the bounds (`attacks/test_worst_case.py`), `deploy/CONFIDENTIALITY.md` has how much,
with what other noise would do.
"""

from dataclasses import dataclass
from fractions import Fraction

EPSILON = Fraction(1)
LEAST_EPSILON = Fraction(1, 2)
"""The usual ε. An organisation may choose a smaller one, never a larger one."""


@dataclass(frozen=True, slots=True)
class NoiseScale:
    """The noise on the counts of one level.

    `lasting` is the ε of the lasting layer, `flat` how far its top is flat, `fresh` the fresh layer's standard
    deviation in answers.
    """

    lasting: Fraction
    fresh: Fraction
    flat: int = 0

    def times(self, factor: Fraction) -> "NoiseScale":
        """For an ε of `factor` times this one: half of it means twice the noise."""
        return NoiseScale(self.lasting * factor, self.fresh / factor, self.flat)


ALONE = NoiseScale(Fraction(3, 5), Fraction(7, 2), flat=1)
"""A tree of one group: a small organisation, counted as a whole."""

CELL = NoiseScale(Fraction(1, 2), Fraction(15, 4), flat=1)

NOT_SURE = NoiseScale(Fraction(1, 5), Fraction(13, 2))
"""Published for the whole organisation only; in a team the noise would hide it."""

_ONE_ABOVE = NoiseScale(Fraction(3, 10), Fraction(8), flat=2)
_ALL_ABOVE = NoiseScale(Fraction(3, 10), Fraction(23, 4), flat=2)
"""Divided among all levels above the cells where there are two or more: with two, each has a deviation of 11.5. The
fresh noise is largest where counts are large, and what it costs there buys teams less of it."""


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
