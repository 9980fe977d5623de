"""Somebody whom Teams tells without their object id: found by the conversation's members, or nobody's."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.people.identity.people import Account, Person
from bot.platforms.session import open_session
from bot.platforms.teams.directory.people import TeamsDirectory
from bot.platforms.teams.outbound.connector import TeamsCalls
from tests.fake_connector import TENANT, Fault, Json
from tests.fake_connector.connector import member
from tests.fakes import Bot
from tests.platforms.teams.arriving import CHANNEL, HOSTS, AToken, Reached, reached

QUESTION, DISTRESS = "What does a peer worker do?", "I want to kill myself"


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    services = bot.app.services
    async with reached(bot.app.dispatch, services.database) as made, open_session(5) as session:
        calls = TeamsCalls(session, AToken(), HOSTS)
        services.staff_lookup.know([TeamsDirectory(calls, made.addresses, [TENANT], per_second=10_000)])
        yield made


def without(told: Json, **changes: object) -> Json:
    return told | {"from": {k: v for k, v in told["from"].items() if k != "aadObjectId"} | changes}


async def accounts(bot: Bot) -> list[str]:
    async with bot.app.services.database.read() as session:
        return list(await session.scalars(select(Account.user)))


async def people(bot: Bot) -> int:
    async with bot.app.services.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Person)) or 0


@pytest.mark.parametrize("changes", [{}, {"aadObjectId": None}, {"aadObjectId": ""}], ids=str)
@pytest.mark.parametrize("where", ["", CHANNEL])
async def test_a_member_is_who_the_conversation_says(
    at: Reached, bot: Bot, where: str, changes: Json
) -> None:
    at.connector.conversations[CHANNEL].members = [member("ada")]
    await at.post_all(at.ada.says(QUESTION))
    await at.post_all(without(at.ada.says("hello", where), **changes), without(at.ada.says("and?", where)))
    assert await accounts(bot) == ["ada"]
    assert await people(bot) == 1


async def test_who_is_no_member_is_answered_and_nothing_is_kept(at: Reached, bot: Bot) -> None:
    at.connector.conversations[CHANNEL].members = []
    await at.post_all(without(at.ben.says(QUESTION, CHANNEL)))
    (said,) = at.everybody_reads()
    assert "Sources:" in said
    assert await people(bot) == 0


@pytest.mark.parametrize("status", [403, 404, 429, 500])
async def test_where_nobody_says_who_it_is_they_are_answered_and_distress_is_seen(
    at: Reached, bot: Bot, status: int
) -> None:
    at.connector.faults.add("member", *[Fault(status=status)] * 9)
    await at.post_all(without(at.ada.says(DISTRESS)))
    assert "You deserve a person" in at.chat()[0]
    await at.post_all(without(at.ada.says(QUESTION)))
    assert "Sources:" in at.chat()[1]
    assert await people(bot) == 0


async def test_a_button_of_somebody_without_an_id_is_theirs(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says(QUESTION))
    card = at.connector.in_chat("ada")[-1]
    await at.post_all(without(at.ada.presses(card, "card.more")))
    assert await accounts(bot) == ["ada"]


@pytest.mark.parametrize("who", [{"id": "28:other"}, {"id": ""}, {"id": None}, {}, None, "29:ada"], ids=str)
async def test_a_bot_or_nobody_is_not_heard(at: Reached, bot: Bot, who: Json | None) -> None:
    told = at.ada.says(QUESTION) | {"from": who}
    assert (await at.post(told)).status in (200, 400)
    await at.answered()
    assert (at.chat(), await people(bot)) == ([], 0)
