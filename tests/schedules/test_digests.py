"""The Monday digest and the results, through the ledger, on both databases."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.conversation.message import Message
from bot.conversation.routes import Say
from bot.core.clock import MovableClock
from bot.core.themes import Audience
from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.delivery.calendar.schedules import add_missing, schedules_of
from bot.delivery.calendar.slots import Occasion, Slot, open_slots
from bot.delivery.ledger.contents import load_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState
from bot.delivery.ledger.expansion import Draft, expand
from bot.features import DEFAULT_SCHEDULES
from bot.features.pulse.declarations import PULSE, RESULTS
from bot.features.pulse.models import Wave
from bot.features.pulse.waves.waves import items_of
from bot.people.access.roles import Role, grant
from bot.people.contact.message_kinds import DIGEST
from bot.people.contact.send_time import Local
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Preferences
from schedules.digest.digests import Digests
from tests.databases import Urls
from tests.fakes import words_of
from tests.features.pulse.town import ITEMS, MORNING, Town, town

MONDAY = date(2026, 11, 30)
A_WEEK = timedelta(weeks=1)


@dataclass
class Mondays:
    """A town whose digest comes at nine, and its calendar."""

    town: Town
    clock: MovableClock
    schedule: str

    @property
    def job(self) -> Digests:
        database = self.town.database
        return Digests(database, ITEMS, self.town.seal, ScheduleCalendar(database), self.clock)

    def slot(self, week: int = 0) -> Slot:
        day = MONDAY + week * A_WEEK
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        given = {"schedule": self.schedule, "job": "digests", "organisation_id": self.town.organisation.id}
        return Slot(id=f"{self.schedule}:{day}", day=day, due_at=at, kind=DIGEST, **given)

    async def drafts(self, week: int = 0) -> list[Draft]:
        """As if everything stopped before they were written down."""
        slot = self.slot(week)
        self._move_to(slot.due_at)
        return [draft async for draft in self.job.drafts(slot)]

    async def comes(self, week: int = 0) -> list[Delivery]:
        """That Monday's deliveries, written."""
        slot, database = self.slot(week), self.town.database
        self._move_to(slot.due_at)
        organisation = self.town.organisation.id
        once = Occasion(slot.schedule, "digests", DIGEST, organisation, slot.day, slot.due_at)
        async with database.write() as session:
            await open_slots(session, [once])
        await expand(database, once.slot_id, {"digests": self.job.drafts}, self.clock, ["web"])
        async with database.read() as session:
            rows = select(Delivery).where(Delivery.slot_id == once.slot_id).order_by(Delivery.person_id)
            return list(await session.scalars(rows))

    async def wave(
        self,
        number: int,
        people: Iterable[str],
        audience: Audience = Audience.EVERYONE,
        *,
        closes: bool = True,
    ) -> Wave:
        """Everyone of these agrees with half of it."""
        opened = await self.town.opens(number, audience)
        async with self.town.database.read() as session:
            asked = [item.id for item in await items_of(session, opened.id, ITEMS)]
        for nth, person in enumerate(people):
            await self.town.answers(opened, person, dict.fromkeys(asked, 2 + 2 * (nth % 2)))
        if closes:
            await self.town.closes(opened)
        return opened

    def _move_to(self, instant: datetime) -> None:
        if instant > self.clock.now():
            self.clock.move_to(instant)


@pytest.fixture
async def mondays(urls: Urls) -> AsyncIterator[Mondays]:
    """Sixty-five people; north-0 leads everyone, south-0 the south."""
    async with town(urls.main, north=30, south=29, crisis=6) as place:
        async with place.database.write() as session:
            await add_missing(session, place.organisation.id, MORNING, DEFAULT_SCHEDULES)
            found = await schedules_of(session, place.organisation.id)
            for person, team in (("north-0", None), ("south-0", "south")):
                await grant(session, person, Role.LEADER, team, granted_by=None, now=MORNING)
        schedule = next(one.id for one in found if one.job == "digests")
        yield Mondays(place, MovableClock(MORNING, frozen=True), schedule)


def everyone(mondays: Mondays) -> list[str]:
    return [person for team in mondays.town.people.values() for person in team]


async def texts(mondays: Mondays, rows: list[Delivery]) -> dict[str, str]:
    async with mondays.town.database.read() as session:
        messages: dict[str, Message] = await load_contents(session, [row.content for row in rows])
    return {row.person_id or "": words_of(Say(messages[row.content])) for row in rows}


