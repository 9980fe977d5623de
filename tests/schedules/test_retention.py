from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.conversation.message import Message, text
from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.delivery.calendar.schedules import Schedule
from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.changes import edit
from bot.delivery.ledger.contents import StoredContent, store_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.learning.declarations import NUDGE
from bot.people.audit.acts import WAS_REFUSED
from bot.people.audit.audit_check import check
from bot.people.audit.audit_log import AuditLine, record
from bot.people.contact.budget import Reserved, reserve
from bot.people.identity.organisation_limits import change
from bot.store.database import Database, Table
from bot.store.events import SeenEvent, is_first_time
from schedules.administration.retention import Retention
from tests.delivery.office import HELLO, TEN, Office, occasion
from tests.delivery.people import HOME, some_people

GIVEN = {"keep_message_days": 30, "keep_delivery_days": 100}
A_WEEK = timedelta(days=7)


@dataclass
class Archive:
    """Some years of an office, and what is left of them."""

    office: Office

    async def clear_out(self, after: timedelta) -> None:
        self.office.clock.move_to(TEN + after)
        retention = Retention(self.office.database, self.office.clock, GIVEN)
        assert [draft async for draft in retention.drafts(Slot())] == []

    async def count(self, table: type[Table]) -> int:
        async with self.office.database.read() as session:
            return await session.scalar(select(func.count()).select_from(table)) or 0

    async def set_state(self, state: DeliveryState) -> None:
        async with self.office.database.write() as session:
            await session.execute(update(Delivery).values(state=state))

    async def plan(self, at: datetime = TEN) -> str:
        return await self.office.plan(occasion(at=at))


@pytest.fixture
async def archive(database: Database) -> Archive:
    """With a schedule that comes again; what else is planned happens once."""
    found = Archive(Office(database, people=await some_people(database, 2)))
    given = {"id": "tips", "organisation_id": HOME, "name": "Tips", "job": "hello", "kind": NUDGE}
    async with database.write() as session:
        session.add(Schedule(cron="0 10 * * tue", starts_on=TEN.date(), since=TEN - A_WEEK, **given))
    return found


async def test_events_are_forgotten_once_no_platform_repeats_them(archive: Archive) -> None:
    async with archive.office.database.write() as session:
        await is_first_time(session, "old", TEN - timedelta(hours=25))
        await is_first_time(session, "new", TEN - timedelta(hours=23))
    await archive.clear_out(timedelta())
    async with archive.office.database.read() as session:
        assert (await session.scalars(select(SeenEvent.id))).all() == ["new"]


async def test_what_a_message_said_goes_before_who_got_it(archive: Archive) -> None:
    await archive.plan()
    await archive.set_state(DeliveryState.SENT)
    await archive.clear_out(timedelta(days=29))
    assert await archive.count(StoredContent) == 1
    await archive.clear_out(timedelta(days=31))
    assert (await archive.count(StoredContent), await archive.count(Delivery)) == (0, 2)


async def test_what_an_administrator_chose_counts_from_the_next_night_on(archive: Archive) -> None:
    await archive.plan()
    await archive.set_state(DeliveryState.SENT)
    async with archive.office.database.write() as session:
        await change(session, HOME, "keep_message_days", 60, GIVEN)
    await archive.clear_out(timedelta(days=59))
    assert await archive.count(StoredContent) == 1
    await archive.clear_out(timedelta(days=61))
    assert await archive.count(StoredContent) == 0


async def test_an_announcement_is_not_kept_longer_than_what_is_known_of_its_sending(archive: Archive) -> None:
    """Without its deliveries, it would seem never to have gone out."""
    async with archive.office.database.write() as session:
        await change(session, HOME, "keep_message_days", 400, GIVEN)
        author = archive.office.people[0]
        session.add(
            Broadcast(
                organisation_id=HOME,
                author_id=author,
                stage=AnnouncementStage.SENT,
                changed_at=TEN,
                sent_at=TEN,
            )
        )
    await archive.clear_out(timedelta(days=99))
    assert await archive.count(Broadcast) == 1
    await archive.clear_out(timedelta(days=101))
    assert await archive.count(Broadcast) == 0


@pytest.mark.parametrize("state", [DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN])
async def test_what_somebody_still_has_to_get_is_kept(archive: Archive, state: DeliveryState) -> None:
    await archive.plan()
    await archive.plan(TEN + A_WEEK)
    await archive.set_state(state)
    await archive.clear_out(timedelta(days=500))
    assert (await archive.count(StoredContent), await archive.count(Delivery)) == (1, 4)
    assert await archive.count(Slot) == 2


