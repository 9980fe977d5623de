from collections.abc import AsyncIterator
from dataclasses import fields

import pytest
from sqlalchemy import update

from bot.conversation.request import Sender
from bot.delivery.sending.gateway import Refused
from bot.people.audiences.channels import ListedChannel
from bot.people.audiences.user_groups import ListedGroup
from bot.people.directory.platform_sync import PartlyRead, Profile
from bot.people.identity.people import Account
from bot.platforms.teams.directory.addresses import InstalledTeam
from bot.platforms.teams.directory.people import TeamsDirectory, profile_of
from bot.platforms.teams.outbound import retry
from bot.store.database import Database
from bot.store.events import SeenEvent
from tests.delivery.people import some_people
from tests.fake_connector import TENANT, Fault, How
from tests.fake_connector.connector import member
from tests.platforms.teams.sending import Desk, desk

WARDS = "19:wards@thread.tacv2"
NIGHT = "19:night@thread.tacv2"


@pytest.fixture
async def at(database: Database) -> AsyncIterator[Desk]:
    async with desk(database) as made:
        made.connector.add_conversation(WARDS, "ada", "ben", "cem")
        made.connector.add_conversation(NIGHT, "cem")
        for team, name in ((WARDS, "Wards"), (NIGHT, "Night")):
            await made.addresses.install(InstalledTeam(TENANT, team, name, made.connector.service))
        yield made


def directory_of(at: Desk, page: int = 500) -> TeamsDirectory:
    return TeamsDirectory(at.calls, at.addresses, [TENANT], page, per_second=10_000)


async def everybody(directory: TeamsDirectory) -> dict[str, Profile]:
    pages = [page async for page in directory.people(TENANT)]
    return {profile.account.user: profile for page in pages for profile in page}


async def test_members_of_teams_are_read_page_by_page(at: Desk) -> None:
    assert set(await everybody(directory_of(at, page=2))) == {"ada", "ben", "cem"}
    assert at.connector.count("roster") == 3


