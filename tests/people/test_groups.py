from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.audiences.user_groups import ListedGroup, groups_of, members_of, replace_groups
from bot.people.identity.people import Account, Person
from tests.people.staff import MONDAY
from tests.people.village import Village


async def listed(session: AsyncSession, *groups: ListedGroup) -> dict[str, list[str]]:
    """What the workspace lists; what we know then, by name."""
    await replace_groups(session, "harbour", "slack", "T1", groups)
    return {g.name: list(await members_of(session, g.id)) for g in await groups_of(session, "harbour")}


async def moved_in(village: Village, session: AsyncSession, *names: str) -> None:
    await village.moves_in(session, *names)
    for name in names:
        user = f"U{name}"
        session.add(Account(person_id=name.lower(), platform="slack", workspace="T1", user=user))
    await session.flush()


async def test_groups_are_those_of_the_workspace_with_whom_we_know(
    village: Village, session: AsyncSession
) -> None:
    await moved_in(village, session, "Mei", "Ada")
    wards = ListedGroup("S1", "wards", "Wards", frozenset({"UMei", "UAda", "UGuest"}))
    assert await listed(session, wards) == {"Wards": ["ada", "mei"]}


async def test_a_changed_group_is_changed_and_a_dropped_one_forgotten(
    village: Village, session: AsyncSession
) -> None:
    await moved_in(village, session, "Mei", "Ada")
    wards = ListedGroup("S1", "wards", "Wards", frozenset({"UMei"}))
    await listed(session, wards, ListedGroup("S2", "nights", "Nights", frozenset({"UAda"})))
    changed = ListedGroup("S1", "wards", "All wards", frozenset({"UAda"}))
    assert await listed(session, changed) == {"All wards": ["ada"]}


async def test_who_has_left_is_in_no_audience(village: Village, session: AsyncSession) -> None:
    await moved_in(village, session, "Mei", "Ada")
    (await session.get_one(Person, "mei")).left_on = MONDAY
    wards = ListedGroup("S1", "wards", "Wards", frozenset({"UMei", "UAda"}))
    assert await listed(session, wards) == {"Wards": ["ada"]}


async def test_another_workspaces_groups_stay_as_they_are(village: Village, session: AsyncSession) -> None:
    await listed(session, ListedGroup("S1", "wards", "Wards", frozenset()))
    await replace_groups(session, "harbour", "slack", "T2", [])
    assert len(await groups_of(session, "harbour")) == 1
