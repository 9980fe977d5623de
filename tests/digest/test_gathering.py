"""From published waves to what one leader is told, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

import pytest
from sqlalchemy import update

from bot.delivery.gateway import Action
from bot.delivery.ledger import Delivery, State
from bot.delivery.schedules import add_missing
from bot.delivery.slots import Occasion, open_slots
from bot.digest.edition import Edition, on_demand, weekly
from bot.digest.education import people_reached
from bot.digest.gathering import gather, groups_led_by
from bot.people.budget import Kind
from bot.people.declaring import declare_peer
from bot.people.people import Person
from bot.people.roles import Role, grant
from bot.pulse.ballot import Outcome, comment
from bot.pulse.groups import ORGANISATION
from bot.pulse.suggestions import Outcome as Became
from bot.pulse.suggestions import answer
from bot.pulse.tables import Wave
from bot.pulse.waves import items_of
from schedules.clock import ScheduleCalendar
from tests.databases import Urls
from tests.pulse.town import HEADLINE, ITEMS, MORNING, Town, town

MONDAY = date(2026, 11, 30)
NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
FORTNIGHT = timedelta(weeks=2)


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, north_a=30, south=26, west=9, crisis=6) as found:
        await leads(found, "north_a-0", None)
        await leads(found, "south-0", "south")
        await leads(found, "crisis-0", "crisis")
        async with found.database.write() as session:
            await add_missing(session, found.organisation.id, MORNING)
        yield found


async def leads(place: Town, person: str, team: str | None) -> None:
    async with place.database.write() as session:
        await grant(session, person, Role.LEADER, team, granted_by=None, now=MORNING)


async def wave(place: Town, number: int = 1, answers: int = 24, points: tuple[int, ...] = (2, 4, 4)) -> Wave:
    """Opened, answered by so many of each team, and closed: item by item in turn with these points."""
    opened = await place.opens(number)
    async with place.database.read() as session:
        asked = [item.id for item in await items_of(session, opened.id, ITEMS)]
    for people in place.people.values():
        for person, point in zip(people[:answers], cycle(points), strict=False):
            given = {item: max(1, point - place_) for place_, item in enumerate(asked)}
            assert await place.answers(opened, person, given) is Outcome.COUNTED
    await place.closes(opened)
    return opened


async def edition(place: Town, *waves: int, weeks: int = 0) -> Edition:
    calendar, later = ScheduleCalendar(place.database), timedelta(weeks=weeks)
    return await weekly(
        place.database, calendar, place.organisation, ITEMS, MONDAY + later, NINE + later, set(waves)
    )


async def test_a_leader_is_told_of_what_they_lead_and_of_nothing_below(harbour: Town) -> None:
    async with harbour.database.read() as session:
        assert await groups_led_by(session, "north_a-0") == [ORGANISATION]
        assert await groups_led_by(session, "south-0") == ["south"]
        assert await groups_led_by(session, "south-1") == []


async def test_of_several_groups_the_organisation_comes_first(harbour: Town) -> None:
    await leads(harbour, "south-0", None)
    await leads(harbour, "south-0", "north")
    await wave(harbour)
    found = await gather(await edition(harbour, 1), "south-0")
    assert [section.report.group for section in found.sections] == [ORGANISATION, "north", "south"]


async def test_a_team_counted_with_others_is_shown_the_organisation(harbour: Town) -> None:
    await wave(harbour)
    found = await gather(await edition(harbour, 1), "crisis-0")
    assert [s.report.group for s in found.sections] == ["crisis", ORGANISATION]
    assert [s.is_counted_with_others for s in found.sections] == [True, False]


async def test_gathered_again_for_the_same_day_it_is_the_same(harbour: Town) -> None:
    await wave(harbour)
    first = await gather(await edition(harbour, 1), "north_a-0")
    assert first.to_try
    assert await gather(await edition(harbour, 1), "north_a-0") == first


async def test_the_suggestion_follows_from_the_weakest_item_of_their_own_group(harbour: Town) -> None:
    await wave(harbour)
    found = await gather(await edition(harbour, 1), "south-0")
    assert found.to_try
    assert (found.to_try.group, found.to_try.is_borrowed) == ("south", False)
    assert found.to_try.item.id != HEADLINE


async def test_a_team_with_too_few_answers_borrows_the_organisations(harbour: Town) -> None:
    await wave(harbour, answers=10)
    found = await gather(await edition(harbour, 1), "crisis-0")
    assert found.to_try
    assert (found.to_try.group, found.to_try.is_borrowed) == ("Harbour", True)


async def test_the_same_is_never_suggested_twice_running(harbour: Town) -> None:
    await wave(harbour)
    first = await gather(await edition(harbour, 1), "north_a-0")
    await wave(harbour, 2)
    second = await gather(await edition(harbour, 2, weeks=2), "north_a-0")
    assert first.to_try
    assert second.to_try
    assert first.to_try.item != second.to_try.item


async def test_the_week_after_it_is_asked_about_until_it_is_settled(harbour: Town) -> None:
    await wave(harbour)
    first = (await gather(await edition(harbour, 1), "north_a-0")).to_try
    between = (await gather(await edition(harbour, weeks=1), "north_a-0")).to_try
    assert first
    assert between
    assert (first.is_asked, between.is_asked) == (False, True)
    assert first.suggestion_id == between.suggestion_id
    async with harbour.database.write() as session:
        assert await answer(session, "south-0", first.suggestion_id, Became.DONE) is None
        assert await answer(session, "north_a-0", first.suggestion_id, Became.NOT_FOR_US)
    settled = (await gather(await edition(harbour, weeks=2), "north_a-0")).to_try
    assert settled
    assert settled.item != first.item
    assert not settled.is_asked


async def test_asking_for_it_makes_no_new_suggestion(harbour: Town) -> None:
    await wave(harbour)
    first = await gather(await edition(harbour, 1), "north_a-0")
    calendar = ScheduleCalendar(harbour.database)
    later = NINE + timedelta(weeks=3)
    asked = await on_demand(harbour.database, calendar, harbour.organisation, ITEMS, later)
    again = await gather(asked, "north_a-0")
    assert again.has_news
    assert first.to_try
    assert again.to_try
    assert again.to_try.suggestion_id == first.to_try.suggestion_id


async def test_the_next_questions_come_on_the_next_day_of_the_schedule(harbour: Town) -> None:
    await wave(harbour)
    assert (await edition(harbour, 1)).coming.next_on == date(2026, 12, 8)


async def test_while_questions_are_open_their_last_day_is_told(harbour: Town) -> None:
    await harbour.opens(2)
    assert (await edition(harbour, weeks=1)).coming.open_until == date(2026, 12, 13)


async def test_a_small_organisation_waits_a_quarter_for_the_next_questions(urls: Urls) -> None:
    async with town(urls.main, only=30) as place:
        async with place.database.write() as session:
            await add_missing(session, place.organisation.id, MORNING)
        await wave(place)
        assert (await edition(place, 1, weeks=4)).coming.next_on == date(2027, 2, 16)


async def test_with_fifteen_peer_workers_they_are_too_few_and_with_sixteen_not(harbour: Town) -> None:
    for person in harbour.people["north_a"][:15]:
        async with harbour.database.write() as session:
            await declare_peer(session, person, MORNING)
    assert not (await edition(harbour)).asks_peers
    async with harbour.database.write() as session:
        await declare_peer(session, "south-3", MORNING)
    assert (await edition(harbour)).asks_peers


async def test_comments_are_for_leaders_of_everyone_and_only_twelve_of_them(harbour: Town) -> None:
    for number, writers in ((1, 11), (2, 12)):
        opened = await harbour.opens(number)
        for person in harbour.people["south"][:writers]:
            async with harbour.database.write() as session:
                at = opened.closes_at - timedelta(hours=1)
                assert await comment(session, harbour.seal, opened.id, person, "Time", at) is Outcome.COUNTED
        await harbour.closes(opened)
        found = await edition(harbour, number, weeks=2 * number - 2)
        assert (await gather(found, "north_a-0")).comments == (opened.id if writers == 12 else "")
        assert (await gather(found, "south-0")).comments == ""


async def test_education_counts_people_of_eight_or_more_and_only_what_arrived(harbour: Town) -> None:
    await sent(harbour, [*harbour.people["south"][:8], *harbour.people["crisis"]], Kind.NUDGE)
    await sent(harbour, harbour.people["south"][:8], Kind.INDUCTION)
    assert await reached(harbour, "south") == 8
    assert await reached(harbour, "crisis") == 0
    assert await reached(harbour, ORGANISATION) == 14
    async with harbour.database.write() as session:
        one = Delivery.person_id == "south-0"
        await session.execute(update(Delivery).where(one).values(state=State.UNKNOWN))
    assert await reached(harbour, "south") == 0
    async with harbour.database.write() as session:
        await session.execute(update(Delivery).values(state=State.SENT))
        (await session.get_one(Person, "south-0")).left_on = MONDAY
    assert await reached(harbour, "south") == 0
    assert await reached(harbour, ORGANISATION, NINE + timedelta(weeks=6)) == 0


async def reached(place: Town, group: str, now: datetime = NINE) -> int:
    async with place.database.read() as session:
        return await people_reached(session, place.organisation.id, group, now)


async def sent(place: Town, people: list[str], kind: Kind) -> None:
    once = Occasion(kind.value, "hello", kind, place.organisation.id, MONDAY, NINE)
    given = {"slot_id": once.slot_id, "lane": "web demo send", "kind": kind, "priority": 1}
    given |= {"action": Action.SEND, "content": "", "waits": True, "state": State.SENT}
    async with place.database.write() as session:
        await open_slots(session, [once])
        session.add_all(
            Delivery(**given, person_id=person, sent_at=NINE - timedelta(weeks=2)) for person in people
        )
