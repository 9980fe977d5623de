"""Where people are written to, on both databases."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.people.identity.people import Account
from bot.platforms.teams.directory.addresses import Addresses, InstalledTeam
from bot.store.database import Database
from tests.delivery.conftest import database
from tests.delivery.office import TEN
from tests.delivery.people import some_people
from tests.delivery.times import utc

__all__ = ["database"]

TENANT = "T"
CHAT = {"service": "https://smba.trafficmanager.net/emea/", "member": "29:a", "conversation": "a:1"}


@pytest.fixture
def addresses(database: Database) -> Addresses:
    return Addresses(database, MovableClock(TEN, frozen=True))


async def somebody(database: Database) -> Sender:
    (person,) = await some_people(database, 1, "teams", TENANT)
    return Sender("teams", TENANT, person)


async def account_of(database: Database, sender: Sender) -> Account:
    async with database.read() as session:
        return await session.get_one(Account, f"a-{sender.user}")


async def test_what_changes_is_kept_and_the_rest_stays(addresses: Addresses, database: Database) -> None:
    ada = await somebody(database)
    await addresses.remember(ada, CHAT)
    await addresses.remember(ada, {"service": "https://smba.trafficmanager.net/amer/", "member": "29:a"})
    assert await addresses.of(ada) == CHAT | {"service": "https://smba.trafficmanager.net/amer/"}
    assert await addresses.in_tenant(TENANT) == {ada.user: await addresses.of(ada)}


async def test_strangers_are_not_written_down(addresses: Addresses) -> None:
    await addresses.remember(Sender("teams", TENANT, "nobody"), CHAT)
    assert await addresses.of(Sender("teams", TENANT, "nobody")) == {}


async def test_only_our_chat_says_that_somebody_can_be_written_to_again(
    addresses: Addresses, database: Database
) -> None:
    ada = await somebody(database)
    await addresses.remember(ada, CHAT)
    await addresses.forget(ada)
    await addresses.remember(ada, {"service": CHAT["service"], "member": "29:a"})
    assert (await account_of(database, ada)).unreachable_since == TEN
    (address,) = (await addresses.in_tenant(TENANT)).values()
    assert "conversation" not in address
    await addresses.remember(ada, CHAT)
    assert (await account_of(database, ada)).unreachable_since is None


async def test_who_was_marked_elsewhere_is_reachable_once_they_write(
    addresses: Addresses, database: Database
) -> None:
    """Nothing about the address is new, and yet something has changed."""
    ada = await somebody(database)
    await addresses.remember(ada, CHAT)
    async with database.write() as session:
        await session.execute(update(Account).values(unreachable_since=utc("2026-01-01 00:00")))
    await addresses.remember(ada, CHAT)
    assert (await account_of(database, ada)).unreachable_since is None


async def test_a_team_keeps_its_name_where_none_is_told(addresses: Addresses) -> None:
    await addresses.install(InstalledTeam(TENANT, "19:a", "Wards", "https://one/"))
    await addresses.install(InstalledTeam(TENANT, "19:a", "", "https://two/"))
    assert await addresses.teams(TENANT) == [InstalledTeam(TENANT, "19:a", "Wards", "https://two/")]
    await addresses.install(InstalledTeam(TENANT, "19:a", "Night", "https://two/"))
    assert [team.name for team in await addresses.teams(TENANT)] == ["Night"]
    await addresses.uninstall(InstalledTeam(TENANT, "19:a", "", ""))
    assert await addresses.teams(TENANT) == []


FIRST, SECOND, THIRD = utc("2026-11-24 08:00"), utc("2026-11-24 09:00"), utc("2026-11-24 10:00")


def installed(at: datetime) -> dict[str, str]:
    return CHAT | {"since": at.isoformat()}


async def test_a_leave_that_is_older_than_the_installation_changes_nothing(
    addresses: Addresses, database: Database
) -> None:
    ada = await somebody(database)
    await addresses.remember(ada, installed(SECOND), SECOND)
    await addresses.forget(ada, FIRST)
    assert (await addresses.of(ada))["conversation"] == "a:1"
    await addresses.forget(ada, THIRD)
    assert "conversation" not in await addresses.of(ada)
    assert (await account_of(database, ada)).unreachable_since


@pytest.mark.parametrize("late", [installed(FIRST), CHAT])
async def test_what_comes_late_from_before_they_left_brings_nobody_back(
    addresses: Addresses, database: Database, late: dict[str, str]
) -> None:
    ada = await somebody(database)
    await addresses.remember(ada, installed(FIRST), FIRST)
    await addresses.forget(ada, SECOND)
    await addresses.remember(ada, late, FIRST)
    assert "conversation" not in await addresses.of(ada)
    await addresses.remember(ada, installed(THIRD), THIRD)
    assert (await account_of(database, ada)).unreachable_since is None


async def test_an_installation_told_late_is_not_the_newest(addresses: Addresses, database: Database) -> None:
    ada = await somebody(database)
    await addresses.remember(ada, installed(THIRD), THIRD)
    await addresses.remember(ada, installed(FIRST), FIRST)
    await addresses.forget(ada, SECOND)
    assert "conversation" in await addresses.of(ada)


async def test_who_left_under_an_earlier_release_comes_back(addresses: Addresses, database: Database) -> None:
    ada = await somebody(database)
    async with database.write() as session:
        account = await session.get_one(Account, f"a-{ada.user}")
        account.address = {"left": "yes"}
    await addresses.remember(ada, installed(FIRST), FIRST)
    assert "conversation" in await addresses.of(ada)


WARDS = InstalledTeam(TENANT, "19:wards", "Wards", CHAT["service"])


async def test_a_team_is_forgotten_only_by_what_is_newer_than_its_installation(addresses: Addresses) -> None:
    await addresses.install(WARDS, SECOND, is_joining=True)
    await addresses.install(WARDS, FIRST, is_joining=True)
    await addresses.uninstall(WARDS, FIRST)
    assert await addresses.teams(TENANT) == [WARDS]
    await addresses.uninstall(WARDS, SECOND)
    assert await addresses.teams(TENANT) == []


async def test_an_older_installation_at_another_address_is_not_the_newest(addresses: Addresses) -> None:
    await addresses.install(WARDS, THIRD, is_joining=True)
    await addresses.install(replace(WARDS, service="https://two/"), FIRST, is_joining=True)
    await addresses.uninstall(WARDS, SECOND)
    assert await addresses.teams(TENANT)


@pytest.mark.parametrize("is_known", [True, False])
async def test_what_is_told_late_brings_no_team_back(addresses: Addresses, is_known: bool) -> None:
    if is_known:
        await addresses.install(WARDS, FIRST, is_joining=True)
    await addresses.uninstall(WARDS, THIRD)
    await addresses.uninstall(WARDS, FIRST)
    for is_joining in (True, False):
        await addresses.install(WARDS, SECOND, is_joining=is_joining)
    assert await addresses.teams(TENANT) == []
    await addresses.install(WARDS, utc("2026-11-24 11:00"))
    assert await addresses.teams(TENANT) == [WARDS]
