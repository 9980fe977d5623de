"""The network's own channel: on Slack made once, joined by a press and left with the network; elsewhere said how to."""

from datetime import timedelta

from sqlalchemy import select

from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.features.peer_network.channel import NAME, OwnChannel
from bot.people.access.roles import Role, grant
from bot.people.audiences.channels import KnownChannel, ListedChannel, Workplace, replace_channels
from bot.people.audiences.private_channels import MadeChannel
from tests.fake_slack import Channel
from tests.fakes import stored
from tests.platforms.platform_drivers import InSlack
from tests.platforms.test_peer_journey import Journey, journey
from tests.platforms.test_peer_network import joins, opens

__all__ = ["journey"]


def made(stage: InSlack) -> list[Channel]:
    return [channel for channel in stage.at.home.channels.values() if channel.id[0] == "G"]


def may_make(stage: InSlack) -> None:
    stage.at.home.scopes += ",groups:write"


async def presses_join(journey: Journey, who: str) -> None:
    await opens(journey, who, "network.channel")
    await journey.stage.submits(who)


def own(journey: Journey) -> OwnChannel:
    services = journey.bot.app.services
    return OwnChannel(services.database, services.clock, services.channel_makers)


async def test_who_can_see_it_is_said_before_the_press_and_elsewhere_how_to_open_one(
    journey: Journey,
) -> None:
    stage = journey.stage
    await joins(journey, "ania", "")
    said = await opens(journey, "ania", "network.channel")
    assert "dministrators may see that" in said
    if isinstance(stage, InSlack):
        assert "Join the channel" in said
        assert made(stage) == [], "nothing is made before a press"
    else:
        assert "I can't make a private chat here" in said
        assert "New chat with those who say yes" in said
        assert "leaves the network leaves it themselves" in said


async def test_made_once_joined_by_a_press_each_and_left_with_the_network(journey: Journey) -> None:
    stage = journey.stage
    if not isinstance(stage, InSlack):
        return
    may_make(stage)
    for who in ("ania", "ben"):
        await joins(journey, who, "")
    await presses_join(journey, "ania")
    (channel,) = made(stage)
    assert channel.is_private
    assert channel.name == NAME
    us = stage.at.home.bot_user
    assert channel.members == {us, "ania"}, "ben is in the network, and has not pressed"
    await presses_join(journey, "ben")
    await presses_join(journey, "ben")
    assert made(stage) == [channel]
    assert channel.members == {us, "ania", "ben"}
    assert "Done: you are invited" in stage.chat("ben")
    await opens(journey, "ania", "network.leave")
    assert channel.members == {us, "ben"}
    assert "You are not in it" in stage.chat("ania")
    assert channel.messages == [], "we write nothing there"
    assert await stored(journey.bot, channel.id) == ["made_channels"]


async def test_who_is_not_in_the_network_is_not_invited(journey: Journey) -> None:
    stage = journey.stage
    if not isinstance(stage, InSlack):
        return
    may_make(stage)
    await joins(journey, "ania", "")
    await opens(journey, "ania", "network.channel")
    await journey.stage.says("ania", "peer network")
    await journey.stage.presses("ania", "network.leave")
    await stage.submits("ania")
    assert made(stage) == []
    assert "Only those in it see who else is" in stage.dialog("ania")
    assert "Join the channel" not in await opens(journey, "amara", "network.channel")


async def test_without_the_right_it_is_said_what_to_ask_for(journey: Journey) -> None:
    stage = journey.stage
    if not isinstance(stage, InSlack):
        return
    await joins(journey, "ania", "")
    await presses_join(journey, "ania")
    assert "groups:write" in stage.dialog("ania")
    assert "you need not say that you are in the network" in stage.dialog("ania")
    assert "Create channel, Private" in stage.dialog("ania")
    may_make(stage)
    await presses_join(journey, "ania")
    assert [channel.members for channel in made(stage)] == [{stage.at.home.bot_user, "ania"}]
    stage.at.home.scopes = ""
    await opens(journey, "ania", "network.leave")
    assert "could not take you out of its channel" in stage.chat("ania")


async def test_who_is_in_the_network_no_more_is_out_of_its_channel_at_night(
    journey: Journey, clock: MovableClock
) -> None:
    stage = journey.stage
    if not isinstance(stage, InSlack):
        return
    may_make(stage)
    for who in ("ania", "ben"):
        await joins(journey, who, "")
        await presses_join(journey, who)
    (channel,) = made(stage)
    channel.members.add("amara")
    async with journey.bot.app.services.database.write() as session:
        args = (journey.ids["ben"], Role.SUPERVISOR, "Willow ward")
        await grant(session, *args, granted_by=None, now=clock.now())
    assert await own(journey).take_out_others() == 2
    assert channel.members == {stage.at.home.bot_user, "ania"}


async def test_administrators_find_it_in_no_list_of_ours(journey: Journey, clock: MovableClock) -> None:
    stage, services = journey.stage, journey.bot.app.services
    if not isinstance(stage, InSlack):
        return
    may_make(stage)
    await joins(journey, "ania", "")
    await presses_join(journey, "ania")
    (channel,) = made(stage)
    at = Workplace(services.organisation.id, stage.platform, stage.workspace)
    listed = [ListedChannel(channel.id, f"#{channel.name}", True), ListedChannel("C7", "#ward-7")]
    async with services.database.write() as session:
        await replace_channels(session, at, listed, clock.now())
        assert (await session.scalars(select(KnownChannel.key))).all() == ["C7"]


async def test_an_archived_one_is_made_anew_and_a_making_that_broke_off_too(
    journey: Journey, clock: MovableClock
) -> None:
    stage = journey.stage
    if not isinstance(stage, InSlack):
        return
    may_make(stage)
    await joins(journey, "ania", "")
    async with journey.bot.app.services.database.write() as session:
        row = {"platform": stage.platform, "workspace": stage.workspace}
        session.add(MadeChannel(**row, key="", begun_at=clock.now()))
    sender = Sender(stage.platform, stage.workspace, "ania")
    assert await own(journey).join(sender) == "not now"
    clock.move_to(clock.now() + timedelta(minutes=2))
    assert await own(journey).join(sender) == "in"
    made(stage)[0].is_archived = True
    assert await own(journey).join(sender) == "not now"
    assert await own(journey).join(sender) == "in"
    assert [channel.name for channel in made(stage)] == [NAME, f"{NAME}-2"]
