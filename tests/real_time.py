"""The one door of the tests to the machine's own clock: for leases, tokens and certificates, never for a story."""

from datetime import UTC, date, datetime


def now() -> datetime:
    return datetime.now(UTC)


def seconds() -> int:
    """Since 1970."""
    return int(now().timestamp())


def today() -> date:
    return now().date()
