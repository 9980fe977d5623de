"""The answer scale of pulse items, and the response rate of a group."""

from dataclasses import dataclass

POINTS = (1, 2, 3, 4, 5)
NOT_SURE = 0
"""A separate answer: "not sure, or doesn't apply"."""
ANSWERS = (NOT_SURE, *POINTS)

FAVOURABLE_FROM = 4
RATE_FROM_INVITED = 8
CAUTION_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """`share` is from 0 to 1. Below half, a result may describe those who answered rather than everyone."""

    share: float

    @property
    def needs_caution(self) -> bool:
        return self.share < CAUTION_BELOW


def response_rate(answers: int, invited: int) -> ResponseRate | None:
    """None if fewer than eight were invited, because a rate would then reveal who did not answer."""
    return ResponseRate(answers / invited) if invited >= RATE_FROM_INVITED else None
