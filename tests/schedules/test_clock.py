from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.calendar.recurrence import coming_times, dates, moment
from bot.delivery.calendar.schedule_text import read
from bot.delivery.calendar.schedules import Recurrence, SchedulePlan
from tests.delivery.times import utc

BERLIN, CAIRO, LORD_HOWE, ST_JOHNS = (
    "Europe/Berlin",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/St_Johns",
)

# Zone, local day, time, and when it is then.
CLOCKS = {
    "winter in Berlin": (BERLIN, "2026-01-13", "10:00", "2026-01-13 09:00"),
    "summer in Berlin": (BERLIN, "2026-07-14", "10:00", "2026-07-14 08:00"),
    "an hour that Berlin skips": (BERLIN, "2026-03-29", "02:30", "2026-03-29 01:30"),
    "an hour that Berlin has twice": (BERLIN, "2026-10-25", "02:30", "2026-10-25 00:30"),
    "the midnight that Cairo skips": (CAIRO, "2026-04-24", "00:00", "2026-04-23 22:00"),
    "half past the midnight that Cairo skips": (CAIRO, "2026-04-24", "00:30", "2026-04-23 22:30"),
    "an evening hour that Cairo has twice": (CAIRO, "2026-10-29", "23:30", "2026-10-29 20:30"),
    "the midnight after it": (CAIRO, "2026-10-30", "00:00", "2026-10-29 22:00"),
    "half an hour that Lord Howe skips": (LORD_HOWE, "2026-10-04", "02:15", "2026-10-03 15:45"),
    "the half hour before it": (LORD_HOWE, "2026-10-04", "01:45", "2026-10-03 15:15"),
    "half an hour that Lord Howe has twice": (LORD_HOWE, "2026-04-05", "01:45", "2026-04-04 14:45"),
    "summer in Lord Howe": (LORD_HOWE, "2026-01-13", "10:00", "2026-01-12 23:00"),
    "winter in Lord Howe": (LORD_HOWE, "2026-07-14", "10:00", "2026-07-13 23:30"),
    "winter in St John's": (ST_JOHNS, "2026-01-13", "10:00", "2026-01-13 13:30"),
    "summer in St John's": (ST_JOHNS, "2026-07-14", "10:00", "2026-07-14 12:30"),
    "an hour that St John's skips": (ST_JOHNS, "2026-03-08", "02:30", "2026-03-08 06:00"),
    "an hour that St John's has twice": (ST_JOHNS, "2026-11-01", "01:30", "2026-11-01 04:00"),
}

# Around each change of clocks: zone and its first day.
CHANGES = [
    (BERLIN, "2026-03-27"),
    (BERLIN, "2026-10-23"),
    (CAIRO, "2026-04-22"),
    (CAIRO, "2026-10-28"),
    (LORD_HOWE, "2026-04-03"),
    (LORD_HOWE, "2026-10-02"),
    (ST_JOHNS, "2026-03-06"),
    (ST_JOHNS, "2026-10-30"),
]
WEEK = list(enumerate("Monday Tuesday Wednesday Thursday Friday".split(), 1))
HOURS = ["00:00", "00:15", "01:30", "01:45", "02:15", "02:30", "10:00", "23:30"]


def day(text: str) -> date:
    return date.fromisoformat(text)


def plan(cron: str, starts_on: str, since: datetime | None = None, every_weeks: int = 1) -> SchedulePlan:
    return SchedulePlan(
        "tips", "home", Recurrence(cron, every_weeks), day(starts_on), since or utc("2000-01-01 00:00")
    )


def cron_at(at: str) -> str:
    hour, minute = at.split(":")
    return f"{int(minute)} {int(hour)} * * *"


def first_days(said: str, starts_on: str, count: int, after: str = "2000-01-01") -> list[str]:
    return [str(d) for d in islice(dates(read(said), day(starts_on), day(after)), count)]


@pytest.mark.parametrize("name", CLOCKS)
def test_a_local_time_is_this_instant(name: str) -> None:
    zone, on, at, expected = CLOCKS[name]
    assert moment(day(on), time.fromisoformat(at), [zone]) == utc(expected)


