"""What the two databases could see differently, and what several at once may do."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.announcements.acknowledgement import (
    AcknowledgementOutcome,
    acknowledge,
    acknowledged,
    close_acknowledgements,
)
from bot.features.announcements.models import Broadcast
from bot.features.announcements.retention import forget_broadcasts
from bot.features.announcements.service import sending
from bot.features.announcements.service.agreement import withdraw
from bot.features.announcements.service.audience_estimate import estimate_audience
from bot.features.announcements.service.composition import Composed
from bot.features.announcements.service.drafts import Meant, write
from bot.features.announcements.service.progress import progress_of
from bot.features.announcements.service.progress_message import LOOK, update_progress, update_progress_soon
from bot.features.announcements.views.announcement import to_recipients
from bot.store.database import Database
from schedules.announcements.announcements import Broadcasts
from tests.databases import SEAL, Urls
from tests.delivery.office import TEN, Office
from tests.delivery.people import HOME, some_people


@pytest.fixture
async def office(urls: Urls) -> AsyncIterator[Office]:
    """Ten people, to whom an announcement goes out."""
    database = Database(urls.main, seal=SEAL)
    people = await some_people(database, 10)
    yield Office(database, people=people, replacement=Broadcasts(database).drafts)
    await database.close()


async def drafted(office: Office, subject: str | None = None) -> Broadcast:
    async with office.database.write() as session:
        made = Broadcast(organisation_id=HOME, author_id=office.people[0])
        typed = Composed("Hello", "All of you.", audience="everyone", acknowledge="yes")
        return await write(session, made, typed, Meant(subject), TEN)


async def send(office: Office, broadcast: Broadcast) -> bool:
    async with office.database.write() as session:
        mine = await session.get_one(Broadcast, broadcast.id)
        return await sending.send(session, mine, broadcast.wording, TEN, to_recipients=to_recipients)


async def sent(office: Office) -> Broadcast:
    broadcast = await drafted(office)
    assert await send(office, broadcast)
    async with office.database.write() as session:
        await session.execute(update(Slot).where(Slot.schedule == broadcast.schedule).values(job="hello"))
        slot = await sending.slot_of(session, broadcast)
    assert slot
    await office.expand(slot.id)
    await office.send()
    return broadcast


async def test_two_who_send_at_the_same_moment_send_it_once(office: Office) -> None:
    broadcast = await drafted(office)
    assert sorted(await asyncio.gather(send(office, broadcast), send(office, broadcast))) == [False, True]
    async with office.database.read() as session:
        slots = select(func.count()).where(Slot.schedule == broadcast.schedule)
        assert await session.scalar(slots) == 1


async def test_everybody_is_counted_where_they_are(office: Office) -> None:
    broadcast = await sent(office)
    async with office.database.read() as session:
        broadcast = await session.get_one(Broadcast, broadcast.id)
        assert (await estimate_audience(session, broadcast)).people == 10
        progress = await progress_of(session, broadcast, TEN)
    assert (progress.sent, progress.waiting, progress.everyone) == (10, 0, 10)
    assert progress.is_prepared


async def test_what_waits_is_told_by_when_it_comes(office: Office) -> None:
    broadcast = await sent(office)
    async with office.database.write() as session:
        for person, due in ((office.people[1], TEN + timedelta(hours=1)), (office.people[2], None)):
            row = update(Delivery).where(Delivery.person_id == person)
            await session.execute(row.values(state=DeliveryState.PENDING, due_at=due))
        broadcast = await session.get_one(Broadcast, broadcast.id)
        progress = await progress_of(session, broadcast, TEN)
    assert (progress.sent, progress.due, progress.later, progress.held) == (8, 0, 1, 1)
    assert progress.next_at == TEN + timedelta(hours=1)


async def test_a_look_tells_what_moved_once_and_leaves_no_earlier_looks(office: Office) -> None:
    broadcast = await sent(office)
    async with office.database.write() as session:
        (slot,) = await session.scalars(select(Slot).where(Slot.job == LOOK))
        found = await update_progress(session, slot, slot.due_at)
        assert found
        assert found.id == broadcast.id
        slot.expanded_at = slot.due_at
        await update_progress_soon(session, found, slot.due_at)
    async with office.database.write() as session:
        newest = await session.scalar(select(Slot).where(Slot.job == LOOK).order_by(Slot.due_at.desc()))
        assert newest
        assert await update_progress(session, newest, newest.due_at) is None
        (await session.get_one(Broadcast, broadcast.id)).told = ""
        assert await update_progress(session, slot, slot.due_at) is None
        assert await update_progress(session, newest, newest.due_at)
    async with office.database.read() as session:
        assert await session.scalar(select(func.count()).where(Slot.job == LOOK)) == 1


async def test_acknowledging_at_the_same_moment_counts_each_person_once(office: Office) -> None:
    broadcast = await sent(office)

    async def press(person: str) -> AcknowledgementOutcome:
        async with office.database.write() as session:
            mine = await session.get_one(Broadcast, broadcast.id)
            return await acknowledge(session, SEAL, mine, person, TEN)

    pressed = await asyncio.gather(*(press(person) for person in office.people[:5] * 2))
    assert sorted(outcome.name for outcome in pressed) == ["COUNTED"] * 5 + ["TWICE"] * 5
    async with office.database.write() as session:
        await close_acknowledgements(session, TEN + timedelta(days=30))
        await close_acknowledgements(session, TEN + timedelta(days=31))
    async with office.database.read() as session:
        assert await acknowledged(session, await session.get_one(Broadcast, broadcast.id)) == 5


async def test_everything_about_it_can_be_forgotten(office: Office) -> None:
    broadcast = await sent(office)
    async with office.database.write() as session:
        mine = await session.get_one(Broadcast, broadcast.id)
        await acknowledge(session, SEAL, mine, office.people[1], TEN)
        assert await forget_broadcasts(session, TEN + timedelta(days=1)) == 1
    async with office.database.read() as session:
        assert await session.scalar(select(func.count(Broadcast.id))) == 0


async def test_taking_back_what_was_never_sent_recalls_nothing(office: Office) -> None:
    broadcast = await drafted(office, subject=office.people[3])
    async with office.database.write() as session:
        mine = await session.get_one(Broadcast, broadcast.id)
        withdrawn = await withdraw(session, mine, TEN)
    assert not withdrawn.is_recalled
