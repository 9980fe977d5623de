"""A day in the life of a shared Teams channel: our people, a guest and another tenant's, in raw activities."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.conversation.dispatch import APOLOGY
from bot.people.identity.people import Account, Person
from bot.platforms.session import open_session
from bot.platforms.teams.directory.addresses import InstalledTeam
from bot.platforms.teams.directory.people import TeamsDirectory
from bot.platforms.teams.outbound.connector import TeamsCalls
from schedules.administration.people_sync import PeopleSync
from tests.fake_connector import TENANT, Json
from tests.fake_connector.connector import member
from tests.fake_connector.doing import Person as Somebody
from tests.fakes import Bot
from tests.platforms.teams.arriving import CHANNEL, HOSTS, TEAM, AToken, Reached, reached

THEIRS = "another-tenant"
QUESTION, DISTRESS = "What does a peer worker do?", "I want to kill myself"
NOTE = "I've something for you in private: open our chat."


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    services = bot.app.services
    async with reached(bot.app.dispatch, services.database) as made:
        await made.addresses.install(InstalledTeam(TENANT, TEAM, "Wards", made.connector.service))
        made.connector.conversations[TEAM].members = [member("ada"), member("gus")]
        yield made


@pytest.fixture
async def directory(at: Reached, bot: Bot) -> AsyncIterator[TeamsDirectory]:
    """Asked when somebody writes, and by night."""
    async with open_session(5) as session:
        made = TeamsDirectory(TeamsCalls(session, AToken(), HOSTS), at.addresses, [TENANT], per_second=10_000)
        bot.app.services.staff_lookup.know([made])
        yield made


async def people(bot: Bot) -> dict[str, Person]:
    async with bot.app.services.database.read() as session:
        found = await session.execute(
            select(Account.user, Person).join(Person, Person.id == Account.person_id)
        )
        return dict(found.all())


async def workspaces(bot: Bot) -> set[str]:
    async with bot.app.services.database.read() as session:
        return set(await session.scalars(select(Account.workspace)))


def zoe(at: Reached) -> Somebody:
    """Of another tenant, as Teams tells of her: the conversation stays ours."""
    told = {"id": "29:zoe", "name": "zoe", "aadObjectId": "zoe", "tenantId": THEIRS}
    return Somebody(at.connector, "zoe", more={"from": told})


async def test_a_day_in_a_shared_channel(at: Reached, bot: Bot, directory: TeamsDirectory) -> None:
    await a_caller_that_names_another_tenant_for_the_conversation_is_not_let_in(at)
    await a_colleague_of_another_tenant_is_answered_and_nothing_is_kept(at, bot)
    await they_press_what_stands_below_the_answer(at, bot)
    await they_ask_for_what_takes_a_role(at, bot)
    await they_mend_a_typing_error_and_nobody_answers(at, bot)
    await one_of_ours_is_staff_at_once(at, bot)
    await one_of_ours_presses_and_is_counted_once(at, bot)
    await a_guest_of_our_tenant_is_answered_and_not_kept(at, bot)
    await who_is_in_distress_gets_the_signpost_and_the_others_read_nothing_of_it(at, bot)
    await somebody_out_of_reach_in_distress_learns_that_there_is_something(at, bot)
    await distress_on_second_thoughts_is_seen_in_the_edit(at, bot)
    await the_night_makes_nobody_of_theirs_one_of_ours(at, bot, directory)


async def mentions(at: Reached, who: Somebody, words: str, told: Json | None = None) -> list[str]:
    """What everybody in the channel reads after it that they didn't before."""
    before = len(at.everybody_reads())
    await at.post_all(who.says(words, CHANNEL) | (told or {}))
    return at.everybody_reads()[before:]


def edited(who: Somebody, words: str) -> Json:
    said = who.says(words, CHANNEL)
    return said | {"type": "messageUpdate", "channelData": said["channelData"] | {"eventType": "editMessage"}}


async def a_caller_that_names_another_tenant_for_the_conversation_is_not_let_in(at: Reached) -> None:
    told = zoe(at).says(QUESTION, CHANNEL)
    told["conversation"]["tenantId"] = THEIRS
    assert (await at.post(told, at.signer.token(at.connector.service))).status == 401


