import pytest
from sqlalchemy import select

from bot.conversation.request import Sender
from bot.people.access.roles import Role, grants_of
from bot.people.directory.platform_sync import Rules
from bot.people.identity.accounts import MergePolicy
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.peer_declaration import declare_peer, has_declared
from bot.people.identity.people import Account, Person
from tests.delivery.times import utc
from tests.people.staff import MONDAY, TUESDAY, Staff, profile
from tests.people.village import NOW, Village

BY_EMAIL = Rules(matches_email=True)


@pytest.fixture
def staff(village: Village) -> Staff:
    return Staff(village)


async def test_who_works_here_is_known_with_name_zone_and_account(staff: Staff) -> None:
    changes = await staff.reads(profile("mei", time_zone="Asia/Tokyo"), profile("ada"))
    assert changes.added == 2
    mei, ada = await staff.person("mei"), await staff.person("ada")
    assert (mei.name, mei.email, mei.time_zone) == ("Mei", "mei@harbour.example", "Asia/Tokyo")
    assert ada.time_zone == ""


async def test_reading_the_same_list_again_changes_nothing(staff: Staff) -> None:
    await staff.reads(profile("mei"))
    again = await staff.reads(profile("mei"), today=TUESDAY)
    assert vars(again) == {"added": 0, "matched": 0, "left": 0, "returned": 0, "left_out": 0}
    assert len(await staff.village.people()) == 1


async def test_a_new_name_and_zone_are_taken_over_and_an_unknown_zone_is_not(staff: Staff) -> None:
    await staff.reads(profile("mei", time_zone="Asia/Tokyo"))
    await staff.reads(profile("mei", name="Mei Sato", time_zone="Moon/Tycho"))
    mei = await staff.person("mei")
    assert (mei.name, mei.time_zone) == ("Mei Sato", "")


async def test_whom_we_never_met_is_not_added_where_that_is_not_wanted(staff: Staff) -> None:
    staff.rules = Rules(adds_people=False)
    assert (await staff.reads(profile("mei"))).added == 0
    assert await staff.accounts() == {}


async def test_who_was_deactivated_has_left_is_unreachable_and_loses_their_roles(staff: Staff) -> None:
    await staff.reads(profile("mei"))
    mei = await staff.person("mei")
    async with staff.village.database.write() as session:
        await staff.village.gives(session, mei.id, Role.ADMINISTRATOR)
    assert (await staff.reads(profile("mei", is_open=False), today=TUESDAY)).left == 1
    assert (await staff.person("mei")).left_on == TUESDAY
    assert (await staff.accounts())["mei"].unreachable_since == utc("2026-11-24 03:30")
    async with staff.village.database.read() as session:
        assert await grants_of(session, [mei.id]) == []


async def test_who_has_another_account_has_not_left_before_that_is_closed_too(staff: Staff) -> None:
    await staff.reads(profile("mei"))
    mei = await staff.person("mei")
    async with staff.village.database.write() as session:
        session.add(Account(person_id=mei.id, platform="teams", workspace="t", user="mei", is_chosen=False))
    teams = Sender("teams", "t", "mei")
    await staff.reads(profile("mei", is_open=False))
    assert (await staff.person("mei")).left_on is None
    await staff.reads(profile("mei", account=teams, is_open=False), today=TUESDAY)
    assert (await staff.person("mei")).left_on == TUESDAY


async def test_who_comes_back_can_be_reached_again(staff: Staff) -> None:
    await staff.reads(profile("mei"))
    await staff.reads(profile("mei", is_open=False))
    assert (await staff.reads(profile("mei"), today=TUESDAY)).returned == 1
    account = (await staff.accounts())["mei"]
    assert ((await staff.person("mei")).left_on, account.unreachable_since, account.closed_on) == (None,) * 3


async def test_who_left_by_the_list_of_people_stays_so_whatever_their_account_does(staff: Staff) -> None:
    await staff.reads(profile("mei"))
    async with staff.village.database.write() as session:
        mei = await session.get_one(Person, (await staff.person("mei")).id)
        mei.left_on = MONDAY
    await staff.reads(profile("mei", is_open=False), today=TUESDAY)
    await staff.reads(profile("mei"), today=TUESDAY)
    assert (await staff.person("mei")).left_on == MONDAY


async def test_nobody_leaves_because_a_page_does_not_name_them(staff: Staff) -> None:
    await staff.reads(profile("mei"), profile("ada"))
    await staff.reads(profile("ada"), today=TUESDAY)
    assert (await staff.person("mei")).left_on is None


async def test_who_was_never_known_and_is_closed_stays_unknown(staff: Staff) -> None:
    await staff.reads(profile("guest", is_open=False))
    assert await staff.accounts() == {}


async def test_an_email_is_matched_only_where_that_is_switched_on(staff: Staff) -> None:
    async with staff.village.database.write() as session:
        await staff.village.moves_in(session, "Mei")
    assert (await staff.reads(profile("mei"))).left_out == 1
    assert await staff.accounts() == {}
    staff.rules = BY_EMAIL
    assert (await staff.reads(profile("mei", email="MEI@harbour.example"))).matched == 1
    assert (await staff.person("mei")).id == "mei"


async def test_matching_by_email_carries_no_role_over(staff: Staff) -> None:
    staff.rules = BY_EMAIL
    async with staff.village.database.write() as session:
        await staff.village.moves_in(session, "Mei")
        await staff.village.gives(session, "mei", Role.EDITOR)
    assert (await staff.reads(profile("mei"))).left_out == 1
    assert await staff.accounts() == {}


async def test_matching_by_email_shows_nobody_what_somebody_declared(staff: Staff) -> None:
    staff.rules = BY_EMAIL
    on_teams = Sender("teams", "t", "mei")
    async with staff.village.database.write() as session:
        mei = await get_or_create_person(session, on_teams, staff.village.organisation, name="Mei", now=NOW)
        mei.email = "mei@harbour.example"
        await declare_peer(session, mei.id, NOW)
    await staff.reads(profile("mei"))
    async with staff.village.database.read() as session:
        accounts = (await session.scalars(select(Account).where(Account.person_id == mei.id))).all()
        assert {(a.platform, a.is_chosen) for a in accounts} == {("teams", True), ("slack", False)}
        assert not await has_declared(session, mei.id)


async def test_two_people_of_one_email_become_one_once_nothing_stands_against_it(staff: Staff) -> None:
    async with staff.village.database.write() as session:
        await staff.village.moves_in(session, "Mei")
        met = await get_or_create_person(
            session, Sender("slack", "T1", "mei"), staff.village.organisation, now=NOW
        )
    staff.rules, staff.merge_policy = BY_EMAIL, MergePolicy(blockers=(wave_is_open,))
    assert (await staff.reads(profile("mei"))).left_out == 1
    assert (await staff.person("mei")).id == met.id
    staff.merge_policy = MergePolicy()
    assert (await staff.reads(profile("mei"))).matched == 1
    assert (await staff.person("mei")).id == "mei"


async def wave_is_open(_: object) -> str:
    return "Questions are open until Sunday."
