from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import literal, select

from bot.features.learning import progress
from bot.features.learning.learners import Learner, tracks_for
from bot.features.learning.progress import (
    TipProgress,
    choose,
    erase,
    forget_peer_tracks,
    keep_answer,
    merge_tip_progress,
    withdraw_unsent,
)
from bot.features.learning.upcoming import EQUAL, Answered, Had, Next, upcoming
from bot.people.access.roles import Role
from bot.store.database import Database
from tests.delivery.people import some_people
from tests.features.learning.tips import some_tracks

ALL = some_tracks(everyone=6, peer_workers=3)
TUESDAY = date(2026, 7, 14)
CHOOSER = partial(upcoming, ALL, EQUAL)


@pytest.fixture
async def people(database: Database) -> list[str]:
    return await some_people(database, 3)


async def tips_of(
    database: Database, people: list[str], week: int = 0, slot: str = "", roles: Sequence[Role] = ()
) -> dict[str, Next]:
    day = TUESDAY + timedelta(weeks=week)
    learners = [Learner(person, tracks_for(roles), day) for person in people]
    async with database.write() as session:
        return await choose(session, slot or f"tips:{day}", learners, ALL, CHOOSER)


async def rows(database: Database) -> list[TipProgress]:
    async with database.read() as session:
        return list(await session.scalars(select(TipProgress).order_by(TipProgress.had_on)))


async def answer(database: Database, person: str, found: Next, answered: Answered) -> None:
    async with database.write() as session:
        await keep_answer(session, person, found.tip.id, found.repeat, answered)


async def test_the_same_slot_gives_the_same_tips_however_often_it_is_asked(
    database: Database, people: list[str]
) -> None:
    first = await tips_of(database, people[:2])
    assert {p: n for p, n in (await tips_of(database, people)).items() if p in first} == first
    assert len(await rows(database)) == 3


async def test_the_next_slot_gives_another(database: Database, people: list[str]) -> None:
    first, second = await tips_of(database, people), await tips_of(database, people, week=1)
    assert all(first[person] != second[person] for person in people)


async def test_a_second_slot_in_the_week_gives_nothing(database: Database, people: list[str]) -> None:
    await tips_of(database, people)
    assert await tips_of(database, people, slot="another") == {}


async def test_what_never_left_comes_again(database: Database, people: list[str]) -> None:
    first = await tips_of(database, people)
    async with database.write() as session:
        await withdraw_unsent(session, select(literal(f"tips:{TUESDAY}"), literal(people[0])))
    second = await tips_of(database, people, week=1)
    assert [first[person] == second[person] for person in people] == [True, False, False]


async def test_a_wrong_answer_brings_the_question_back_three_weeks_later(
    database: Database, people: list[str]
) -> None:
    first = (await tips_of(database, people))[people[0]]
    await answer(database, people[0], first, Answered.WRONG)
    assert (await tips_of(database, people, week=3))[people[0]] == Next(first.tip, 1)


async def test_the_first_answer_counts(database: Database, people: list[str]) -> None:
    found = (await tips_of(database, people[:1]))[people[0]]
    await answer(database, people[0], found, Answered.SKIPPED)
    await answer(database, people[0], found, Answered.RIGHT)
    assert [row.answered for row in await rows(database)] == [Answered.SKIPPED]


async def test_answers_can_be_erased_and_then_nothing_tells_of_them(
    database: Database, people: list[str]
) -> None:
    for week in range(4):
        for person, found in (await tips_of(database, people[:2], week)).items():
            await answer(database, person, found, Answered.WRONG)
    async with database.write() as session:
        await erase(session, people[0])
    left = await rows(database)
    assert [(row.repeat, row.answered) for row in left if row.person_id == people[0]] == [(0, None)] * 3
    assert [row.repeat for row in left if row.person_id == people[1]] == [0, 0, 0, 1]


async def test_no_tip_comes_twice_because_answers_were_erased(database: Database, people: list[str]) -> None:
    first = (await tips_of(database, people))[people[0]]
    async with database.write() as session:
        await erase(session, people[0])
    later = [(await tips_of(database, people, week))[people[0]] for week in range(1, 6)]
    assert first not in later


async def test_who_withdraws_a_declaration_leaves_nothing_of_that_track(
    database: Database, people: list[str]
) -> None:
    for week in range(2):
        await tips_of(database, people[:2], week, roles=[Role.PEER_WORKER])
    async with database.write() as session:
        await forget_peer_tracks(session, people[0])
    left = [row.tip_id.split("/")[0] for row in await rows(database) if row.person_id == people[0]]
    assert left == ["everyone"]
    assert len(await rows(database)) == 3


async def test_two_who_turned_out_to_be_one_get_no_tip_again_and_how_one_answered_stays_behind(
    database: Database, people: list[str]
) -> None:
    first = (await tips_of(database, people[:1]))[people[0]]
    await answer(database, people[0], first, Answered.WRONG)
    async with database.write() as session:
        await merge_tip_progress(session, people[0], people[1])
    carried = [row for row in await rows(database) if row.person_id == people[1]]
    assert [(row.tip_id, row.answered) for row in carried] == [(first.tip.id, None)]
    assert first not in (await tips_of(database, people[1:2], week=1)).values()


def test_no_public_function_hands_out_answers() -> None:
    public = {
        name for name, one in vars(progress).items() if getattr(one, "__module__", "") == progress.__name__
    }
    assert {name for name in public if not name.startswith("_")} == {
        "TipProgress",
        "choose",
        "latest",
        "withdraw_unsent",
        "keep_answer",
        "erase",
        "forget_peer_tracks",
        "merge_tip_progress",
    }
    assert "answered" not in Next.__slots__
    assert "answered" in Had.__slots__
