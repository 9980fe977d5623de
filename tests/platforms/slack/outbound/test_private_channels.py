"""A private channel that the bot makes in Slack, also where the answer to its making was lost."""

from collections.abc import AsyncIterator

import pytest

from bot.people.audiences.private_channels import PlatformBusy
from bot.platforms.slack.install.installations import Installed, OneWorkspace
from bot.platforms.slack.outbound.private_channels import SlackPrivateChannels
from tests.delivery.conftest import database, office
from tests.fake_slack import Fault, How
from tests.platforms.slack.sending import TEAM, Desk, desk

__all__ = ["database", "office"]


@pytest.fixture
async def slack_desk() -> AsyncIterator[Desk]:
    async with desk(tiers={}) as one:
        one.home.scopes += ",groups:write"
        yield one


def makers(one: Desk) -> SlackPrivateChannels:
    return SlackPrivateChannels(one.calls, OneWorkspace(Installed(TEAM, "UBOT", f"xoxb-{TEAM}")))


def called(one: Desk, name: str) -> list[str]:
    return [key for key, channel in one.home.channels.items() if channel.name.startswith(name)]


async def test_a_channel_whose_making_was_not_answered_is_used_at_the_next_try(slack_desk: Desk) -> None:
    slack_desk.slack.faults.add("conversations.create", Fault(How.DROP_AFTER))
    with pytest.raises(PlatformBusy):
        await makers(slack_desk).make(TEAM, "a-quiet-corner")
    (left,) = called(slack_desk, "a-quiet-corner")
    assert await makers(slack_desk).make(TEAM, "a-quiet-corner") == left
    assert called(slack_desk, "a-quiet-corner") == [left]


@pytest.mark.parametrize(("creator", "inside"), [("USOMEBODY", ()), ("", ("UANIA",))])
async def test_a_channel_of_somebody_elses_or_with_people_in_it_is_left_alone(
    slack_desk: Desk, creator: str, inside: tuple[str, ...]
) -> None:
    taken = slack_desk.home.add_channel("G1", inside, is_private=True)
    taken.name, taken.creator = "a-quiet-corner", creator or slack_desk.home.bot_user
    made = await makers(slack_desk).make(TEAM, "a-quiet-corner")
    assert slack_desk.home.channels[made].name == "a-quiet-corner-2"
