from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.contact.send_time import (
    PAUSED,
    TOO_OLD,
    UNTIL_I_SAY,
    At,
    HeldUntilWriting,
    Instant,
    Local,
    Never,
    Reach,
    after_working_days,
    due,
    week_of,
)
from tests.delivery.times import utc

BERLIN = Reach("Europe/Berlin", "DE", "BE")
ALWAYS = {"working_days": "1234567", "quiet_from": 0, "quiet_to": 0}


def awake(zone: str) -> Reach:
    """Somewhere without public holidays, at any hour of any day."""
    return Reach(zone, "none", **ALWAYS)  # type: ignore[arg-type]


def on(day: str, at: str = "10:00", *, own_time: bool = False) -> Local:
    return Local(date.fromisoformat(day), time.fromisoformat(at), own_time)


CLOCKS = {
    "winter in Berlin": ("Europe/Berlin", "2026-01-13", "10:00", "2026-01-13 09:00"),
    "summer in Berlin": ("Europe/Berlin", "2026-07-14", "10:00", "2026-07-14 08:00"),
    "an hour that Berlin skips": ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:30"),
    "an hour that Berlin has twice": ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),
    "the midnight that Cairo skips": ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),
    "the morning after it": ("Africa/Cairo", "2026-04-24", "10:00", "2026-04-24 07:00"),
    "the day before it": ("Africa/Cairo", "2026-04-23", "10:00", "2026-04-23 08:00"),
    "the hour before midnight that Cairo has twice": (
        "Africa/Cairo", "2026-10-29", "23:30", "2026-10-29 20:30",
    ),
    "the half hour that Lord Howe skips": ("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03 15:40"),
    "the half hour that it has twice": ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
    "Lord Howe in winter": ("Australia/Lord_Howe", "2026-07-14", "10:00", "2026-07-13 23:30"),
    "Lord Howe in summer": ("Australia/Lord_Howe", "2026-12-15", "10:00", "2026-12-14 23:00"),
    "St John's in winter": ("America/St_Johns", "2026-01-13", "10:00", "2026-01-13 13:30"),
    "St John's in summer": ("America/St_Johns", "2026-07-14", "10:00", "2026-07-14 12:30"),
    "an hour that St John's skips": ("America/St_Johns", "2026-03-08", "02:30", "2026-03-08 06:00"),
    "the day that Samoa skipped": ("Pacific/Apia", "2011-12-30", "10:00", "2011-12-30 20:00"),
}  # fmt: skip


@pytest.mark.parametrize(("zone", "day", "at", "instant"), CLOCKS.values(), ids=CLOCKS)
def test_a_time_is_the_persons_own(zone: str, day: str, at: str, instant: str) -> None:
    assert due(on(day, at), awake(zone)) == At(utc(instant))


MOVES = {
    "a working day": (BERLIN, on("2026-07-14"), "2026-07-14 08:00"),
    "too early": (BERLIN, on("2026-07-14", "06:15"), "2026-07-14 06:00"),
    "too late": (BERLIN, on("2026-07-14", "18:00"), "2026-07-15 06:00"),
    "Friday evening": (BERLIN, on("2026-07-17", "19:30"), "2026-07-20 06:00"),
    "a Saturday": (BERLIN, on("2026-07-18"), "2026-07-20 08:00"),
    "a public holiday": (BERLIN, on("2026-10-03"), "2026-10-05 08:00"),
    "Christmas and the weekend": (BERLIN, on("2026-12-25"), "2026-12-28 09:00"),
    "a holiday of this region": (BERLIN, on("2027-03-08"), "2027-03-09 09:00"),
    "a holiday of another region": (
        Reach("Europe/Berlin", "DE", "HH"), on("2027-03-08"), "2027-03-08 09:00",
    ),
    "a region that nobody knows": (Reach("Europe/Berlin", "DE", "??"), on("2026-07-14"), "2026-07-14 08:00"),
    "a country that nobody knows": (Reach("Europe/Berlin", "??"), on("2026-12-25"), "2026-12-25 09:00"),
    "working at weekends": (
        Reach("Europe/Berlin", "DE", "BE", working_days="67"), on("2026-07-14"), "2026-07-18 08:00",
    ),
    "a night shift, quiet by day": (
        Reach("Europe/Berlin", "none", working_days="1234567", quiet_from=8, quiet_to=18),
        on("2026-07-14"), "2026-07-14 16:00",
    ),
    "snoozed until a working day": (
        Reach("Europe/Berlin", "DE", snoozed_until=date(2026, 7, 30)), on("2026-07-14"), "2026-07-30 08:00",
    ),
    "snoozed until a weekend": (
        Reach("Europe/Berlin", "DE", snoozed_until=date(2026, 8, 1)), on("2026-07-14"), "2026-08-03 08:00",
    ),
    "snoozed until long ago": (
        Reach("Europe/Berlin", "DE", snoozed_until=date(2020, 8, 1)), on("2026-07-14"), "2026-07-14 08:00",
    ),
    "their own day and hour": (
        Reach("Europe/Berlin", "DE", tip_day=4, tip_hour=15),
        on("2026-07-14", own_time=True), "2026-07-16 13:00",
    ),
    "their own day, once a week": (
        Reach("Europe/Berlin", "DE", tip_day=1), on("2026-07-14", own_time=True), "2026-07-20 08:00",
    ),
    "their own day, for something else": (
        Reach("Europe/Berlin", "DE", tip_day=4, tip_hour=15), on("2026-07-14"), "2026-07-14 08:00",
    ),
    "their own hour, which is quiet": (
        Reach("Europe/Berlin", "DE", tip_hour=20), on("2026-07-17", own_time=True), "2026-07-20 06:00",
    ),
    "the same moment everywhere": (BERLIN, Instant(utc("2026-07-14 11:11")), "2026-07-14 11:11"),
    "the same moment, at night": (BERLIN, Instant(utc("2026-07-14 23:11")), "2026-07-15 06:00"),
    "asked on a Saturday evening": (BERLIN, Instant(utc("2026-07-18 18:11")), "2026-07-20 06:00"),
    "asked on a Sunday afternoon": (BERLIN, Instant(utc("2026-07-19 13:11")), "2026-07-20 06:00"),
    "asked while they are away": (
        Reach("Europe/Berlin", "DE", snoozed_until=date(2026, 7, 30)), Instant(utc("2026-07-14 18:11")),
        "2026-07-30 06:00",
    ),
    "an evening's time, at a weekend": (BERLIN, on("2026-07-18", "19:30"), "2026-07-20 06:00"),
    "a reply, at night": (BERLIN, Instant(utc("2026-07-14 23:11"), waits=False), "2026-07-14 23:11"),
}  # fmt: skip


