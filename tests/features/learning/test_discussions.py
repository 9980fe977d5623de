from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.features.learning.discussions import choose_prompts
from bot.features.learning.tracks import Tip, Tracks
from bot.people.identity.organisations import Team
from bot.store.database import Database
from tests.delivery.people import HOME, some_people
from tests.features.learning.tips import some_tracks

THURSDAY = date(2026, 7, 16)
ALL = some_tracks(everyone=2, team_prompts=4)


@pytest.fixture
async def teams(database: Database) -> list[str]:
    await some_people(database, 1)
    async with database.write() as session:
        session.add_all([Team(id=f"t{n}", organisation_id=HOME, name=f"Team {n}") for n in range(3)])
    return ["t0", "t1", "t2"]


async def prompts(
    database: Database, teams: Sequence[str], fortnight: int = 0, tracks: Tracks = ALL
) -> dict[str, Tip]:
    day = THURSDAY + timedelta(weeks=2 * fortnight)
    async with database.write() as session:
        return await choose_prompts(session, f"prompts:{day}", day, teams, tracks)


async def test_no_prompt_comes_back_before_all_have_come(database: Database, teams: list[str]) -> None:
    had = [await prompts(database, teams, fortnight) for fortnight in range(8)]
    for team in teams:
        ids = [one[team].id for one in had]
        assert len(set(ids[:4])) == 4
        assert ids[4:] == ids[:4]


async def test_a_slot_keeps_its_prompt_and_a_team_that_came_later_gets_one(
    database: Database, teams: list[str]
) -> None:
    first = await prompts(database, teams[:2])
    second = await prompts(database, teams)
    assert {team: second[team] for team in teams[:2]} == first
    assert set(second) == set(teams)


async def test_without_prompts_there_is_nothing_to_send(database: Database, teams: list[str]) -> None:
    assert await prompts(database, teams, tracks=some_tracks(everyone=1)) == {}
