"""`Clock`: the time for calendar code, which the demo and tests can move. Leases use real time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time, timezone-aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """A clock for the demo and tests: after each move it runs on at real speed."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._frozen_at = start or datetime.now(UTC) if frozen else None
        self._ahead = (start - datetime.now(UTC)) if start and not frozen else timedelta()

    def now(self) -> datetime:
        return self._frozen_at or datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Moves to a later instant. Raises ValueError for an earlier one."""
        step = instant - self.now()
        if step < timedelta():
            raise ValueError("the clock only moves forward")
        if self._frozen_at:
            self._frozen_at = instant
        else:
            self._ahead += step
