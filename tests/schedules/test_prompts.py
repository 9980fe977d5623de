from datetime import date, time, timedelta

import pytest

from bot.delivery.ledger.contents import load_contents
from bot.features.learning.declarations import PROMPT
from bot.people.audiences.audience_key import Channel
from bot.people.contact.send_time import Local
from bot.people.identity.organisations import Team
from schedules.learning.prompts import Prompts
from tests.delivery.office import Office
from tests.delivery.people import HOME, some_people
from tests.features.learning.tips import some_tracks
from tests.schedules.weeks import add_schedule, drafts_on, expand_on

ALL = some_tracks(everyone=2, team_prompts=3)
THURSDAY = date(2026, 7, 16)
WILLOW, EAST = Channel("fake", "W1", "willow"), Channel("fake", "W1", "team east")


@pytest.fixture
async def job(office: Office) -> Prompts:
    """Two channels, one of which two teams share, and a team without any."""
    await some_people(office.database, 1)
    channels = (str(WILLOW), str(EAST), str(WILLOW), "")
    async with office.database.write() as session:
        session.add_all(
            Team(id=f"t{n}", organisation_id=HOME, name=f"Team {n}", channel=channel)
            for n, channel in enumerate(channels)
        )
    await add_schedule(office.database, PROMPT)
    return Prompts(office.database, ALL)


async def test_each_channel_gets_one_at_the_schedules_time(job: Prompts) -> None:
    drafts = await drafts_on(job.drafts, THURSDAY, PROMPT)
    assert [draft.to for draft in drafts] == [WILLOW, EAST]
    assert {(draft.kind, draft.wish) for draft in drafts} == {(PROMPT, Local(THURSDAY, time(11)))}


async def test_started_again_it_drafts_the_same(job: Prompts) -> None:
    first = await drafts_on(job.drafts, THURSDAY, PROMPT)
    assert await drafts_on(job.drafts, THURSDAY, PROMPT) == first


async def test_all_prompts_come_before_one_comes_again(office: Office, job: Prompts) -> None:
    for fortnight in range(4):
        await expand_on(office, job.drafts, THURSDAY + timedelta(weeks=2 * fortnight), PROMPT)
    rows = sorted((r for r in await office.rows() if r.channel == str(EAST)), key=lambda r: r.slot_id)
    async with office.database.read() as session:
        messages = await load_contents(session, [row.content for row in rows])
    said = [messages[row.content].summary for row in rows]
    assert len(set(said[:3])) == 3
    assert said[3] == said[0]


async def test_a_team_that_gets_its_channel_later_joins_in(office: Office, job: Prompts) -> None:
    async with office.database.write() as session:
        (await session.get_one(Team, "t3")).channel = "fake W1 night"
    assert len(await drafts_on(job.drafts, THURSDAY, PROMPT)) == 3
