from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Bullets, Choice, Facts, TextInput
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.delivery.calendar.schedules import Schedule, Timetable, add_missing, schedules_of
from bot.features import DEFAULT_SCHEDULES
from bot.features.administration.declarations import MANAGE_SCHEDULES
from bot.features.peer_network.members import CHANNEL
from bot.features.peer_profiles.declarations import PEER_PAGE
from bot.people.audit.acts import SWITCHED_SCHEDULE
from bot.people.identity.organisations import Organisation
from bot.store.database import Database
from handlers.administration.schedules import routes
from tests.databases import SEAL, sqlite_urls
from tests.fakes import buttons, labels, message_of, request, words_of
from tests.people.audit_lines import newest_audit_lines


@dataclass(frozen=True)
class Desk:
    """What these handlers use, and an administrator at it."""

    clock: MovableClock
    database: Database
    organisation: Organisation
    timetable: Timetable
    idle_jobs: frozenset[str] = frozenset({PEER_PAGE, CHANNEL})

    async def says(self, words: str) -> Reply:
        return await self._does(Kind.SAID, text=words)

    async def presses(self, action: str, value: str = "", **values: str) -> Reply:
        return await self._does(Kind.PRESSED, action=action, value=value, values=values)

    async def submits(self, value: str, when: str, starts_on: str = "2026-11-24") -> Reply:
        values = {"when": when, "starts_on": starts_on}
        return await self._does(Kind.SUBMITTED, action="schedule.check", value=value, values=values)

    async def presses_button(self, reply: Reply, label: str) -> Reply:
        button = next(b for b in buttons(reply) if b.label == label)
        return await self.presses(button.action, button.value)

    async def schedule(self, name: str = "Weekly tips") -> Schedule:
        async with self.database.read() as session:
            found = await schedules_of(session, self.organisation.id)
        return next(schedule for schedule in found if schedule.name == name)

    async def _does(self, kind: Kind, **what: Any) -> Reply:
        dispatch = Dispatch(routes, self, [], _raise, UserFacingError)
        return await dispatch(request(kind, **what))


def _raise(reference: str, asked: object, error: Exception) -> None:
    raise error


@pytest.fixture
async def desk(tmp_path: Path, migrated_sqlite: Path, clock: MovableClock) -> AsyncIterator[Desk]:
    """A Tuesday at ten, when this week's tips are just gone."""
    database = Database(sqlite_urls(tmp_path, migrated_sqlite).main, seal=SEAL)
    harbour = Organisation(id="home", name="Harbour", country="GB", time_zone="Europe/London")
    async with database.write() as session:
        session.add(harbour)
        await session.flush()
        await add_missing(session, harbour.id, clock.now(), DEFAULT_SCHEDULES)
    yield Desk(clock, database, harbour, ScheduleCalendar(database))
    await database.close()


def test_all_of_it_needs_the_permission_for_schedules() -> None:
    assert {route.needs for route in routes.by_name.values()} == {MANAGE_SCHEDULES}


async def test_the_list_says_in_plain_words_when_each_comes_next(desk: Desk) -> None:
    reply = await desk.says("schedules")
    assert isinstance(reply, Say)
    assert reply.private
    (facts,) = [block for block in reply.message.blocks if isinstance(block, Facts)]
    assert ("Weekly tips", "Every Thursday at 10:00. Next: Thursday 26 November 2026.") in facts.rows
    assert ("Clearing out old records", "Every day at 03:00. Next: Wednesday 25 November 2026.") in facts.rows
    (choice,) = [block for block in reply.message.blocks if isinstance(block, Choice)]
    assert len(choice.options) == len(facts.rows) == 10


async def test_the_page_of_peer_workers_is_listed_only_where_there_is_one(desk: Desk) -> None:
    assert "The page of peer workers" not in words_of(await desk.says("schedules"))
    desk = replace(desk, idle_jobs=frozenset({CHANNEL}))
    assert "The page of peer workers" in words_of(await desk.says("schedules"))


async def test_one_is_opened_with_its_next_five_times(desk: Desk) -> None:
    reply = await desk.presses("schedule.show", schedule=(await desk.schedule()).id)
    assert isinstance(reply, Replace)
    assert _times(reply)[:2] == ["Thursday 26 November 2026", "Thursday 3 December 2026"]
    assert len(_times(reply)) == 5
    assert labels(reply) == ["Change when", "Switch it off", "All schedules"]


async def test_opening_none_is_told_beside_the_choice(desk: Desk) -> None:
    assert await desk.presses("schedule.show") == Faults({"schedule": "Choose one of them first."})