async def test_who_got_what_goes_with_its_slot(archive: Archive) -> None:
    await archive.plan()
    await archive.plan(TEN + A_WEEK)
    await archive.set_state(DeliveryState.SENT)
    await archive.clear_out(timedelta(days=101))
    assert (await archive.count(Slot), await archive.count(Delivery)) == (1, 2)


async def test_the_latest_slot_stays_so_that_nothing_is_sent_again(archive: Archive) -> None:
    await archive.plan()
    await archive.set_state(DeliveryState.SENT)
    await archive.clear_out(timedelta(days=500))
    assert (await archive.count(Slot), await archive.count(Delivery)) == (1, 0)
    await archive.clear_out(timedelta(days=501))
    assert await archive.count(Slot) == 1


async def test_the_slot_of_what_happens_once_goes_with_its_deliveries(archive: Archive) -> None:
    await archive.office.plan(occasion("question-letters:1"))
    for state, days in ((DeliveryState.SENT, 99), (DeliveryState.PENDING, 101)):
        await archive.set_state(state)
        await archive.clear_out(timedelta(days=days))
        assert await archive.count(Slot) == 1
    await archive.set_state(DeliveryState.SENT)
    await archive.clear_out(timedelta(days=102))
    assert (await archive.count(Slot), await archive.count(Delivery)) == (0, 0)


async def test_what_was_changed_once_goes_after_what_changed_it(archive: Archive) -> None:
    slot = await archive.office.plan(occasion("question-offers:1:1"))
    await archive.set_state(DeliveryState.SENT)
    async with archive.office.database.write() as session:
        changing = await edit(session, slot, Message("Taken", (text("Taken"),)), TEN)
    await archive.office.expand(changing)
    await archive.set_state(DeliveryState.SENT)
    for nights, left in ((101, 1), (102, 0)):
        await archive.clear_out(timedelta(days=nights))
        assert await archive.count(Slot) == left


async def test_a_slot_whose_job_has_not_run_is_kept(archive: Archive) -> None:
    await archive.plan()
    await archive.plan(TEN + A_WEEK)
    await archive.set_state(DeliveryState.SENT)
    async with archive.office.database.write() as session:
        await session.execute(update(Slot).values(expanded_at=None))
    await archive.clear_out(timedelta(days=500))
    assert await archive.count(Slot) == 2
    async with archive.office.database.write() as session:
        await session.execute(update(Slot).values(state=SlotState.SKIPPED))
    await archive.clear_out(timedelta(days=501))
    assert await archive.count(Slot) == 1


async def test_a_message_that_is_being_changed_keeps_its_slot_and_its_new_words(archive: Archive) -> None:
    slot = await archive.plan()
    await archive.plan(TEN + A_WEEK)
    await archive.set_state(DeliveryState.SENT)
    async with archive.office.database.write() as session:
        await edit(session, slot, Message("New", (text("New"),)), TEN)
    await archive.clear_out(timedelta(days=500))
    async with archive.office.database.read() as session:
        assert await session.get(Slot, slot)
        (kept,) = await session.scalars(select(StoredContent.body))
    assert "New" in kept


async def test_a_message_that_is_used_again_is_new_again(archive: Archive) -> None:
    await archive.plan()
    await archive.set_state(DeliveryState.SENT)
    async with archive.office.database.write() as session:
        await store_contents(session, [HELLO], TEN + timedelta(days=20))
    await archive.clear_out(timedelta(days=40))
    assert await archive.count(StoredContent) == 1


async def test_how_often_somebody_was_written_to_is_not_kept_for_ever(archive: Archive) -> None:
    async with archive.office.database.write() as session:
        await reserve(session, [("W1-000000", TEN.date())], 3)
    await archive.clear_out(timedelta(days=100))
    assert await archive.count(Reserved) == 1
    await archive.clear_out(timedelta(days=102))
    assert await archive.count(Reserved) == 0


async def test_after_clearing_out_the_calendar_does_not_bring_back_what_is_over(archive: Archive) -> None:
    await archive.plan()
    await archive.set_state(DeliveryState.SENT)
    await archive.clear_out(timedelta(days=500))
    missed = await ScheduleCalendar(archive.office.database).due(TEN + timedelta(days=500))
    assert missed[0].day == TEN.date() + A_WEEK


async def test_the_audit_is_kept_for_as_long_as_was_chosen_and_is_still_whole(archive: Archive) -> None:
    async with archive.office.database.write() as session:
        await change(session, HOME, "keep_audit_days", 400, GIVEN)
        for day in range(3):
            await record(session, None, WAS_REFUSED, TEN + timedelta(days=day), about="roles")
    await archive.clear_out(timedelta(days=401))
    async with archive.office.database.read() as session:
        state = await check(session)
    assert (state.fault, state.first, state.last) == (None, 2, 3)
    assert await archive.count(AuditLine) == 2
