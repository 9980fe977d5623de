"""Reads a day and a time that a person chose for something to come, within a year."""

from datetime import datetime, timedelta, tzinfo
from enum import Enum, auto

FARTHEST = timedelta(days=366)


class TimeFault(Enum):
    UNREADABLE = auto()
    PAST = auto()
    TOO_FAR = auto()


def time_to_come(day: str, time: str, zone: tzinfo, now: datetime) -> datetime | TimeFault:
    """`day` and `time` in ISO 8601, such as "2027-01-14" and "09:00". A zone in `time` is ignored: it is `zone`'s."""
    try:
        instant = datetime.fromisoformat(f"{day.strip()}T{time.strip()}").replace(tzinfo=zone)
    except ValueError:
        return TimeFault.UNREADABLE
    if instant.date() > (now + FARTHEST).date():
        return TimeFault.TOO_FAR
    return instant if instant > now else TimeFault.PAST
