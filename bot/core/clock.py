"""Clocks: calendar code asks a `Clock`, which can be moved in demo and tests; leases use real time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """Runs like the real one, from wherever it was moved to. For the demo and for tests."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._frozen_at = start or datetime.now(UTC) if frozen else None
        self._ahead = (start - datetime.now(UTC)) if start and not frozen else timedelta()

    def now(self) -> datetime:
        return self._frozen_at or datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Only forward: time that has been lived cannot be lived again."""
        step = instant - self.now()
        if step < timedelta():
            raise ValueError("the clock only moves forward")
        if self._frozen_at:
            self._frozen_at = instant
        else:
            self._ahead += step
