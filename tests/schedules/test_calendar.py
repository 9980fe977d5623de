from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.delivery.calendar.schedules import (
    Recurrence,
    Schedule,
    add_missing,
    at_of,
    change_times,
    schedule_in,
    schedules_of,
    switch,
)
from bot.delivery.calendar.slots import MISSED, Slot, SlotState, open_slots
from bot.features import DEFAULT_SCHEDULES
from bot.people.identity.people import Person
from bot.store.database import Database
from tests.delivery.people import HOME, some_people
from tests.delivery.times import utc


class Wall:
    """The calendar of one organisation in UTC, with a schedule of its own making."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now
        self.calendar = ScheduleCalendar(database)

    async def hang(self, cron: str = "0 10 * * tue", every_weeks: int = 1, name: str = "Tips") -> str:
        given = {"organisation_id": HOME, "starts_on": self.now.date(), "since": self.now}
        made = Schedule(name=name, job="hello", kind="nudge", cron=cron, every_weeks=every_weeks, **given)
        async with self.database.write() as session:
            session.add(made)
        return made.id

    async def due(self, at: str) -> list[str]:
        return [str(occasion.day) for occasion in await self.calendar.due(utc(at))]

    async def open(self, at: str) -> None:
        occasions = await self.calendar.due(utc(at))
        async with self.database.write() as session:
            await open_slots(session, occasions)

    async def next_after(self, at: str) -> str:
        return f"{await self.calendar.next_after(utc(at)):%Y-%m-%d %H:%M}"


@pytest.fixture
async def wall(database: Database, now: datetime) -> Wall:
    await some_people(database, 2)
    return Wall(database, now)


async def test_nothing_is_due_before_its_time_and_one_slot_at_its_time(wall: Wall) -> None:
    schedule = await wall.hang()
    assert await wall.due("2026-07-14 09:59") == []
    (occasion,) = await wall.calendar.due(utc("2026-07-14 10:00"))
    assert occasion.slot_id == f"{schedule}:2026-07-14"
    assert (occasion.job, occasion.kind, occasion.at) == ("hello", "nudge", utc("2026-07-14 10:00"))


async def test_what_has_its_slot_is_not_due_again(wall: Wall) -> None:
    await wall.hang()
    await wall.open("2026-07-14 10:00")
    assert await wall.due("2026-07-14 10:01") == []
    assert await wall.due("2026-07-21 10:01") == ["2026-07-21"]


async def test_after_a_long_stop_every_missed_one_is_told_and_only_the_latest_is_open(wall: Wall) -> None:
    await wall.hang()
    await wall.open("2026-07-14 10:00")
    assert await wall.due("2026-08-05 00:00") == ["2026-07-21", "2026-07-28", "2026-08-04"]
    await wall.open("2026-08-05 00:00")
    async with wall.database.read() as session:
        slots = (await session.scalars(select(Slot).order_by(Slot.day))).all()
    assert [slot.state for slot in slots] == [SlotState.OPEN, *[SlotState.SKIPPED] * 2, SlotState.OPEN]
    assert {slot.reason for slot in slots[1:3]} == {MISSED}


async def test_it_is_due_when_the_first_of_its_peoples_zones_is(wall: Wall) -> None:
    await wall.hang()
    await _moves_to(wall, "W1-000000", "Australia/Lord_Howe")
    assert await wall.due("2026-07-13 23:30") == ["2026-07-14"]
    assert await wall.due("2026-07-13 23:29") == []


async def test_where_only_leavers_were_does_not_count(wall: Wall) -> None:
    await wall.hang()
    await _moves_to(wall, "W1-000000", "Australia/Lord_Howe", left_on=date(2026, 7, 1))
    assert await wall.due("2026-07-14 09:59") == []


async def test_somebody_who_moves_east_on_the_day_gets_no_second_slot(wall: Wall) -> None:
    await wall.hang("0 10 * * *")
    await wall.open("2026-07-14 10:00")
    await _moves_to(wall, "W1-000000", "Australia/Lord_Howe")
    assert await wall.due("2026-07-14 23:29") == []
    assert await wall.due("2026-07-14 23:30") == ["2026-07-15"]


async def test_a_daily_half_past_two_comes_once_when_the_clocks_go_back(wall: Wall) -> None:
    wall.now = utc("2026-10-24 12:00")
    for person in ("W1-000000", "W1-000001"):
        await _moves_to(wall, person, "Europe/Berlin")
    await wall.hang("30 2 * * *")
    opened = []
    for half_hours in range(24 * 2 * 2):
        at = wall.now + timedelta(minutes=30 * half_hours)
        opened += [str(occasion.at) for occasion in await wall.calendar.due(at)]
        await wall.open(f"{at:%Y-%m-%d %H:%M}")
    assert opened == ["2026-10-25 00:30:00+00:00", "2026-10-26 01:30:00+00:00"]


async def test_the_next_is_the_soonest_of_all_and_never_the_present(wall: Wall) -> None:
    await wall.hang()
    await wall.hang("0 9 * * wed", name="Other")
    assert await wall.next_after("2026-07-14 09:59") == "2026-07-14 10:00"
    assert await wall.next_after("2026-07-14 10:00") == "2026-07-15 09:00"


async def test_without_schedules_nothing_ever_comes(wall: Wall) -> None:
    assert await wall.calendar.next_after(wall.now) is None
    assert await wall.calendar.due(wall.now) == []


async def test_a_new_schedule_does_not_make_up_for_the_past(wall: Wall) -> None:
    wall.now = utc("2026-07-14 12:00")
    await wall.hang()
    assert await wall.due("2026-07-14 12:01") == []
    assert await wall.next_after("2026-07-14 12:01") == "2026-07-21 10:00"


async def test_what_came_while_it_was_off_is_not_made_up_for(wall: Wall) -> None:
    schedule = await wall.hang()
    await _switch(wall, schedule, is_on=False, at="2026-07-14 09:00")
    assert await wall.due("2026-07-22 09:00") == []
    await _switch(wall, schedule, is_on=True, at="2026-07-22 09:00")
    assert await wall.due("2026-07-28 10:00") == ["2026-07-28"]


async def test_switching_on_what_is_on_loses_nothing(wall: Wall) -> None:
    schedule = await wall.hang()
    await _switch(wall, schedule, is_on=True, at="2026-07-14 10:01")
    assert await wall.due("2026-07-14 10:02") == ["2026-07-14"]


async def test_changed_times_count_from_the_change(wall: Wall) -> None:
    schedule = await wall.hang()
    await wall.open("2026-07-14 10:00")
    async with wall.database.write() as session:
        monday = Recurrence("0 8 * * mon", 2)
        await change_times(session, schedule, monday, date(2026, 7, 14), utc("2026-07-20 09:00"))
    assert await wall.due("2026-07-20 09:01") == []
    assert await wall.next_after("2026-07-20 09:01") == "2026-08-03 08:00"


async def test_the_coming_dates_leave_out_what_has_been_and_may_be_of_a_plan_that_is_not_stored(
    wall: Wall,
) -> None:
    schedule = await wall.hang()
    await wall.open("2026-07-14 10:00")
    async with wall.database.read() as session:
        plan = (await session.get_one(Schedule, schedule)).plan
    coming = await wall.calendar.coming(plan, utc("2026-07-14 09:00"), 5)
    assert [str(day) for day in coming][:2] == ["2026-07-21", "2026-07-28"]
    assert len(coming) == 5


async def test_a_slot_knows_at_which_local_time_its_job_is_wanted(wall: Wall) -> None:
    await wall.hang("30 9 * * tue")
    await wall.open("2026-07-14 09:30")
    async with wall.database.read() as session:
        slot = (await session.scalars(select(Slot))).one()
        assert str(await at_of(session, slot)) == "09:30:00"


async def test_a_new_organisation_has_sensible_schedules_and_keeps_what_it_made_of_them(wall: Wall) -> None:
    async with wall.database.write() as session:
        await add_missing(session, HOME, wall.now, DEFAULT_SCHEDULES)
    async with wall.database.write() as session:
        tips = next(s for s in await schedules_of(session, HOME) if s.name == "Weekly tips")
        await switch(session, tips.id, False, wall.now)
        await add_missing(session, HOME, wall.now, DEFAULT_SCHEDULES)
    async with wall.database.read() as session:
        found = await schedules_of(session, HOME)
        assert await schedule_in(session, "elsewhere", tips.id) is None
    said = {s.name: (wall.calendar.words(s.plan.recurrence), s.is_on) for s in found}
    assert said == {
        "Weekly tips": ("every Thursday at 10:00", False),
        "Questions for everyone": ("every second Tuesday at 10:00", True),
        "Questions for single roles": ("every second Tuesday at 10:00", True),
        "Induction": ("every day at 09:30", True),
        "Team discussion prompts": ("every second Thursday at 11:00", True),
        "Weekly digest": ("every Monday at 09:00", True),
        "Content review reminders": ("on the first Monday of each month at 10:00", True),
        "Clearing out old records": ("every day at 03:00", True),
        "Keeping people current": ("every day at 03:30", True),
        "The page of peer workers": ("every Monday at 09:00", True),
        "The peer workers' network: a question a month": ("on the first Monday of each month at 10:00", True),
        "The peer workers' network: who has left it leaves its channel": ("every day at 03:45", True),
    }


def test_the_defaults_are_all_on_and_written_as_they_would_be_read(now: datetime) -> None:
    calendar = ScheduleCalendar(Database("sqlite+aiosqlite://"))
    for schedule in (Schedule(**default.row(HOME, now)) for default in DEFAULT_SCHEDULES):
        assert schedule.is_on
        recurrence = schedule.plan.recurrence
        assert calendar.read(calendar.words(recurrence)) == recurrence


async def _moves_to(wall: Wall, person: str, zone: str, left_on: date | None = None) -> None:
    async with wall.database.write() as session:
        there = {"time_zone": zone, "left_on": left_on}
        await session.execute(update(Person).where(Person.id == person).values(**there))


async def _switch(wall: Wall, schedule: str, *, is_on: bool, at: str) -> None:
    async with wall.database.write() as session:
        await switch(session, schedule, is_on, utc(at))
