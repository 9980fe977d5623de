"""The one door of the tests to the machine's own clock: for leases, tokens and certificates, never for a story."""

from datetime import UTC, date, datetime


def now() -> datetime:
    return datetime.now(UTC)


def timestamp() -> float:
    """Seconds since 1970, with their fraction."""
    return now().timestamp()


def seconds() -> int:
    """Whole seconds since 1970."""
    return int(timestamp())


def today() -> date:
    return now().date()


class RealClock:
    """For what asks a `Clock` and is measured in real time."""

    def now(self) -> datetime:
        return now()
