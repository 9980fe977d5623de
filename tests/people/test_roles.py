import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.errors import UserFacingError
from bot.people.access.roles import (
    FOR_A_TEAM,
    GRANTED,
    Grant,
    Role,
    administrators,
    all_grants,
    revoke,
    revoke_all,
    roles_of,
)
from bot.people.access.scopes import Scope, leads
from bot.people.identity.peer_declaration import declare_peer, declared_peers, has_declared, withdraw_peer
from bot.people.identity.people import Person
from tests.people.village import NOW, Village


async def test_being_staff_needs_no_grant(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Amara")
    assert await roles_of(session, ["amara"]) == {"amara": {Role.STAFF}}


async def test_strangers_and_leavers_have_no_roles(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Amara")
    await village.gives(session, "amara", Role.LEADER)
    (await session.get_one(Person, "amara")).left_on = NOW.date()
    await session.flush()
    assert await roles_of(session, ["amara", "nobody"]) == {}


async def test_a_role_is_given_once_however_often_and_can_be_taken_away(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Amara")
    for _ in range(2):
        await village.gives(session, "amara", Role.CHAMPION)
    assert await session.scalar(select(func.count()).select_from(Grant)) == 1
    await revoke(session, "amara", Role.CHAMPION, None, by=None, now=NOW)
    assert await roles_of(session, ["amara"]) == {"amara": {Role.STAFF}}


async def test_taking_a_teams_role_away_leaves_the_one_for_everything(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Amara")
    await village.founds(session, "Willow")
    await village.gives(session, "amara", Role.LEADER, "willow")
    await village.gives(session, "amara", Role.LEADER)
    await revoke(session, "amara", Role.LEADER, "willow", by=None, now=NOW)
    assert await leads(session, "amara") == Scope(is_everything=True)
    await revoke(session, "amara", Role.LEADER, None, by=None, now=NOW)
    assert not await leads(session, "amara")


async def test_nobody_can_make_somebody_else_a_peer_worker(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Jo")
    with pytest.raises(UserFacingError, match="own to tell"):
        await village.gives(session, "jo", Role.PEER_WORKER)


@pytest.mark.parametrize("role", sorted(set(GRANTED) - FOR_A_TEAM))
async def test_some_roles_are_always_for_the_whole_organisation(
    village: Village, session: AsyncSession, role: Role
) -> None:
    await village.moves_in(session, "Amara")
    await village.founds(session, "Willow")
    with pytest.raises(UserFacingError, match="whole organisation"):
        await village.gives(session, "amara", role, "willow")


async def test_the_last_administrator_stays(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Sam", "Amara")
    await village.gives(session, "sam", Role.ADMINISTRATOR)
    with pytest.raises(UserFacingError, match="no administrator"):
        await revoke(session, "sam", Role.ADMINISTRATOR, None, by=None, now=NOW)
    with pytest.raises(UserFacingError, match="no administrator"):
        await revoke_all(session, ["sam"], by=None, now=NOW)
    await village.gives(session, "amara", Role.ADMINISTRATOR)
    await revoke(session, "sam", Role.ADMINISTRATOR, None, by=None, now=NOW)
    assert [person.id for person in await administrators(session)] == ["amara"]


async def test_an_administrator_who_left_is_no_second_one(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Sam", "Amara")
    for person in ("sam", "amara"):
        await village.gives(session, person, Role.ADMINISTRATOR)
    (await session.get_one(Person, "amara")).left_on = NOW.date()
    await session.flush()
    with pytest.raises(UserFacingError, match="no administrator"):
        await revoke(session, "sam", Role.ADMINISTRATOR, None, by=None, now=NOW)


async def test_a_leader_of_a_team_leads_all_below_it_and_nothing_beside_it(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Tom")
    for name, above in (
        ("Inpatient", None),
        ("Willow", "inpatient"),
        ("Nights", "willow"),
        ("Community", None),
    ):
        await village.founds(session, name, above)
    await village.gives(session, "tom", Role.LEADER, "inpatient")
    scope = await leads(session, "tom")
    assert scope == Scope(frozenset({"inpatient", "willow", "nights"}))
    assert not scope.covers("community")
    assert not scope.covers(None)


async def test_a_leader_of_the_organisation_leads_everybody(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Helen")
    await village.gives(session, "helen", Role.LEADER)
    assert (await leads(session, "helen")).covers(None)


async def test_a_person_who_leads_nothing_leads_nobody(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Amara")
    await village.gives(session, "amara", Role.SUPERVISOR)
    assert not await leads(session, "amara")


async def test_a_peer_worker_declares_it_and_takes_it_back_without_a_trace(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Jo", "Amara")
    for _ in range(2):
        await declare_peer(session, "jo", NOW)
    assert await roles_of(session, ["jo", "amara"]) == {
        "jo": {Role.STAFF, Role.PEER_WORKER},
        "amara": {Role.STAFF},
    }
    await withdraw_peer(session, "jo")
    assert not await has_declared(session, "jo")
    assert await declared_peers(session, ["jo"]) == {}


async def test_what_administrators_see_says_nothing_of_peer_workers(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Jo")
    await declare_peer(session, "jo", NOW)
    await village.gives(session, "jo", Role.EDITOR)
    named = [(grant.role, name) for grant, name in await all_grants(session)]
    assert named == [(Role.EDITOR, "Jo (jo@harbour.example)")]
    columns = {column.name for column in Person.__table__.columns}
    assert not any("peer" in column for column in columns)


async def test_roles_of_more_people_than_a_statement_can_carry(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Amara", "Jo")
    many = ["amara", *(f"nobody-{n}" for n in range(40_000)), "jo"]
    assert set(await roles_of(session, many)) == {"amara", "jo"}
