import asyncio
from datetime import date

from sqlalchemy import select

from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.pulse.declarations import PULSE, RESULTS
from bot.people.contact.budget import Reserved, release, reserve
from bot.people.contact.message_kinds import DIGEST, ESCALATION, REPLY, MessageKind
from bot.store.database import Database
from tests.delivery.people import some_people

MONDAY = date(2026, 7, 13)


async def test_three_contacts_a_week_and_no_more(database: Database) -> None:
    (ada,) = await some_people(database, 1)
    async with database.write() as session:
        had = [await reserve(session, [(ada, MONDAY)], 3) for _ in range(5)]
    assert had == [{(ada, MONDAY)}] * 3 + [set(), set()]


async def test_the_next_week_is_another_budget(database: Database) -> None:
    (ada,) = await some_people(database, 1)
    next_monday = date(2026, 7, 20)
    async with database.write() as session:
        await reserve(session, [(ada, MONDAY)], 1)
        assert await reserve(session, [(ada, MONDAY), (ada, next_monday)], 1) == {(ada, next_monday)}


async def test_what_was_given_back_can_be_had_again(database: Database) -> None:
    (ada,) = await some_people(database, 1)
    async with database.write() as session:
        await reserve(session, [(ada, MONDAY)], 1)
        await release(session, [(ada, MONDAY)])
        await release(session, [(ada, MONDAY)])
        assert await reserve(session, [(ada, MONDAY)], 1) == {(ada, MONDAY)}
        assert await reserve(session, [(ada, MONDAY)], 1) == set()


async def test_an_organisation_may_want_no_unasked_messages_at_all(database: Database) -> None:
    (ada,) = await some_people(database, 1)
    async with database.write() as session:
        assert await reserve(session, [(ada, MONDAY)], 0) == set()


async def test_two_replicas_never_overdraw(database: Database) -> None:
    people = await some_people(database, 20)

    async def replica() -> set[tuple[str, date]]:
        async with database.write() as session:
            return await reserve(session, [(person, MONDAY) for person in people], 3)

    had = await asyncio.gather(*(replica() for _ in range(6)))
    assert sorted(c for contacts in had for c in contacts) == sorted([(p, MONDAY) for p in people] * 3)
    async with database.read() as session:
        assert set(await session.scalars(select(Reserved.used))) == {3}


def test_pulses_go_before_broadcasts_before_induction_before_nudges() -> None:
    counted = sorted((k for k in MessageKind.all() if k.is_counted), key=lambda k: k.priority)
    assert counted == [PULSE, ANNOUNCEMENT, INDUCTION, NUDGE]


def test_what_was_asked_for_is_not_counted() -> None:
    assert not any(k.is_counted for k in (DIGEST, REPLY, ESCALATION, RESULTS))
