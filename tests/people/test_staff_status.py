"""Known, staff, reachable: three facts, and what is kept of somebody who is only one of them."""

from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import func, select

from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.delivery.sending.gateway import Refused, Throttled
from bot.features.pulse.waves.invitations import eligible
from bot.people.access.roles import Role, grant, roles_of
from bot.people.audiences.audiences import EVERYONE, count_of
from bot.people.directory.platform_sync import Profile, Rules
from bot.people.directory.staff_lookup import StaffLookup
from bot.people.identity.first_contact import FirstContactGuard
from bot.people.identity.people import Account, Person, Preferences, staff_behind
from tests.fakes import request
from tests.people.staff import MONDAY, Staff, profile
from tests.people.village import NOW, Village
from tests.store.statement_recorder import recording_statements

MEI = Sender("slack", "T1", "mei")
AWAY = "away"


@dataclass
class Lookup:
    """What the platform says of one account: a profile, nobody, or an error."""

    says: Profile | Exception | None = None
    asked: list[Sender] = field(default_factory=list)
    platform: str = "slack"

    async def person(self, account: Sender) -> Profile | None:
        self.asked.append(account)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@dataclass
class Door:
    village: Village
    lookup: Lookup = field(default_factory=Lookup)
    rules: Rules = field(default_factory=Rules)

    async def hears(self, sender: Sender = MEI) -> None:
        colleagues = StaffLookup(self.village.organisation, self.rules)
        colleagues.know([self.lookup])  # type: ignore[list-item]  # only asked for one person
        clock = MovableClock(NOW, frozen=True)
        guard = FirstContactGuard(
            self.village.database, self.village.organisation, clock, _release, colleagues
        )
        assert await guard(request(sender=sender), None) is None

    async def person(self) -> Person | None:
        async with self.village.database.read() as session:
            return await session.scalar(select(Person))

    async def counted(self) -> tuple[int, int]:
        """In an announcement to everyone, and in the questions."""
        home = self.village.organisation.id
        async with self.village.database.read() as session:
            asked = await eligible(session, home, MONDAY)
            return await count_of(session, home, EVERYONE), len(asked)


async def _release(*_: object) -> None:
    """Nothing is held."""


@pytest.fixture
def door(village: Village) -> Door:
    return Door(village)


async def test_a_member_who_writes_is_staff_at_once_with_their_name(door: Door) -> None:
    door.lookup.says = profile("mei")
    await door.hears()
    person = await door.person()
    assert person
    assert (person.is_staff, person.name, person.first_met_at) == (True, "Mei", NOW)
    assert await door.counted() == (1, 1)


OUTSIDERS = {
    "no member": None,
    "a guest, or an account that nobody uses": profile("mei", is_open=False),
}


@pytest.mark.parametrize("kind", OUTSIDERS)
async def test_of_an_outsider_nothing_is_kept(door: Door, kind: str) -> None:
    door.lookup.says = OUTSIDERS[kind]
    await door.hears()
    await door.hears(replace(MEI, home="T9"))
    async with door.village.database.read() as session:
        for table in (Person, Account):
            assert not await session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("error", [Refused("missing_scope"), Throttled(30), TimeoutError()])
async def test_whom_nobody_confirms_is_known_and_not_staff(door: Door, error: Exception) -> None:
    door.lookup.says = error
    await door.hears()
    person = await door.person()
    assert person
    assert (person.is_staff, person.first_met_at) == (False, NOW)
    assert await door.counted() == (0, 0)
    async with door.village.database.read() as session:
        assert await roles_of(session, [person.id]) == {}
        assert await staff_behind(session, MEI) is None


async def test_whom_nobody_confirms_and_who_is_from_elsewhere_is_an_outsider(door: Door) -> None:
    door.lookup.says = Refused("missing_scope")
    await door.hears(replace(MEI, home="T9"))
    assert await door.person() is None


async def test_the_night_confirms_whom_it_finds(door: Door) -> None:
    door.lookup.says = Refused("missing_scope")
    await door.hears()
    await Staff(door.village).reads(profile("mei"))
    person = await door.person()
    assert person
    assert person.is_staff
    assert await door.counted() == (1, 1)


async def test_an_administrator_confirms_whom_they_give_a_role(door: Door) -> None:
    door.lookup.says = Refused("missing_scope")
    await door.hears()
    person = await door.person()
    assert person
    async with door.village.database.write() as session:
        await grant(session, person.id, Role.EDITOR, None, granted_by=None, now=NOW)
    assert await door.counted() == (1, 1)


async def test_where_only_the_list_decides_a_member_is_known_and_not_staff(door: Door) -> None:
    door.lookup.says, door.rules = profile("mei"), Rules(adds_people=False)
    await door.hears()
    person = await door.person()
    assert person
    assert not person.is_staff


async def test_who_was_confirmed_once_is_not_asked_about_again(door: Door) -> None:
    await Staff(door.village).reads(profile("mei"))
    await door.hears(replace(MEI, home="T9"))
    assert door.lookup.asked == []


async def test_who_was_deactivated_and_is_back_is_known_as_such_when_they_write(door: Door) -> None:
    staff = Staff(door.village)
    await staff.reads(profile("mei"))
    await staff.reads(profile("mei", is_open=False))
    door.lookup.says = profile("mei")
    await door.hears()
    person = await door.person()
    assert person
    assert person.left_on is None
    assert await door.counted() == (1, 1)


async def test_who_was_deactivated_and_is_invited_anew_is_back_without_what_they_told(door: Door) -> None:
    staff = Staff(door.village)
    await staff.reads(profile("mei"))
    await staff.reads(profile("mei", is_open=False))
    anew = profile("mei", account=Sender("slack", "T1", "mei2"))
    assert (await staff.reads(anew)).returned == 1
    assert await door.counted() == (1, 1)
    assert (await staff.accounts())["mei2"].is_chosen
    assert not (await staff.accounts())["mei"].is_chosen


async def test_who_has_no_chat_with_us_is_staff_and_not_counted(door: Door) -> None:
    staff = Staff(door.village)
    await staff.reads(profile("mei", is_reachable=False))
    assert await door.counted() == (0, 0)
    await staff.reads(profile("mei", address={"conversation": "a:1"}))
    assert await door.counted() == (1, 1)
    assert (await staff.accounts())["mei"].address == {"conversation": "a:1"}


async def test_whom_nothing_is_to_be_written_down_of_takes_no_turn_to_write(door: Door) -> None:
    door.lookup.says = profile("mei")
    await door.hears()
    with recording_statements(door.village.database) as writers:
        await door.hears()
    assert not writers.transactions


@pytest.mark.parametrize("what", ["is unreachable", "holds", "was never met"])
async def test_whom_something_is_to_be_written_down_of_does(door: Door, what: str) -> None:
    door.lookup.says = profile("mei")
    await door.hears()
    async with door.village.database.write() as session:
        person = await session.scalar(select(Person))
        account = await session.scalar(select(Account))
        assert person
        assert account
        if what == "is unreachable":
            account.unreachable_since = NOW
        elif what == "holds":
            session.add(Preferences(person_id=person.id, holds_until_writing=True))
        else:
            person.first_met_at = None
    with recording_statements(door.village.database) as writers:
        await door.hears()
    assert len(writers.transactions) == 1
    async with door.village.database.read() as session:
        person, account = await session.scalar(select(Person)), await session.scalar(select(Account))
        assert person
        assert account
        assert (person.first_met_at, account.unreachable_since) == (NOW, None)
