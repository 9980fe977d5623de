"""`Allowance`: how much of one kind of act a person may do, generous for people and tight for programs."""

from datetime import timedelta
from typing import Self

from bot.core.declared import DeclaredWord


class Allowance(DeclaredWord):
    """`burst` at once, then one more every `refill`. A route names its own beside ANYTHING, which counts for all.

    `words` say of what there were many: "That were many …".
    """

    words: str
    burst: int
    refill: timedelta

    def __new__(cls, word: str, words: str, *, burst: int, refill: timedelta) -> Self:
        allowance = super().__new__(cls, word)
        allowance.words, allowance.burst, allowance.refill = words, burst, refill
        return allowance

    @property
    def unusual(self) -> int:
        """The number of stops in a row after which administrators get a notice. No person reaches it."""
        return self.burst


ANYTHING = Allowance("anything", "messages and presses", burst=60, refill=timedelta(seconds=1))
TO_COLLEAGUES = Allowance("to colleagues", "messages to colleagues", burst=10, refill=timedelta(minutes=10))
BY_ROLE = Allowance("by role", "messages to colleagues", burst=30, refill=timedelta(minutes=1))
FILES = Allowance("files", "files", burst=10, refill=timedelta(minutes=1))
CODES = Allowance("codes", "codes", burst=5, refill=timedelta(hours=1))
