import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Kind, Sender
from bot.core.clock import MovableClock
from bot.people.contact.preferences import ContactPreferences, choose
from bot.people.directory.staff_lookup import StaffLookup
from bot.people.identity.first_contact import (
    FirstContactGuard,
    WaitingPerson,
    get_or_create_person,
    is_new,
    record_first_contact,
)
from bot.people.identity.people import Account, Person
from tests.delivery.times import utc
from tests.fakes import request
from tests.people.village import NOW, Village

NURSE = Sender("slack", "T1", "U1")
LATER = utc("2026-12-01 10:00")


async def test_first_contact_makes_a_person_with_an_account(village: Village, session: AsyncSession) -> None:
    person = await get_or_create_person(session, NURSE, village.organisation, name="Amara", now=NOW)
    assert (person.name, person.first_met_at, person.left_on) == ("Amara", NOW, None)
    account = await session.scalar(select(Account).where(Account.person_id == person.id))
    assert account
    assert account.sender == NURSE
    assert account.is_chosen


async def test_meeting_again_changes_nothing_but_a_name_we_did_not_know(
    village: Village, session: AsyncSession
) -> None:
    first = await get_or_create_person(session, NURSE, village.organisation, now=NOW)
    again = await get_or_create_person(session, NURSE, village.organisation, name="Amara", now=LATER)
    once_more = await get_or_create_person(
        session, NURSE, village.organisation, name="Someone else", now=LATER
    )
    assert first.id == again.id == once_more.id
    assert (once_more.name, once_more.first_met_at) == ("Amara", NOW)


async def test_somebody_is_new_until_we_have_met_even_in_our_list(
    village: Village, session: AsyncSession
) -> None:
    assert await is_new(session, NURSE)
    person = await get_or_create_person(session, NURSE, village.organisation, now=NOW)
    assert not await is_new(session, NURSE)
    person.first_met_at = None
    assert await is_new(session, NURSE)


async def test_two_replicas_that_meet_somebody_at_once_make_one_person(village: Village) -> None:
    async def meets() -> str:
        async with village.database.write() as session:
            return (await get_or_create_person(session, NURSE, village.organisation, now=NOW)).id

    met = await asyncio.gather(*(meets() for _ in range(5)))
    assert len(set(met)) == 1
    async with village.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 1


async def test_who_holds_messages_is_waited_for_until_they_write(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Amara")
    assert await record_first_contact(session, "amara", NOW) is None
    await choose(session, "amara", ContactPreferences(holds_until_writing=True))
    assert await record_first_contact(session, "amara", LATER) == WaitingPerson("amara", 3, "Europe/London")
    assert (await session.get_one(Person, "amara")).first_met_at == NOW


async def test_a_leaver_is_not_waited_for(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Amara")
    await choose(session, "amara", ContactPreferences(holds_until_writing=True))
    (await session.get_one(Person, "amara")).left_on = NOW.date()
    assert await record_first_contact(session, "amara", NOW) is None


@pytest.mark.parametrize(
    ("kind", "let_go"),
    [(Kind.SAID, 1), (Kind.PRESSED, 1), (Kind.SUBMITTED, 1), (Kind.JOINED, 0), (Kind.OPENED_HOME, 0)],
)
async def test_what_was_held_is_let_go_when_they_write_and_not_when_they_look(
    village: Village, kind: Kind, let_go: int
) -> None:
    released = []

    async def release(_: AsyncSession, *told: object) -> None:
        released.append(told)

    async with village.database.write() as session:
        person = await get_or_create_person(session, NURSE, village.organisation, now=NOW)
        await choose(session, person.id, ContactPreferences(holds_until_writing=True))
    guard = FirstContactGuard(
        village.database,
        village.organisation,
        MovableClock(LATER, frozen=True),
        release,
        StaffLookup(village.organisation),
    )
    assert await guard(request(kind, sender=NURSE), None) is None
    assert released == [(person.id, 3, "Europe/London", LATER)] * let_go


async def test_a_person_who_writes_can_be_written_to_again_unless_their_account_is_closed(
    village: Village,
) -> None:
    async with village.database.write() as session:
        await get_or_create_person(session, NURSE, village.organisation, now=NOW)
        (account,) = await session.scalars(select(Account))
        account.unreachable_since = NOW
    guard = FirstContactGuard(
        village.database,
        village.organisation,
        MovableClock(LATER, frozen=True),
        wait,
        StaffLookup(village.organisation),
    )
    await guard(request(sender=NURSE), None)
    async with village.database.write() as session:
        (account,) = await session.scalars(select(Account))
        assert account.unreachable_since is None
        account.unreachable_since, account.closed_on = NOW, NOW.date()
    await guard(request(sender=NURSE), None)
    async with village.database.read() as session:
        (account,) = await session.scalars(select(Account))
        assert account.unreachable_since == NOW


async def wait(*_: object) -> None:
    """Nothing is held."""
