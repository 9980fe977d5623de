"""Channels that we are in, as audiences: who may choose which, and who may know what they are called."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.roles import Role
from bot.people.audiences.audiences import choices, count_of, may_write_to, name_of
from bot.people.audiences.channels import (
    KnownChannel,
    ListedChannel,
    Workplace,
    channels_by_place,
    learn_channel,
    replace_channels,
)
from bot.people.identity.organisations import Team
from tests.people.village import NOW, Village

SLACK = Workplace("harbour", "slack", "T1")
WARD, ALL_STAFF, LEADS = (
    ListedChannel("C1", "#ward-7"),
    ListedChannel("C2", "#all-staff"),
    ListedChannel("C3", "#leads", is_private=True),
)


@pytest.fixture
async def harbour(village: Village, session: AsyncSession) -> Village:
    """Three channels, in the first of which Willow talks; Cleo is champion of all, Wim of Willow, Ada of nobody."""
    await village.founds(session, "Willow")
    await village.moves_in(session, "Ada", "Cleo", "Wim")
    (await session.get_one(Team, "willow")).channel = "slack T1 C1"
    await village.gives(session, "cleo", Role.CHAMPION)
    await village.gives(session, "wim", Role.CHAMPION, "willow")
    await replace_channels(session, SLACK, [WARD, ALL_STAFF, LEADS], NOW)
    return village


async def offered(session: AsyncSession, person: str) -> list[str]:
    return [o.label for o in await choices(session, person) if o.value.startswith("channel:")]


async def known(session: AsyncSession) -> dict[str, bool]:
    """Whether each is there, by its name."""
    found = await channels_by_place(session, "harbour")
    return {channel.name: channel.gone_at is None for channel in found.values()}


async def test_who_may_write_to_everyone_may_write_to_every_channel(
    harbour: Village, session: AsyncSession
) -> None:
    assert await offered(session, "cleo") == [
        "#ward-7 (Slack): one message in the channel, which everyone in it can see",
        "#all-staff (Slack): one message, which everyone there sees",
        "#leads (Slack): one message in the channel, which everyone in it can see",
    ]
    assert await count_of(session, "harbour", "channel:slack|T1|C2") == 0


async def test_a_champion_of_a_team_only_to_where_it_talks(harbour: Village, session: AsyncSession) -> None:
    assert await offered(session, "wim") == [
        "#ward-7 (Slack): one message in the channel, which everyone in it can see"
    ]
    assert not await may_write_to(session, "wim", "channel:slack|T1|C2")
    assert await offered(session, "ada") == []


async def test_a_long_name_leaves_room_to_say_what_it_means(harbour: Village, session: AsyncSession) -> None:
    longer, longest = "#community-team-west", f"#{'x' * 79}"
    listed = [ListedChannel("C1", longer), ListedChannel("C2", longest)]
    await replace_channels(session, SLACK, listed, NOW + timedelta(days=1))
    session.expire_all()
    assert await offered(session, "cleo") == [
        f"{longer} (Slack): one message, which everyone there sees",
        f"{longest} (Slack)",
    ]


async def test_a_private_channel_is_named_only_to_who_may_write_there(
    harbour: Village, session: AsyncSession
) -> None:
    names = [
        await name_of(session, harbour.organisation, "channel:slack|T1|C3", reader)
        for reader in ("cleo", "wim", "ada")
    ]
    assert names == ["#leads (Slack)", "A private channel (Slack)", "A private channel (Slack)"]
    assert await name_of(session, harbour.organisation, "channel:slack|T1|C2", "ada") == "#all-staff (Slack)"


@pytest.mark.parametrize("person", ["cleo", "wim"])
async def test_one_that_is_gone_is_offered_to_nobody_and_comes_back(
    harbour: Village, session: AsyncSession, person: str
) -> None:
    before = await offered(session, person)
    await replace_channels(session, SLACK, [], NOW + timedelta(days=1))
    assert await offered(session, person) == []
    assert not await may_write_to(session, person, "channel:slack|T1|C1")
    gone = await name_of(session, harbour.organisation, "channel:slack|T1|C3", person)
    assert gone == "An audience that is no longer there"
    await replace_channels(session, SLACK, [WARD, ALL_STAFF, LEADS], NOW + timedelta(days=2))
    session.expire_all()
    assert await offered(session, person) == before


async def test_a_renamed_channel_has_its_new_name(harbour: Village, session: AsyncSession) -> None:
    await replace_channels(session, SLACK, [ListedChannel("C1", "#ward-8")], NOW + timedelta(days=1))
    session.expire_all()
    assert await known(session) == {"#all-staff": False, "#leads": False, "#ward-8": True}


async def test_one_that_we_were_added_to_while_the_list_was_read_stays(
    harbour: Village, session: AsyncSession
) -> None:
    asked_at = NOW + timedelta(days=1)
    await learn_channel(session, SLACK, ListedChannel("C4", "#new"), asked_at + timedelta(seconds=1))
    await replace_channels(session, SLACK, [WARD], asked_at)
    session.expire_all()
    assert (await known(session))["#new"]


async def test_another_workspaces_channels_stay_as_they_are(harbour: Village, session: AsyncSession) -> None:
    await replace_channels(session, Workplace("harbour", "slack", "T2"), [], NOW + timedelta(days=1))
    session.expire_all()
    assert all((await known(session)).values())
    assert await session.get(KnownChannel, ("slack", "T1", "C1"))
