"""What Teams tells late: of before the installation, or of before they left. Raw activities at the real door."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.people.identity.people import Account
from tests.fake_connector import TENANT, Json
from tests.fakes import Bot
from tests.platforms.teams.arriving import CHANNEL, TEAM, Reached, reached

BEFORE, THEN, AFTER, LATER = (f"2026-11-25T{hour}:00:00.123Z" for hour in ("08", "09", "10", "11"))


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    async with reached(bot.app.dispatch, bot.app.services.database) as made:
        yield made


def when(told: Json, at: str) -> Json:
    return told | {"timestamp": at}


def leaving(at: Reached, where: str, how: str) -> Json:
    """Each way in which Teams tells that we were removed."""
    told = at.ada.uninstalls(where, "Wards" if where else "")
    if how == "installationUpdate":
        return told
    told = {key: value for key, value in told.items() if key != "action"} | {"type": "conversationUpdate"}
    if how == "membersRemoved":
        return told | {"membersRemoved": [told["recipient"]]}
    return how_told(told, how)


def how_told(told: Json, event: str) -> Json:
    bare = {key: value for key, value in told.items() if key != "membersAdded"}
    return bare | {"channelData": told["channelData"] | {"eventType": event}}


async def is_there(at: Reached, bot: Bot, where: str) -> bool:
    if where:
        return bool(await at.addresses.teams(TENANT))
    async with bot.app.services.database.read() as session:
        account = (await session.scalars(select(Account))).one()
    return "conversation" in account.address and account.unreachable_since is None


WAYS = [
    ("", "installationUpdate"),
    ("", "membersRemoved"),
    (TEAM, "installationUpdate"),
    (TEAM, "membersRemoved"),
    (TEAM, "teamDeleted"),
]


@pytest.mark.parametrize(("where", "how"), WAYS)
async def test_a_removal_from_before_the_installation_is_ignored_and_a_later_one_is_not(
    at: Reached, bot: Bot, where: str, how: str
) -> None:
    await at.post_all(*(when(one, THEN) for one in at.ada.installs(where, team="Wards" if where else "")))
    await at.post_all(when(leaving(at, where, how), BEFORE))
    assert await is_there(at, bot, where)
    await at.post_all(when(leaving(at, where, how), AFTER))
    assert not await is_there(at, bot, where)


async def test_a_message_from_before_they_left_brings_nobody_back(at: Reached, bot: Bot) -> None:
    await at.post_all(*(when(one, BEFORE) for one in at.ada.installs()))
    await at.post_all(when(at.ada.uninstalls(), AFTER))
    await at.post_all(when(at.ada.says("hello"), THEN), *(when(one, BEFORE) for one in at.ada.installs()))
    assert not await is_there(at, bot, "")
    await at.post_all(when(at.ada.says("hello"), LATER))
    assert await is_there(at, bot, "")


@pytest.mark.parametrize("how", [how for where, how in WAYS if where])
async def test_nothing_from_before_a_team_removed_us_brings_it_back(at: Reached, bot: Bot, how: str) -> None:
    """A question in its channel, a press, a new name, and the installation itself, all told late."""
    installing = [when(one, BEFORE) for one in at.ada.installs(TEAM, team="Wards")]
    question = at.ada.says("What does a peer worker do?", CHANNEL)
    await at.post_all(*installing, when(question, BEFORE))
    pressed = at.ada.presses(at.connector.conversations[CHANNEL].shown[-1], "card.helped")
    renamed = how_told(at.ada.installs(TEAM, team="Night")[1], "teamRenamed")
    await at.post_all(when(leaving(at, TEAM, how), AFTER))
    late = (at.ada.says("What is recovery?", CHANNEL), pressed, renamed, *at.ada.installs(TEAM, team="Wards"))
    await at.post_all(*(when(one, THEN) for one in late))
    assert not await is_there(at, bot, TEAM)
    await at.post_all(when(at.ada.says("hello", CHANNEL), LATER))
    assert await is_there(at, bot, TEAM)


async def test_a_team_that_was_deleted_and_brought_back_has_us_again(at: Reached, bot: Bot) -> None:
    await at.post_all(*(when(one, BEFORE) for one in at.ada.installs(TEAM, team="Wards")))
    await at.post_all(when(leaving(at, TEAM, "teamDeleted"), THEN))
    restored = how_told(at.ada.installs(TEAM, team="Wards")[1], "teamRestored")
    await at.post_all(when(restored, BEFORE))
    assert not await is_there(at, bot, TEAM)
    await at.post_all(when(restored, AFTER))
    assert await is_there(at, bot, TEAM)


@pytest.mark.parametrize("timestamp", [None, "2026-11-25T08:00:00"])
async def test_what_says_no_time_counts_now(at: Reached, bot: Bot, timestamp: str | None) -> None:
    await at.post_all(*(when(one, THEN) for one in at.ada.installs()))
    await at.post_all(at.ada.uninstalls() | {"timestamp": timestamp})
    assert not await is_there(at, bot, "")
