from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from bot.conversation.message import Button, Buttons, Heading, Message
from bot.delivery.calendar.slots import open_slots
from bot.delivery.ledger.changes import cancel
from bot.delivery.ledger.contents import load_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState
from bot.features.learning.declarations import NUDGE
from bot.people.access.roles import Role, grant
from bot.people.contact.send_time import Local
from bot.people.identity.organisations import Organisation
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Person, Preferences
from bot.store.database import Database
from schedules.learning.nudges import Nudges
from tests.delivery.office import Office
from tests.delivery.people import some_people
from tests.delivery.times import utc
from tests.features.learning.tips import some_tracks
from tests.schedules.weeks import add_schedule, drafts_on, expand_on, occasion_on

ALL = some_tracks(everyone=8, peer_workers=4, supervisors=4, leaders=4, new_starters=4, team_prompts=2)
TUESDAY = date(2026, 7, 14)


@pytest.fixture
async def job(office: Office) -> Nudges:
    """Three people, every Tuesday."""
    office.people = await some_people(office.database, 3)
    await add_schedule(office.database, NUDGE)
    return Nudges(office.database, ALL, {})


async def weeks(office: Office, job: Nudges, count: int, first: int = 0) -> None:
    for week in range(first, first + count):
        await expand_on(office, job.drafts, TUESDAY + timedelta(weeks=week), NUDGE)


async def tips_of(office: Office, person: str) -> list[str]:
    """The titles, week by week."""
    rows = sorted((r for r in await office.rows() if r.person_id == person), key=lambda r: r.slot_id)
    async with office.database.read() as session:
        messages = await load_contents(session, [row.content for row in rows])
    return [title(messages[row.content]) for row in rows]


def title(message: Message) -> str:
    (heading,) = (block.text for block in message.blocks if isinstance(block, Heading))
    return heading


async def test_everybody_has_three_different_tips_in_three_weeks(office: Office, job: Nudges) -> None:
    await weeks(office, job, 3)
    for person in office.people:
        assert len(set(await tips_of(office, person))) == 3
    assert await office.states() == [DeliveryState.PENDING] * 9
    assert {row.kind for row in await office.rows()} == {NUDGE}


async def test_it_comes_at_the_schedules_time_where_the_person_is(office: Office, job: Nudges) -> None:
    await weeks(office, job, 1)
    assert {row.due_at for row in await office.rows()} == {utc("2026-07-14 10:00")}


async def test_their_own_weekly_day_is_theirs(office: Office, job: Nudges) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], tip_day=4, tip_hour=15))
    await weeks(office, job, 1)
    assert (await office.rows())[0].due_at == utc("2026-07-16 15:00")


async def test_who_moves_their_day_forward_does_not_get_two_in_a_week(office: Office, job: Nudges) -> None:
    person = office.people[0]
    async with office.database.write() as session:
        session.add(Preferences(person_id=person, tip_day=1))
    await weeks(office, job, 1)
    async with office.database.write() as session:
        (await session.get_one(Preferences, person)).tip_day = 2
    await weeks(office, job, 2, first=1)
    due = [row.due_at for row in await office.rows() if row.person_id == person]
    assert due == [utc("2026-07-20 10:00"), utc("2026-07-28 10:00")]


async def test_leavers_get_none(office: Office, job: Nudges) -> None:
    async with office.database.write() as session:
        (await session.get_one(Person, office.people[0])).left_on = date(2026, 1, 1)
    await weeks(office, job, 1)
    assert [row.person_id for row in await office.rows()] == office.people[1:]


async def test_started_again_it_drafts_the_same(office: Office, job: Nudges) -> None:
    first = await drafts_on(job.drafts, TUESDAY, NUDGE)
    assert await drafts_on(job.drafts, TUESDAY, NUDGE) == first
    await weeks(office, job, 1)
    assert [await tips_of(office, d.to) for d in first if isinstance(d.to, str)] == [
        [title(d.message)] for d in first
    ]
    assert {d.wish for d in first} == {Local(TUESDAY, time(10), own_time=True)}


async def test_a_tip_that_did_not_fit_into_the_week_comes_in_the_next(office: Office, job: Nudges) -> None:
    await set_budget(office.database, 0)
    await weeks(office, job, 1)
    assert {(row.state, row.reason) for row in await office.rows()} == {
        (DeliveryState.SKIPPED, DeliveryReason.BUDGET)
    }
    await set_budget(office.database, 3)
    await weeks(office, job, 1, first=1)
    for person in office.people:
        first, second = await tips_of(office, person)
        assert first == second


async def test_a_tip_of_which_nobody_knows_whether_it_came_does_not_come_again(
    office: Office, job: Nudges
) -> None:
    await weeks(office, job, 1)
    async with office.database.write() as session:
        await session.execute(
            update(Delivery).values(state=DeliveryState.CANCELLED, reason=DeliveryReason.NOT_WANTED)
        )
    await weeks(office, job, 1, first=1)
    for person in office.people:
        assert len(set(await tips_of(office, person))) == 2


async def test_a_slot_that_was_cancelled_before_it_was_written_loses_no_tip(
    office: Office, job: Nudges
) -> None:
    chosen = {d.to: title(d.message) for d in await drafts_on(job.drafts, TUESDAY, NUDGE)}
    await cancelled_unwritten(office)
    await weeks(office, job, 1, first=1)
    assert {person: (await tips_of(office, person))[0] for person in office.people} == chosen


async def test_supervisors_and_leaders_have_tips_of_their_own_in_turn(office: Office, job: Nudges) -> None:
    person = office.people[0]
    async with office.database.write() as session:
        for role in (Role.SUPERVISOR, Role.LEADER):
            await grant(session, person, role, None, granted_by=None, now=office.clock.now())
    await weeks(office, job, 3)
    assert await tracks_had(office, person) == {"everyone", "supervisors", "leaders"}
    assert await tracks_had(office, office.people[1]) == {"everyone"}


async def test_only_who_declared_it_gets_tips_for_peer_workers(office: Office, job: Nudges) -> None:
    async with office.database.write() as session:
        await declare_peer(session, office.people[0], office.clock.now())
    await weeks(office, job, 4)
    assert await tracks_had(office, office.people[0]) == {"everyone", "peer-workers"}
    assert await tracks_had(office, office.people[1]) == {"everyone"}


async def test_when_everything_is_had_nothing_comes(office: Office, job: Nudges) -> None:
    await weeks(office, job, 10)
    assert {len(await tips_of(office, person)) for person in office.people} == {8}


async def tracks_had(office: Office, person: str) -> set[str]:
    rows: Sequence[Delivery] = [row for row in await office.rows() if row.person_id == person]
    async with office.database.read() as session:
        messages = await load_contents(session, [row.content for row in rows])
    return {tip.track.value for m in messages.values() if (tip := ALL.with_key(more_of(m).value))}


def more_of(message: Message) -> Button:
    return next(b.buttons[-1] for b in message.blocks if isinstance(b, Buttons))


async def set_budget(database: Database, weekly: int) -> None:
    async with database.write() as session:
        await session.execute(update(Organisation).values(weekly_contacts=weekly))


async def cancelled_unwritten(office: Office) -> None:
    """The slot of the first week, cancelled after its tips were chosen and before any was written."""
    found = occasion_on(TUESDAY, NUDGE)
    async with office.database.write() as session:
        await open_slots(session, [found])
        await cancel(session, found.slot_id)
