"""A day in a shared Teams channel: our people and another tenant's, in raw activities at the real door."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.people.identity.people import Account, Person
from bot.platforms.session import open_session
from bot.platforms.teams.directory.addresses import Team
from bot.platforms.teams.directory.people import TeamsDirectory
from bot.platforms.teams.outbound.connector import Calls
from tests.fake_connector import TENANT
from tests.fake_connector.connector import member
from tests.fake_connector.doing import Person as Somebody
from tests.fakes import Bot
from tests.platforms.teams.arriving import CHANNEL, HOSTS, TEAM, AToken, Reached, reached

THEIRS = "another-tenant"
QUESTION = "What does a peer worker do?"


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    services = bot.app.services
    async with reached(bot.app.dispatch, services.database) as made, open_session(5) as session:
        await made.addresses.install(Team(TENANT, TEAM, "Wards", made.connector.service))
        made.connector.conversations[TEAM].members = [member("ada"), member("gus")]
        calls = Calls(session, AToken(), HOSTS)
        services.colleagues.know([TeamsDirectory(calls, made.addresses, [TENANT], per_second=10_000)])
        yield made


async def people(bot: Bot) -> dict[str, Person]:
    async with bot.app.services.database.read() as session:
        found = await session.execute(
            select(Account.user, Person).join(Person, Person.id == Account.person_id)
        )
        return dict(found.all())


def theirs(at: Reached, user: str = "zoe") -> Somebody:
    """Somebody of another tenant, as Teams tells of them: the conversation stays ours."""
    return Somebody(at.connector, user)


async def test_a_day_in_a_shared_channel(at: Reached, bot: Bot) -> None:
    await an_outsider_is_answered_and_nothing_is_kept(at, bot)
    await a_caller_that_names_another_tenant_for_the_conversation_is_not_let_in(at, bot)
    await a_colleague_is_staff_at_once(at, bot)
    await a_guest_of_our_tenant_is_answered_and_not_kept(at, bot)


async def an_outsider_is_answered_and_nothing_is_kept(at: Reached, bot: Bot) -> None:
    for told in (
        {"from": {"id": "29:zoe", "name": "zoe", "aadObjectId": "zoe", "tenantId": THEIRS}},
        {"channelData": {"tenant": {"id": THEIRS}, "team": {"id": TEAM}, "channel": {"id": CHANNEL}}},
    ):
        before = len(at.everybody_reads())
        await at.tell(theirs(at).says(QUESTION, CHANNEL) | told)
        assert "Sources:" in at.everybody_reads()[before]
    assert await people(bot) == {}


async def a_caller_that_names_another_tenant_for_the_conversation_is_not_let_in(
    at: Reached, bot: Bot
) -> None:
    told = theirs(at).says(QUESTION, CHANNEL)
    told["conversation"]["tenantId"] = THEIRS
    assert (await at.post(told, at.signer.token(at.connector.service))).status == 401


async def a_colleague_is_staff_at_once(at: Reached, bot: Bot) -> None:
    before = len(at.everybody_reads())
    await at.tell(at.ada.says(QUESTION, CHANNEL))
    assert "Sources:" in at.everybody_reads()[before]
    assert (await people(bot))["ada"].is_staff


async def a_guest_of_our_tenant_is_answered_and_not_kept(at: Reached, bot: Bot) -> None:
    at.connector.conversations[TEAM].members.append(member("gil", userRole="guest"))
    await at.tell(Somebody(at.connector, "gil").says(QUESTION, CHANNEL))
    assert set(await people(bot)) == {"ada"}