@pytest.mark.parametrize("at", HOURS)
@pytest.mark.parametrize(("zone", "start"), CHANGES)
def test_a_daily_time_comes_once_each_day_when_the_clocks_change(zone: str, start: str, at: str) -> None:
    week = list(islice(coming_times(plan(cron_at(at), start), [zone], day("2000-01-01")), 7))
    assert [c.day for c in week] == [day(start) + timedelta(days=n) for n in range(7)]
    assert [c.at.astimezone(ZoneInfo(zone)).date() for c in week] == [c.day for c in week]
    assert len({c.at for c in week}) == 7


@pytest.mark.parametrize("zone", [BERLIN, CAIRO, LORD_HOWE, ST_JOHNS])
@pytest.mark.parametrize(("number", "weekday"), WEEK)
def test_a_weekday_is_that_weekday_all_year_in_every_zone(zone: str, number: int, weekday: str) -> None:
    year = list(islice(coming_times(plan(f"30 9 * * {number}", "2026-01-01"), [zone], day("2000-01-01")), 52))
    assert {f"{c.day:%A}" for c in year} == {weekday}
    assert {f"{c.at.astimezone(ZoneInfo(zone)):%A %H:%M}" for c in year} == {f"{weekday} 09:30"}


def test_cron_counts_weekdays_from_sunday_and_not_from_monday() -> None:
    assert first_days("0 9 * * 1", "2026-07-14", 2) == ["2026-07-20", "2026-07-27"]
    assert first_days("0 9 * * 0", "2026-07-14", 2) == first_days("0 9 * * 7", "2026-07-14", 2)
    assert first_days("0 9 * * 0", "2026-07-14", 1) == ["2026-07-19"]


def test_it_never_comes_before_its_start_nor_again() -> None:
    assert first_days("every Tuesday at 10:00", "2026-07-14", 2) == ["2026-07-14", "2026-07-21"]
    after = first_days("every Tuesday at 10:00", "2026-07-14", 1, after="2026-07-14")
    assert after == ["2026-07-21"]


def test_every_second_week_counts_from_the_first_that_fits() -> None:
    said = "every second Thursday at 11:00"
    assert first_days(said, "2026-07-14", 3) == ["2026-07-16", "2026-07-30", "2026-08-13"]
    assert first_days(said, "2026-07-17", 2) == ["2026-07-23", "2026-08-06"]


def test_every_second_week_stays_in_step_over_a_year_of_53_weeks() -> None:
    found = [day(d) for d in first_days("every second Thursday at 11:00", "2026-12-03", 40)]
    assert {(later - earlier).days for earlier, later in pairwise(found)} == {14}


def test_every_second_week_stays_in_step_wherever_one_begins_to_look() -> None:
    said = "every second week on Monday and Thursday at 10:00"
    all_ = first_days(said, "2026-07-14", 9)
    assert all_[:4] == ["2026-07-16", "2026-07-27", "2026-07-30", "2026-08-10"]
    for number, seen in enumerate(all_[:-1]):
        assert first_days(said, "2026-07-14", 1, after=seen) == [all_[number + 1]]


MONTHLY = {
    "on the first Monday of each month at 10:00": ["2026-08-03", "2026-09-07", "2026-10-05"],
    "on the last Friday of each month at 10:00": ["2026-07-31", "2026-08-28", "2026-09-25"],
    "on the last day of each month at 10:00": ["2026-07-31", "2026-08-31", "2026-09-30"],
    "on the 31st of each month at 10:00": ["2026-07-31", "2026-08-31", "2026-10-31"],
    "0 10 29 2 *": ["2028-02-29", "2032-02-29", "2036-02-29"],
}


@pytest.mark.parametrize("said", MONTHLY)
def test_a_monthly_day_is_that_day(said: str) -> None:
    assert first_days(said, "2026-07-14", 3) == MONTHLY[said]


def test_it_is_due_when_the_first_zone_is() -> None:
    everywhere = [BERLIN, "Pacific/Kiritimati", "Pacific/Pago_Pago"]
    assert moment(day("2026-07-14"), time(10), everywhere) == utc("2026-07-13 20:00")


def test_what_was_before_it_was_switched_on_does_not_come() -> None:
    daily = plan("0 10 * * *", "2026-07-01", since=utc("2026-07-14 08:00"))
    times = coming_times(daily, [BERLIN], day("2026-06-01"))
    assert str(next(times).day) == "2026-07-15"
    assert str(next(coming_times(daily, [ST_JOHNS], day("2026-06-01"))).day) == "2026-07-14"
