"""A time to come lies within a year, whatever somebody wrote into the boxes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.typed_times import TimeFault, time_to_come

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ZONES = ("Europe/London", "Pacific/Auckland", "America/Los_Angeles")


def read(day: str, time: str, zone: str = "Europe/London") -> datetime | TimeFault:
    return time_to_come(day, time, ZoneInfo(zone), NOW)


def test_a_time_to_come_is_in_the_organisations_zone() -> None:
    assert read(" 2026-11-25 ", "09:00", "Pacific/Auckland") == datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert read("2026-11-25", "09:00Z") == datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("2026-11-23", TimeFault.PAST),
        ("0001-01-01", TimeFault.PAST),
        ("2027-12-01", TimeFault.TOO_FAR),
        ("9999-12-31", TimeFault.TOO_FAR),
        ("2026-13-45", TimeFault.UNREADABLE),
        ("", TimeFault.UNREADABLE),
        ("9" * 3000, TimeFault.UNREADABLE),
    ],
)
def test_what_is_none_is_told_apart(day: str, fault: TimeFault, zone: str) -> None:
    """The first and the last day that there is are no error of ours in any zone."""
    assert read(day, "23:59", zone) is fault
