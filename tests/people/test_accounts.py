from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.errors import UserFacingError
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.pulse.declarations import PULSE
from bot.people.access.roles import Role, grant, grants_of
from bot.people.audit.acts import JOINED_ACCOUNTS, SEPARATED_ACCOUNTS, TOOK_ROLE
from bot.people.audit.audit_log import latest
from bot.people.contact.budget import Reserved, reserve
from bot.people.contact.preferences import ContactPreferences, choose, preferences_of
from bot.people.identity.accounts import MergePolicy, NotJoined, accounts_of, choose_account, join, separate
from bot.people.identity.peer_declaration import declare_peer, has_declared
from bot.people.identity.people import Account, Person
from tests.people.village import NOW, Village

TODAY, WEEK = date(2026, 11, 24), date(2026, 11, 23)
FREE = MergePolicy()


@pytest.fixture
async def two(village: Village, session: AsyncSession) -> AsyncSession:
    """Mei on Slack and May on Teams, who are one."""
    await village.moves_in(session, "Mei", "May", "Boss")
    await village.gives(session, "boss", Role.ADMINISTRATOR)
    session.add(Account(id="s", person_id="mei", platform="slack", workspace="T1", user="U1"))
    session.add(Account(id="t", person_id="may", platform="teams", workspace="t", user="29"))
    await session.flush()
    return session


async def test_both_accounts_are_one_persons_then_and_one_is_written_to(two: AsyncSession) -> None:
    assert (await join(two, FREE, "may", "mei", TODAY, by=None, now=NOW)).moved == ["t"]
    assert [(a.id, a.is_chosen) for a in await accounts_of(two, "mei")] == [("s", True), ("t", False)]
    may = await two.get_one(Person, "may")
    assert (may.left_on, may.joined_to) == (TODAY, "mei")


async def test_who_stays_keeps_their_roles_and_gains_none(village: Village, two: AsyncSession) -> None:
    await village.gives(two, "mei", Role.LEADER)
    await village.gives(two, "may", Role.EDITOR)
    await join(two, FREE, "may", "mei", TODAY, by=None, now=NOW)
    assert [g.role for g in await grants_of(two, ["mei", "may"])] == [Role.LEADER]


async def test_the_last_administrator_is_not_joined_away(two: AsyncSession) -> None:
    with pytest.raises(UserFacingError, match="no administrator"):
        await join(two, FREE, "boss", "mei", TODAY, by=None, now=NOW)


@pytest.mark.parametrize("declared", ["mei", "may"])
async def test_neither_account_is_shown_what_the_other_declared(two: AsyncSession, declared: str) -> None:
    forgotten: list[str] = []

    async def forget(_: AsyncSession, person_id: str) -> None:
        forgotten.append(person_id)

    await declare_peer(two, declared, NOW)
    await join(two, MergePolicy(delete_own_data=(forget,)), "may", "mei", TODAY, by=None, now=NOW)
    assert not await has_declared(two, "mei")
    assert not await has_declared(two, "may")
    assert sorted(forgotten) == ["may", "mei"]


async def test_joining_waits_while_a_wave_is_open(two: AsyncSession) -> None:
    async def wave(_: AsyncSession) -> str:
        return "Questions are open until Sunday."

    with pytest.raises(NotJoined, match="until Sunday"):
        await join(two, MergePolicy(blockers=(wave,)), "may", "mei", TODAY, by=None, now=NOW)
    assert [a.id for a in await accounts_of(two, "may")] == ["t"]
    await join(two, FREE, "may", "mei", TODAY, by=None, now=NOW)
    with pytest.raises(NotJoined, match="until Sunday"):
        await separate(two, MergePolicy(blockers=(wave,)), "may", ["t"], by=None, now=NOW)


async def test_whatever_either_did_not_want_is_not_wanted(two: AsyncSession) -> None:
    until = date(2026, 12, 24)
    await choose(two, "may", ContactPreferences(opted_out=(PULSE,), snoozed_until=until, quiet_from=12))
    await choose(two, "mei", ContactPreferences(opted_out=(ANNOUNCEMENT,), quiet_from=20))
    await join(two, FREE, "may", "mei", TODAY, by=None, now=NOW)
    wishes = await preferences_of(two, "mei")
    assert set(wishes.opted_out) == {PULSE, ANNOUNCEMENT}
    assert (wishes.snoozed_until, wishes.quiet_from) == (until, 20)


async def test_the_weeks_contacts_of_both_count(two: AsyncSession) -> None:
    await reserve(two, [("mei", WEEK), ("may", WEEK)], 3)
    await join(two, FREE, "may", "mei", TODAY, by=None, now=NOW)
    used = await two.scalar(select(Reserved.used).where(Reserved.person_id == "mei"))
    assert used == 2


async def test_what_other_rooms_carry_over_goes_to_who_stays(two: AsyncSession) -> None:
    carried: list[tuple[str, str]] = []

    async def carry(_: AsyncSession, gone: str, kept: str) -> None:
        carried.append((gone, kept))

    await join(two, MergePolicy(merge=(carry,)), "may", "mei", TODAY, by=None, now=NOW)
    assert carried == [("may", "mei")]


async def test_joining_can_be_undone(two: AsyncSession) -> None:
    moved = (await join(two, FREE, "may", "mei", TODAY, by=None, now=NOW)).moved
    await choose_account(two, "mei", "t")
    await separate(two, FREE, "may", moved, by=None, now=NOW)
    for person, account in (("mei", "s"), ("may", "t")):
        assert [(a.id, a.is_chosen) for a in await accounts_of(two, person)] == [(account, True)]
    may = await two.get_one(Person, "may")
    assert (may.left_on, may.joined_to, may.email) == (None, None, "may@harbour.example")


async def test_nobody_is_joined_to_themselves_to_a_leaver_or_twice(two: AsyncSession) -> None:
    for gone, kept in (("mei", "mei"),):
        with pytest.raises(NotJoined):
            await join(two, FREE, gone, kept, TODAY, by=None, now=NOW)
    await join(two, FREE, "may", "mei", TODAY, by=None, now=NOW)
    with pytest.raises(NotJoined):
        await join(two, FREE, "may", "boss", TODAY, by=None, now=NOW)
    (await two.get_one(Person, "boss")).left_on = TODAY
    with pytest.raises(NotJoined, match="has left"):
        await join(two, FREE, "mei", "boss", TODAY, by=None, now=NOW)


async def test_nobody_chooses_somebody_elses_account(two: AsyncSession) -> None:
    with pytest.raises(UserFacingError):
        await choose_account(two, "mei", "t")
    assert [a.id for a in await accounts_of(two, "may") if a.is_chosen] == ["t"]


async def test_joining_and_separating_are_written_down_with_the_roles_they_took(two: AsyncSession) -> None:
    await grant(two, "may", Role.EDITOR, None, granted_by=None, now=NOW)
    joined = await join(two, FREE, "may", "mei", TODAY, by="boss", now=NOW)
    assert [(line.about, line.details["role"]) for line in joined.taken] == [("may", "editor")]
    await separate(two, FREE, "may", joined.moved, by="boss", now=NOW)
    told = [(line.act, line.who, line.about) for line in await latest(two, 3)]
    assert told[::-1] == [
        (TOOK_ROLE, "boss", "may"),
        (JOINED_ACCOUNTS, "boss", "mei"),
        (SEPARATED_ACCOUNTS, "boss", "mei"),
    ]
