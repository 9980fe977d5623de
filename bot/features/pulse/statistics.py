"""The answer scale of pulse items, and the response rate of a group."""

from dataclasses import dataclass

POINTS = (1, 2, 3, 4, 5)
NOT_SURE = 0
"""An answer of its own: "not sure, or doesn't apply"."""
ANSWERS = (NOT_SURE, *POINTS)

FAVOURABLE_FROM = 4
RATE_FROM_INVITED = 8
CAUTION_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """`share` from 0 to 1. Below half, a result may say more about who answered than about everyone."""

    share: float

    @property
    def needs_caution(self) -> bool:
        return self.share < CAUTION_BELOW


def response_rate(answers: int, invited: int) -> ResponseRate | None:
    """None where fewer than eight were invited: there a rate tells who did not answer."""
    return ResponseRate(answers / invited) if invited >= RATE_FROM_INVITED else None