async def test_the_digest_waits_for_the_close_and_closes_by_itself(mondays: Mondays) -> None:
    await mondays.wave(1, everyone(mondays), closes=False)
    said = await texts(mondays, await mondays.comes())
    assert "65 of 65 answered" in said["north-0"]


async def test_after_a_wave_leaders_get_the_digest_and_everyone_else_who_was_asked_the_results(
    mondays: Mondays,
) -> None:
    await mondays.wave(1, everyone(mondays))
    drafts = await mondays.drafts()
    assert sorted(str(draft.to) for draft in drafts) == sorted(everyone(mondays))
    rows = await mondays.comes()
    assert {row.person_id for row in rows} == set(everyone(mondays))
    assert {row.person_id for row in rows if row.kind is DIGEST} == {"north-0", "south-0"}
    assert {row.due_at for row in rows} == {datetime(2026, 11, 30, 9, tzinfo=UTC)}
    assert {row.week for row in rows} == {None}


async def test_everyone_reads_of_their_own_team_what_its_leader_does(mondays: Mondays) -> None:
    await mondays.wave(1, everyone(mondays))
    said = await texts(mondays, await mondays.comes())
    assert "north: " in said["north-7"]
    assert "30 of 30 answered" in said["north-7"]
    assert "30 of 30 answered" not in said["south-0"]
    assert "crisis: counted together with other teams" in said["crisis-0"]
    assert said["north-7"] == said["north-8"]


async def test_started_again_it_drafts_the_same(mondays: Mondays) -> None:
    await mondays.wave(1, everyone(mondays))
    assert await mondays.drafts() == await mondays.drafts()
    assert len(await mondays.comes()) == len(await mondays.comes()) == 65


async def test_in_a_week_between_only_leaders_hear_from_us(mondays: Mondays) -> None:
    await mondays.wave(1, everyone(mondays))
    await mondays.comes()
    rows = await mondays.comes(1)
    assert {row.person_id for row in rows} == {"north-0", "south-0"}
    assert "What became of it?" in (await texts(mondays, rows))["north-0"]


async def test_what_a_missed_monday_would_have_told_comes_with_the_next(mondays: Mondays) -> None:
    await mondays.comes()
    await mondays.wave(2, everyone(mondays))
    async with mondays.town.database.write() as session:
        session.add(mondays.slot(2))
    assert {draft.kind for draft in await mondays.drafts(3)} == {DIGEST, RESULTS}


async def test_results_of_long_ago_are_no_news_to_a_first_digest(mondays: Mondays) -> None:
    await mondays.wave(1, everyone(mondays))
    assert {draft.kind for draft in await mondays.drafts(5)} == {DIGEST}


async def test_who_stopped_the_questions_gets_no_results(mondays: Mondays) -> None:
    await mondays.wave(1, everyone(mondays))
    async with mondays.town.database.write() as session:
        session.add(Preferences(person_id="south-7", opted_out=[PULSE, RESULTS]))
    row = next(row for row in await mondays.comes() if row.person_id == "south-7")
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, DeliveryReason.OPTED_OUT)


async def test_before_the_first_questions_leaders_hear_what_will_come(mondays: Mondays) -> None:
    said = await texts(mondays, await mondays.comes())
    assert set(said) == {"north-0", "south-0"}
    assert "Your weekly digest begins with the first answers." in said["south-0"]


async def test_what_only_peer_workers_were_asked_is_told_to_them_and_never_names_them(
    mondays: Mondays,
) -> None:
    peers = [*mondays.town.people["north"][1:17], *mondays.town.people["south"][1:5]]
    for person in peers:
        async with mondays.town.database.write() as session:
            await declare_peer(session, person, MORNING)
    await mondays.wave(1, peers, Audience.PEER_WORKER)
    rows = await mondays.comes()
    assert {row.person_id for row in rows if row.kind is RESULTS} == set(peers)
    said = await texts(mondays, rows)
    assert all(" in 100 agree, probably between" in said[person] for person in peers)
    assert not any("Asked of" in said[person] for person in peers)
    assert "Asked of peer workers only:" in said["north-0"]


async def test_all_of_it_is_wished_for_nine_wherever_the_person_is(mondays: Mondays) -> None:
    await mondays.wave(1, everyone(mondays))
    wishes = {draft.wish for draft in await mondays.drafts()}
    assert [(wish.day, wish.at.hour) for wish in wishes if isinstance(wish, Local)] == [(MONDAY, 9)]
