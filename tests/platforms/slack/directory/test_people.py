from collections.abc import AsyncIterator
from dataclasses import fields

import pytest

from bot.conversation.request import Sender
from bot.delivery.sending.gateway import Refused
from bot.people.audiences.channels import ListedChannel, channels_by_place
from bot.people.audiences.user_groups import ListedGroup
from bot.people.directory.platform_sync import Profile
from bot.platforms.slack.directory.channels import Channels
from bot.platforms.slack.directory.people import SlackDirectory, profile_of
from bot.platforms.slack.install.installations import Installed, OneWorkspace
from tests.delivery.conftest import database, office
from tests.delivery.office import Office
from tests.delivery.people import HOME
from tests.fake_slack import Fault, How
from tests.platforms.slack.sending import TEAM, Desk, desk

__all__ = ["database", "office"]


@pytest.fixture
async def slack_desk() -> AsyncIterator[Desk]:
    async with desk(tiers={}) as one:
        yield one


def directory_of(one: Desk, page: int = 200) -> SlackDirectory:
    return SlackDirectory(OneWorkspace(Installed(TEAM, "UBOT", f"xoxb-{TEAM}")), one.calls, page)


async def everybody(directory: SlackDirectory) -> dict[str, Profile]:
    pages = [page async for page in directory.people(TEAM)]
    return {profile.account.user: profile for page in pages for profile in page}


async def test_everybody_is_read_page_by_page(slack_desk: Desk) -> None:
    for number in range(7):
        slack_desk.home.add_member(f"UN{number}", f"nurse {number}")
    found = await everybody(directory_of(slack_desk, page=3))
    assert len(found) == 9
    assert slack_desk.slack.count("users.list") == 4


async def test_a_profile_is_a_name_an_email_a_time_zone_and_nothing_that_could_tell_who_is_a_peer(
    slack_desk: Desk,
) -> None:
    slack_desk.home.add_member(
        "UMEI", "mei chen", tz="Asia/Tokyo", title="Peer worker", status_text="recovering"
    )
    found = (await everybody(directory_of(slack_desk)))["UMEI"]
    assert found == Profile(
        Sender("slack", TEAM, "UMEI"), "Mei Chen", "mei.chen@harbour.example", "Asia/Tokyo"
    )
    assert {one.name for one in fields(Profile)} == {
        "account",
        "name",
        "email",
        "time_zone",
        "is_open",
        "is_reachable",
        "address",
    }


async def test_bots_slackbot_and_strangers_are_nobody(slack_desk: Desk) -> None:
    home = slack_desk.home
    home.add_member("USLACKBOT", "slackbot")
    home.add_member("UELSE", "from elsewhere", team_id="T2")
    home.add_member("USTRANGE", "stranger", is_stranger=True)
    assert set(await everybody(directory_of(slack_desk))) == {"UADMIN", "U1"}


async def test_guests_and_who_left_have_no_open_account(slack_desk: Desk) -> None:
    home = slack_desk.home
    home.add_member("UG", "guest", is_restricted=True)
    home.add_member("UH", "single channel guest", is_ultra_restricted=True)
    home.add_member("UL", "left", deleted=True)
    found = await everybody(directory_of(slack_desk))
    assert {user for user, profile in found.items() if not profile.is_open} == {"UG", "UH", "UL"}


def test_in_a_company_of_several_workspaces_a_colleague_may_be_from_another() -> None:
    member = {"id": "U5", "team_id": "E1", "real_name": "Ola", "enterprise_user": {"teams": [TEAM, "T2"]}}
    assert profile_of(member, TEAM)
    assert profile_of(member, "T3") is None


def test_an_e_mail_that_nobody_confirmed_is_none() -> None:
    member = {"id": "U5", "real_name": "Ola", "profile": {"email": "ola@harbour.example"}}
    for is_confirmed, email in ((True, "ola@harbour.example"), (False, "")):
        profile = profile_of(member | {"is_email_confirmed": is_confirmed}, TEAM)
        assert profile
        assert profile.email == email


async def test_user_groups_come_with_their_members(slack_desk: Desk) -> None:
    slack_desk.home.add_group("S1", "wards", ["U1", "UADMIN"])
    slack_desk.home.add_group("S2", "night", [])
    assert await directory_of(slack_desk).groups(TEAM) == [
        ListedGroup("S1", "wards", "Wards", frozenset({"U1", "UADMIN"})),
        ListedGroup("S2", "night", "Night", frozenset()),
    ]


async def test_channels_are_those_we_are_in_and_only_our_own_people_read(slack_desk: Desk) -> None:
    home = slack_desk.home
    home.add_channel("C2", has_bot=False)
    home.add_channel("C3", is_private=True)
    home.add_channel("C4").is_archived = True
    home.add_channel("C5").is_shared = True
    assert await directory_of(slack_desk, page=1).channels(TEAM) == [
        ListedChannel("C1", "#c1"),
        ListedChannel("C3", "#c3", is_private=True),
    ]
    home.channels["C1"].members.clear()
    assert len(await directory_of(slack_desk).channels(TEAM)) == 1


async def test_a_channel_is_known_as_soon_as_we_are_added(slack_desk: Desk, office: Office) -> None:
    channels = Channels(slack_desk.calls, office.database, HOME, office.clock)
    slack_desk.home.add_channel("C5").is_shared = True
    slack_desk.slack.faults.add("conversations.info", Fault(How.REFUSE, error="channel_not_found"))
    for key in ("C1", "C1", "C5"):
        await channels.learn(TEAM, key)
    async with office.database.read() as session:
        assert list(await channels_by_place(session, HOME)) == [f"slack {TEAM} C1"]


async def test_a_channel_that_is_shared_is_forgotten_at_once_and_comes_back(
    slack_desk: Desk, office: Office
) -> None:
    channels = Channels(slack_desk.calls, office.database, HOME, office.clock)
    for is_shared in (False, True, False):
        slack_desk.home.channel("C1").is_shared = is_shared
        await channels.learn(TEAM, "C1")
        async with office.database.read() as session:
            (channel,) = (await channels_by_place(session, HOME)).values()
        assert (channel.gone_at is not None) == is_shared


async def test_what_passes_is_tried_again(slack_desk: Desk) -> None:
    slack_desk.slack.faults.add("users.list", Fault(How.BUSY, seconds=0.01), Fault(How.BUSY, seconds=0.01))
    assert len(await everybody(directory_of(slack_desk))) == 2


async def test_what_slack_refuses_is_said(slack_desk: Desk) -> None:
    slack_desk.slack.faults.add("users.list", Fault(How.REFUSE, error="missing_scope"))
    with pytest.raises(Refused, match="missing_scope"):
        await everybody(directory_of(slack_desk))
