"""A circuit breaker for the language model: pauses calls after several failures in a row."""

from collections.abc import Callable
from time import monotonic


class Breaker:
    """After `most` failures in a row it blocks calls for `rest` seconds, then lets one trial call through."""

    def __init__(self, most: int = 3, rest: float = 300.0, now: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._rest = rest
        self._now = now
        self._failures = 0
        self._rests_until = float("-inf")

    def lets_through(self) -> bool:
        if self._failures < self._most:
            return True
        if self._now() < self._rests_until:
            return False
        # Other calls remain blocked until the trial returns.
        self._rests_until = self._now() + self._rest
        return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._rests_until = self._now() + self._rest