async def a_colleague_of_another_tenant_is_answered_and_nothing_is_kept(at: Reached, bot: Bot) -> None:
    for told in (
        {"from": {"id": "29:zoe", "name": "zoe", "aadObjectId": "zoe", "tenantId": THEIRS}},
        {"channelData": {"tenant": {"id": THEIRS}, "team": {"id": TEAM}, "channel": {"id": CHANNEL}}},
    ):
        (answer,) = await mentions(at, zoe(at), QUESTION, told)
        assert "Sources:" in answer
    assert await people(bot) == {}


async def they_press_what_stands_below_the_answer(at: Reached, bot: Bot) -> None:
    answer = at.connector.conversations[CHANNEL].shown[-1]
    before = len(at.everybody_reads())
    await at.post_all(zoe(at).presses(answer, "card.not-helped"))
    assert not [one for one in at.everybody_reads()[before:] if APOLOGY in one]
    assert await people(bot) == {}


async def they_ask_for_what_takes_a_role(at: Reached, bot: Bot) -> None:
    for typed in ("roles", "settings", "audit", "peers"):
        assert not [one for one in await mentions(at, zoe(at), typed) if APOLOGY in one]
    assert await people(bot) == {}


async def they_mend_a_typing_error_and_nobody_answers(at: Reached, bot: Bot) -> None:
    before = len(at.connector.calls)
    await at.post_all(edited(zoe(at), QUESTION))
    assert len(at.connector.calls) == before
    assert await people(bot) == {}


async def one_of_ours_is_staff_at_once(at: Reached, bot: Bot) -> None:
    (answer,) = await mentions(at, at.ada, QUESTION)
    assert "Sources:" in answer
    assert (await people(bot))["ada"].is_staff


async def one_of_ours_presses_and_is_counted_once(at: Reached, bot: Bot) -> None:
    answer = at.connector.conversations[CHANNEL].shown[-1]
    for _ in range(2):
        await at.post_all(at.ada.presses(answer, "card.helped"))
    assert set(await people(bot)) == {"ada"}


async def a_guest_of_our_tenant_is_answered_and_not_kept(at: Reached, bot: Bot) -> None:
    at.connector.conversations[TEAM].members.append(member("gil", userRole="guest"))
    (answer,) = await mentions(at, Somebody(at.connector, "gil"), QUESTION)
    assert "Sources:" in answer
    assert set(await people(bot)) == {"ada"}


async def who_is_in_distress_gets_the_signpost_and_the_others_read_nothing_of_it(
    at: Reached, bot: Bot
) -> None:
    before = len(at.chat())
    assert await mentions(at, at.ada, DISTRESS) == []
    (signpost,) = at.chat()[before:]
    assert "116 123" in signpost


async def somebody_out_of_reach_in_distress_learns_that_there_is_something(at: Reached, bot: Bot) -> None:
    """We have no chat with them, and in Teams whatever stands in a channel is read by all."""
    assert await mentions(at, zoe(at), DISTRESS) == [NOTE]
    assert set(await people(bot)) == {"ada"}


async def distress_on_second_thoughts_is_seen_in_the_edit(at: Reached, bot: Bot) -> None:
    chat, channel = len(at.chat()), len(at.everybody_reads())
    await at.post_all(edited(at.ada, DISTRESS))
    (signpost,) = at.chat()[chat:]
    assert "116 123" in signpost
    assert len(at.everybody_reads()) == channel


async def the_night_makes_nobody_of_theirs_one_of_ours(
    at: Reached, bot: Bot, directory: TeamsDirectory
) -> None:
    services = bot.app.services
    at.connector.conversations[TEAM].members += [member("zoe", tenantId=THEIRS), member("mei")]
    sync = PeopleSync(
        services.database, services.organisation, services.clock, services.merge_policy, [directory]
    )
    await sync.bring_up_to_date(services.clock.now().date())
    known = await people(bot)
    assert set(known) == {"ada", "gus", "mei"}
    assert all(person.is_staff for person in known.values())
    assert await workspaces(bot) == {TENANT}