async def test_switched_off_it_says_so_and_offers_to_switch_it_on(desk: Desk) -> None:
    opened = await desk.presses("schedule.show", (await desk.schedule()).id)
    off = await desk.presses_button(opened, "Switch it off")
    assert message_of(off).summary == "Weekly tips: off"
    assert not (await desk.schedule()).is_on
    assert "Off. It was every Thursday at 10:00." in str(message_of(await desk.says("schedules")))
    await desk.presses_button(off, "Switch it on")
    assert (await desk.schedule()).is_on


async def test_pressing_an_old_button_twice_does_not_switch_it_back(desk: Desk) -> None:
    opened = await desk.presses("schedule.show", (await desk.schedule()).id)
    await desk.presses_button(opened, "Switch it off")
    await desk.presses_button(opened, "Switch it off")
    assert not (await desk.schedule()).is_on


async def test_the_form_starts_with_what_applies_and_keeps_its_weeks_in_step(desk: Desk) -> None:
    prompts = await desk.schedule("Team discussion prompts")
    desk.clock.move_to(datetime.fromisoformat("2026-12-01T10:00:00+00:00"))
    reply = await desk.presses("schedule.change", prompts.id)
    assert isinstance(reply, Open)
    boxes = {box.name: box.initial for box in reply.form.all_fields if isinstance(box, TextInput)}
    assert boxes == {"when": "every second Thursday at 11:00", "starts_on": "2026-12-10"}


async def test_new_times_are_shown_before_anything_changes(desk: Desk) -> None:
    tips = await desk.schedule()
    reply = await desk.submits(tips.id, "0 9 * * 1")
    assert message_of(reply).summary == "Weekly tips: every Monday at 09:00?"
    assert _times(reply)[:2] == ["Monday 30 November 2026", "Monday 7 December 2026"]
    assert (await desk.schedule()).cron == tips.cron


async def test_agreed_times_apply_and_are_shown(desk: Desk) -> None:
    preview = await desk.submits((await desk.schedule()).id, "every second friday at 2pm", "2026-12-05")
    saved = await desk.presses_button(preview, "Use these times")
    assert isinstance(saved, Replace)
    assert _times(saved) == _times(preview)
    assert _times(saved)[:2] == ["Friday 11 December 2026", "Friday 25 December 2026"]
    changed = await desk.schedule()
    assert (changed.cron, changed.every_weeks, str(changed.at)) == ("0 14 * * fri", 2, "14:00:00")


async def test_times_that_are_not_agreed_to_stay_as_they_were(desk: Desk) -> None:
    preview = await desk.submits((await desk.schedule()).id, "every day at 08:00")
    left = await desk.presses_button(preview, "Leave it as it is")
    assert "every Thursday at 10:00" in words_of(left)


@pytest.mark.parametrize("typed", ["", "whenever", "every Tuesday", "0 25 * * *"])
async def test_times_nobody_can_read_are_refused_beside_their_box(desk: Desk, typed: str) -> None:
    reply = await desk.submits((await desk.schedule()).id, typed)
    assert isinstance(reply, Faults)
    assert "every Tuesday at 10:00" in reply.by_field["when"]


@pytest.mark.parametrize("typed", ["", "soon", "2026-13-01", "2026-11-23", "2027-11-27", "9999-12-31"])
async def test_a_day_that_is_none_or_far_away_is_refused_beside_its_box(desk: Desk, typed: str) -> None:
    reply = await desk.submits((await desk.schedule()).id, "every Tuesday at 10:00", typed)
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {"starts_on"}


@pytest.mark.parametrize("action", ["schedule.show", "schedule.change", "schedule.switch", "schedule.save"])
async def test_a_schedule_that_is_gone_is_told_kindly(desk: Desk, action: str) -> None:
    value = {"schedule.switch": "gone off", "schedule.save": "gone 2026-12-01 every day at 10:00"}
    assert "removed since" in message_of(await desk.presses(action, value.get(action, "gone"))).summary


def _times(reply: Reply) -> list[str]:
    (bullets,) = [block for block in message_of(reply).blocks if isinstance(block, Bullets)]
    return [item.spans[0].text for item in bullets.items]


async def test_what_was_changed_stands_in_the_audit_and_what_was_not_does_not(desk: Desk) -> None:
    tips = await desk.schedule()
    opened = await desk.presses("schedule.show", tips.id)
    for _ in range(2):
        await desk.presses_button(opened, "Switch it off")
    await desk.presses_button(await desk.submits(tips.id, "0 9 * * 1"), "Use these times")
    async with desk.database.read() as session:
        changed, switched = await newest_audit_lines(session)
    assert (switched.act, switched.about) == (SWITCHED_SCHEDULE, tips.id)
    assert switched.details == {"schedule": "Weekly tips", "after": "off"}
    assert changed.details == {
        "schedule": "Weekly tips",
        "before": "every Thursday at 10:00",
        "after": "every Monday at 09:00",
        "first": "2026-11-24",
    }