@pytest.mark.parametrize(("reach", "wish", "instant"), MOVES.values(), ids=MOVES)
def test_a_message_waits_until_it_is_welcome(reach: Reach, wish: Local | Instant, instant: str) -> None:
    assert due(wish, reach) == At(utc(instant))


def test_a_nudge_that_would_come_too_late_is_skipped_with_the_reason() -> None:
    away = Reach("Europe/Berlin", "DE", snoozed_until=date(2026, 7, 30))
    assert due(on("2026-07-14"), away, timedelta(days=5)) == Never(TOO_OLD)


def test_a_nudge_says_until_when_it_is_worth_sending() -> None:
    assert due(on("2026-07-18"), BERLIN, timedelta(days=5)) == At(
        utc("2026-07-20 08:00"), latest=utc("2026-07-23 08:00")
    )


def test_a_nudge_is_as_old_as_the_persons_own_time_not_the_schedules() -> None:
    monday = Reach("Europe/Berlin", "DE", tip_day=1)
    assert due(on("2026-07-14", own_time=True), monday, timedelta(days=5)) == At(
        utc("2026-07-20 08:00"), latest=utc("2026-07-25 08:00")
    )


def test_people_on_irregular_shifts_may_hold_everything_until_they_write() -> None:
    shifts = Reach("Europe/Berlin", "DE", holds_until_writing=True)
    assert due(on("2026-07-14"), shifts) == HeldUntilWriting()
    assert due(Instant(utc("2026-07-14 23:11"), waits=False), shifts) == At(utc("2026-07-14 23:11"))


def test_someone_without_working_days_is_never_written_to() -> None:
    assert isinstance(due(on("2026-07-14"), Reach("Europe/Berlin", "DE", working_days="")), Never)


@pytest.mark.parametrize(
    ("instant", "zone", "monday"),
    [
        ("2026-07-12 23:00", "Europe/Berlin", date(2026, 7, 13)),
        ("2026-07-12 23:00", "Europe/London", date(2026, 7, 13)),
        ("2026-07-12 22:30", "Europe/London", date(2026, 7, 6)),
        ("2027-01-01 12:00", "Europe/Berlin", date(2026, 12, 28)),
    ],
)
def test_a_week_begins_on_monday_where_the_person_is(instant: str, zone: str, monday: date) -> None:
    assert week_of(utc(instant), zone) == monday


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.times(),
    st.sampled_from(["Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns"]),
    st.sets(st.sampled_from("1234567"), min_size=1),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_whatever_is_due_is_welcome(
    day: date, at: time, zone: str, days: set[str], quiet_from: int, quiet_to: int
) -> None:
    reach = Reach(zone, "GB", "ENG", "".join(days), quiet_from, quiet_to)
    found = due(Local(day, at), reach)
    assert isinstance(found, At)
    assert due(Instant(found.instant), reach) == At(found.instant), "what was moved once need not move again"
    assert found.instant >= datetime.combine(day, at, UTC) - timedelta(hours=15)


def test_someone_who_paused_until_they_say_so_is_not_planned_for() -> None:
    reach = Reach("Europe/Berlin", "DE", snoozed_until=UNTIL_I_SAY)
    assert due(on("2026-01-13"), reach) == Never(PAUSED)
    assert due(Instant(utc("2026-01-13 09:00"), waits=False), reach) == At(utc("2026-01-13 09:00"))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-24 10:00", 2, "2026-11-26 10:00"),
        ("2026-11-26 10:00", 2, "2026-11-30 10:00"),
        ("2026-11-28 10:00", 1, "2026-11-30 10:00"),
        # Women's Day is a holiday in Berlin, and the clocks go forward on the 29th.
        ("2027-03-05 10:00", 1, "2027-03-09 10:00"),
        ("2027-03-26 10:00", 1, "2027-03-30 09:00"),
    ],
)
def test_working_days_leave_out_weekends_and_holidays_and_keep_the_hour(
    start: str, days: int, expected: str
) -> None:
    assert after_working_days(utc(start), days, BERLIN) == utc(expected)
