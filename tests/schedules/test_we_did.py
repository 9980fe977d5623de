"""You said, we did: to whom it goes, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.pulse.declarations import RESULTS
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.you_said_we_did import WeDid, post
from bot.people.contact.send_time import Instant
from bot.people.identity.people import Person
from schedules.pulse.you_said_we_did import WeDidPosts
from tests.databases import Urls
from tests.features.pulse.town import MORNING, Town, town

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, north_a=3, north_b=2, south=4) as found:
        yield found


async def sent(place: Town, group: str) -> list[Draft]:
    we_did = WeDid(organisation_id=place.organisation.id, person_id="south-0", group_key=group)
    we_did.said, we_did.did = "Too little time.", "An hour a month."
    async with place.database.write() as session:
        session.add(we_did)
    given = {"job": "we-did", "organisation_id": place.organisation.id, "kind": RESULTS}
    slot = Slot(id="x", schedule=we_did.schedule, day=date(2026, 12, 1), due_at=NOW, **given)
    return [draft async for draft in WeDidPosts(place.database).drafts(slot)]


async def test_a_division_includes_the_teams_below_it_and_no_leavers(harbour: Town) -> None:
    async with harbour.database.write() as session:
        (await session.get_one(Person, "north_a-1")).left_on = date(2026, 11, 1)
    drafts = await sent(harbour, "north")
    assert [draft.to for draft in drafts] == ["north_a-0", "north_a-2", "north_b-0", "north_b-1"]
    assert {draft.wish for draft in drafts} == {Instant(NOW)}
    assert len({draft.message for draft in drafts}) == 1


async def test_the_organisation_is_everyone(harbour: Town) -> None:
    assert len(await sent(harbour, ORGANISATION)) == 9


async def test_it_is_posted_once_even_if_two_ask(harbour: Town) -> None:
    we_did = WeDid(organisation_id=harbour.organisation.id, person_id="south-0", group_key="south")
    we_did.said, we_did.did = "a", "b"
    async with harbour.database.write() as session:
        session.add(we_did)
    for is_first in (True, False):
        async with harbour.database.write() as session:
            assert await post(session, we_did.id, MORNING) is is_first