async def test_a_profile_is_a_name_and_an_email_and_nothing_that_could_tell_who_is_a_peer(at: Desk) -> None:
    one = member("mei-chen", jobTitle="Peer worker", department="Recovery")
    at.connector.conversations[WARDS].members.append(one)
    found = (await everybody(directory_of(at)))["mei-chen"]
    assert found == Profile(
        Sender("teams", TENANT, "mei-chen"),
        "Mei Chen",
        "mei-chen@harbour.example",
        is_reachable=False,
        address={"service": at.connector.service, "member": "29:mei-chen"},
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


@pytest.mark.parametrize(
    "one",
    [
        member("elsewhere", tenantId="another"),
        {"id": "28:bot", "name": "A bot"},
        {"id": "29:x", "aadObjectId": None, "name": "Nobody"},
    ],
)
def test_who_is_nobody_of_this_tenants_is_left_out(one: dict[str, str]) -> None:
    assert profile_of(one, TENANT) is None


def test_guests_have_no_open_account() -> None:
    for role in ("guest", "anonymous"):
        found = profile_of(member("gus", userRole=role), TENANT)
        assert found
        assert not found.is_open


async def test_who_has_our_chat_and_is_in_no_team_is_asked_for(at: Desk) -> None:
    people = await some_people(at.database, 2, "teams", TENANT)
    await at.installed_by(*people)
    at.connector.conversations[NIGHT].members.append(member(people[0]))
    found = await everybody(directory_of(at))
    assert set(found) == {"ada", "ben", "cem", *people}
    assert [call.conversation for call in at.connector.calls if call.kind == "member"] == [
        f"a:chat-{people[1]}"
    ]


async def test_who_has_left_our_chat_unheard_is_passed_over(at: Desk) -> None:
    (person,) = await some_people(at.database, 1, "teams", TENANT)
    address = {"service": at.connector.service, "member": "29:gone", "conversation": "a:chat-gone"}
    async with at.database.write() as session:
        await session.execute(update(Account).where(Account.user == person).values(address=address))
    assert set(await everybody(directory_of(at))) == {"ada", "ben", "cem"}


async def test_teams_are_groups_without_their_guests(at: Desk) -> None:
    at.connector.conversations[NIGHT].members.append(member("gus", userRole="guest"))
    assert await directory_of(at).groups(TENANT) == [
        ListedGroup(NIGHT, "Night", "Night", frozenset({"cem"})),
        ListedGroup(WARDS, "Wards", "Wards", frozenset({"ada", "ben", "cem"})),
    ]


async def test_channels_are_the_standard_ones_of_the_teams_that_have_us(at: Desk) -> None:
    at.connector.add_channel(WARDS, WARDS, None)
    at.connector.add_channel(WARDS, "19:falls@thread.tacv2", "Falls")
    at.connector.add_channel(WARDS, "19:leads@thread.tacv2", "Leads", "private")
    at.connector.add_channel("19:without-us@thread.tacv2", "19:others@thread.tacv2", "Others")
    assert await directory_of(at).channels(TENANT) == [
        ListedChannel(WARDS, "General in Wards"),
        ListedChannel("19:falls@thread.tacv2", "Falls in Wards"),
    ]


async def test_what_passes_is_tried_again(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "_PAUSE", 0.01)
    at.connector.faults.add(
        "roster", Fault(status=429, retry_after="0.01"), How.DROP_BEFORE, Fault(status=503)
    )
    assert len(await everybody(directory_of(at))) == 3


async def test_what_teams_refuses_is_said(at: Desk) -> None:
    at.connector.faults.add("roster", Fault(status=403, code="BotNotInConversationRoster"))
    with pytest.raises(PartlyRead, match="BotNotInConversationRoster"):
        await everybody(directory_of(at))


async def test_workspaces_are_the_tenants_that_we_serve(at: Desk) -> None:
    assert await directory_of(at).workspaces() == [TENANT]


async def test_a_member_without_our_chat_gets_one_opened_and_is_not_greeted_for_it(at: Desk) -> None:
    at.connector.add_chat("ben")
    found = await everybody(directory_of(at))
    assert found["ben"].is_reachable
    assert found["ben"].address["conversation"] == "a:chat-ben"
    async with at.database.read() as session:
        greeted = await session.get(SeenEvent, f"teams {TENANT} welcome ben")
    assert greeted


async def test_a_member_whom_teams_lets_nobody_write_to_is_not_reachable(at: Desk) -> None:
    assert not (await everybody(directory_of(at)))["cem"].is_reachable


async def test_who_blocked_us_gets_no_chat_opened(at: Desk) -> None:
    (person,) = await some_people(at.database, 1, "teams", TENANT)
    await at.installed_by(person)
    at.connector.conversations[WARDS].members.append(member(person))
    await at.addresses.forget(Sender("teams", TENANT, person))
    assert not (await everybody(directory_of(at)))[person].is_reachable
    assert [call.body["members"][0]["id"] for call in at.connector.calls if call.kind == "open"].count(
        f"29:{person}"
    ) == 0


async def test_one_team_that_can_not_be_read_keeps_no_other_from_it(at: Desk) -> None:
    del at.connector.conversations[NIGHT]
    found: dict[str, Profile] = {}
    with pytest.raises(PartlyRead):
        async for page in directory_of(at).people(TENANT):
            found |= {one.account.user: one for one in page}
    assert set(found) == {"ada", "ben", "cem"}
    with pytest.raises(PartlyRead) as partly:
        await directory_of(at).groups(TENANT)
    assert [group.name for group in partly.value.entries] == ["Wards"]  # type: ignore[attr-defined]


async def test_somebody_is_looked_up_as_a_member_of_a_team(at: Desk) -> None:
    directory = directory_of(at)
    at.connector.conversations[WARDS].members.append(member("gus", userRole="guest"))
    ada = await directory.person(Sender("teams", TENANT, "ada"))
    gus = await directory.person(Sender("teams", TENANT, "gus"))
    assert ada
    assert ada.is_open
    assert gus
    assert not gus.is_open
    with pytest.raises(Refused):
        await directory.person(Sender("teams", TENANT, "stranger"))
