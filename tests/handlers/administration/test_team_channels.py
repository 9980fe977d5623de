"""An administrator says where a team talks; a private channel is named to nobody who may not write there."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.conversation.message import Choice, Facts
from bot.conversation.routes import Faults, Open, Reply
from bot.people.access.roles import Role
from bot.people.audiences.channels import KnownChannel, ListedChannel, Workplace, learn_channel
from bot.people.audit.audit_text import line_in_words
from bot.people.identity.organisations import Team
from handlers.administration import team_channels
from tests.fakes import Bot, message_of, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives
from tests.people.audit_lines import newest_audit_lines

WARD, SECRET = "slack T1 C1", "slack T1 C2"


@pytest.fixture
async def administrator(bot: Bot) -> Bot:
    bot = await bot_with_guards(bot, [team_channels.routes])
    await gives(bot, Role.ADMINISTRATOR)
    services = bot.app.services
    here = Workplace(services.organisation.id, "slack", "T1")
    async with services.database.write() as session:
        session.add(Team(id="willow", organisation_id=services.organisation.id, name="Willow ward"))
        for listed in (ListedChannel("C1", "#willow"), ListedChannel("C2", "#secret", is_private=True)):
            await learn_channel(session, here, listed, services.clock.now())
    return bot


async def channel_of(bot: Bot) -> str:
    async with bot.app.services.database.read() as session:
        return (await session.get_one(Team, "willow")).channel


async def offered(bot: Bot) -> dict[str, str]:
    reply = await bot.presses("teams.change", values={"team": "willow"})
    assert isinstance(reply, Open)
    (choice,) = (field for field in reply.form.fields if isinstance(field, Choice))
    return {option.value: option.label for option in choice.options}


def row(reply: Reply) -> str:
    (facts,) = (block for block in message_of(reply).blocks if isinstance(block, Facts))
    return dict(facts.rows)["Willow ward"]


async def test_a_team_talks_nowhere_until_somebody_says_where(administrator: Bot) -> None:
    assert row(await administrator.says("team channels")) == "nowhere"
    saved = await administrator.submits("teams.save", {"channel": WARD}, value="willow")
    assert row(saved) == "#willow (Slack)"
    assert await channel_of(administrator) == WARD


async def test_it_can_be_taken_back(administrator: Bot) -> None:
    await administrator.submits("teams.save", {"channel": WARD}, value="willow")
    saved = await administrator.submits("teams.save", {"channel": "nowhere"}, value="willow")
    assert row(saved) == "nowhere"
    assert await channel_of(administrator) == ""


async def test_a_private_channel_is_offered_only_to_who_may_write_there(administrator: Bot) -> None:
    assert SECRET not in await offered(administrator)
    refused = await administrator.submits("teams.save", {"channel": SECRET}, value="willow")
    assert refused == Faults({"channel": "Choose one of these."})
    await gives(administrator, Role.CHAMPION)
    assert (await offered(administrator))[SECRET] == "#secret (Slack)"


async def test_one_that_was_chosen_is_not_named_to_others(administrator: Bot) -> None:
    async with administrator.app.services.database.write() as session:
        await session.execute(update(Team).values(channel=SECRET))
    shown = await administrator.says("team channels")
    assert row(shown) == "A private channel"
    assert (await offered(administrator))[SECRET] == "A private channel"
    assert "secret" not in words_of(shown)


async def test_a_channel_that_is_gone_is_said_to_be_and_not_offered_anew(administrator: Bot) -> None:
    await administrator.submits("teams.save", {"channel": WARD}, value="willow")
    services = administrator.app.services
    async with services.database.write() as session:
        gone = services.clock.now() + timedelta(days=1)
        await session.execute(update(KnownChannel).values(gone_at=gone))
    assert row(await administrator.says("team channels")) == "#willow (Slack), which is gone"


async def test_the_audit_says_who_changed_it_and_only_a_change(administrator: Bot) -> None:
    for _ in range(2):
        await administrator.submits("teams.save", {"channel": WARD}, value="willow")
    async with administrator.app.services.database.read() as session:
        (line,) = await newest_audit_lines(session)
    assert "changed Where teams talk from nowhere to slack T1 C1" in line_in_words(line, {})


async def test_without_teams_or_channels_it_says_what_to_do(administrator: Bot) -> None:
    async with administrator.app.services.database.write() as session:
        await session.execute(delete(KnownChannel))
    assert "Add Alongside to a team's channel" in words_of(await administrator.says("team channels"))
    async with administrator.app.services.database.write() as session:
        await session.execute(delete(Team))
    assert 'Say "import"' in words_of(await administrator.says("team channels"))
