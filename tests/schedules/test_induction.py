from collections import Counter
from datetime import date, timedelta

import pytest

from bot.delivery.ledger.deliveries import DeliveryState
from bot.features.learning.declarations import INDUCTION
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Person, Preferences
from schedules.learning.induction import Induction
from tests.delivery.office import Office
from tests.delivery.people import some_people
from tests.delivery.times import utc
from tests.features.learning.tips import some_tracks
from tests.schedules.weeks import add_schedule, drafts_on, expand_on

ALL = some_tracks(everyone=4, new_starters=8, new_peer_workers=8)
BEGAN = date(2026, 7, 13)


@pytest.fixture
async def job(office: Office) -> Induction:
    """One starts on the 13th of July, one started years ago, and of one we know nothing."""
    office.people = await some_people(office.database, 3)
    async with office.database.write() as session:
        (await session.get_one(Person, office.people[0])).starts_on = BEGAN
        (await session.get_one(Person, office.people[1])).starts_on = date(2019, 1, 1)
    await add_schedule(office.database, INDUCTION)
    return Induction(office.database, ALL)


async def days(office: Office, job: Induction, count: int, first: int = 0, arrive: bool = True) -> None:
    """`arrive`: what was due is sent before the next day comes."""
    for day in range(first, first + count):
        await expand_on(office, job.drafts, BEGAN + timedelta(days=day), INDUCTION)
        if arrive:
            office.clock.move_to(utc(f"{BEGAN + timedelta(days=day)} 16:00"))
            await office.send()


async def counts(office: Office) -> list[int]:
    had = Counter(row.person_id for row in await office.rows())
    return [had[person] for person in office.people]


async def test_a_new_starter_has_five_tips_in_three_weeks_and_nobody_else_any(
    office: Office, job: Induction
) -> None:
    await days(office, job, 22)
    assert await counts(office) == [5, 0, 0]
    rows = await office.rows()
    assert {row.kind for row in rows} == {INDUCTION}
    assert {row.state for row in rows} == {DeliveryState.SENT}
    assert len({row.content for row in rows}) == 5


async def test_the_first_comes_on_the_second_day_in_the_morning(office: Office, job: Induction) -> None:
    await days(office, job, 3)
    assert (await office.row()).due_at == utc("2026-07-14 09:30")


async def test_without_a_start_date_it_begins_when_we_first_met(office: Office, job: Induction) -> None:
    async with office.database.write() as session:
        for person in office.people[1:]:
            (await session.get_one(Person, person)).first_met_at = utc("2026-07-13 00:30")
    await days(office, job, 5)
    assert await counts(office) == [2, 0, 2]


async def test_only_new_peer_workers_who_declared_it_have_both_sequences(
    office: Office, job: Induction
) -> None:
    async with office.database.write() as session:
        for person in office.people[:2]:
            await declare_peer(session, person, office.clock.now())
    await days(office, job, 15)
    assert await counts(office) == [6, 0, 0]


async def test_started_again_it_drafts_the_same(office: Office, job: Induction) -> None:
    tuesday = BEGAN + timedelta(days=1)
    first = await drafts_on(job.drafts, tuesday, INDUCTION)
    assert len(first) == 1
    await days(office, job, 2, arrive=False)
    assert await drafts_on(job.drafts, tuesday, INDUCTION) == first
    assert await counts(office) == [1, 0, 0]


async def test_people_who_were_away_do_not_come_back_to_a_heap(office: Office, job: Induction) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], snoozed_until=BEGAN + timedelta(days=21)))
    await days(office, job, 21)
    assert await office.states() == [DeliveryState.PENDING]
    await days(office, job, 7, first=21)
    assert sorted(str(row.due_at.date()) for row in await office.rows() if row.due_at) == [
        "2026-08-03",
        "2026-08-05",
        "2026-08-10",
    ]


async def test_a_leaver_has_none(office: Office, job: Induction) -> None:
    async with office.database.write() as session:
        (await session.get_one(Person, office.people[0])).left_on = BEGAN
    await days(office, job, 5)
    assert await office.rows() == []


async def test_who_opted_out_is_not_tried_every_day(office: Office, job: Induction) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], opted_out=[INDUCTION]))
    await days(office, job, 9, arrive=False)
    assert await office.states() == [DeliveryState.SKIPPED] * 2
