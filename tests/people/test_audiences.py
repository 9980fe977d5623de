from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.roles import Role
from bot.people.audiences.audience_key import Channel
from bot.people.audiences.audiences import channels_of, choices, count_of, may_write_to, name_of, people_of
from bot.people.audiences.saved_audiences import SavedAudience
from bot.people.audiences.user_groups import ListedGroup, groups_of, replace_groups
from bot.people.identity.organisations import Team
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Account, Person
from tests.people.staff import MONDAY
from tests.people.village import NOW, Village

WILLOW_TALKS = "channel:slack|T1|C1"


@pytest.fixture
async def harbour(village: Village, session: AsyncSession) -> Village:
    """Surgery with Willow below it, and Oak; Cleo is champion of all, Sol of Surgery, Wim of Willow."""
    await village.founds(session, "Surgery")
    await village.founds(session, "Willow", above="surgery")
    await village.founds(session, "Oak")
    await village.moves_in(session, "Ada", "Ben", "Cleo", "Mei", "Sol", "Wim")
    for name, team in (("ada", "willow"), ("ben", "surgery"), ("mei", "oak")):
        (await session.get_one(Person, name)).team_id = team
    (await session.get_one(Team, "willow")).channel = "slack T1 C1"
    await village.gives(session, "cleo", Role.CHAMPION)
    await village.gives(session, "sol", Role.CHAMPION, "surgery")
    await village.gives(session, "wim", Role.CHAMPION, "willow")
    session.add(Account(id="ada-slack", person_id="ada", platform="slack", workspace="T1", user="UAda"))
    await session.flush()
    nights = ListedGroup("S1", "nights", "Nights", frozenset({"UAda"}))
    await replace_groups(session, "harbour", "slack", "T1", [nights])
    return village


async def who(session: AsyncSession, key: str) -> list[str]:
    found = list(await people_of(session, "harbour", key))
    assert await count_of(session, "harbour", key) == len(found)
    return found


async def keys_of(session: AsyncSession, person: str) -> set[str]:
    return {option.value for option in await choices(session, person)}


async def saves(
    session: AsyncSession, *keys: str, takes_all: bool = False, but_not: Sequence[str] = ()
) -> str:
    of = {"keys": list(keys), "takes_all": takes_all, "but_not": list(but_not)}
    saved = SavedAudience(organisation_id="harbour", name="Both", made_by="cleo", made_at=NOW, **of)
    session.add(saved)
    await session.flush()
    return f"saved:{saved.id}"


async def test_each_audience_is_who_is_in_it(harbour: Village, session: AsyncSession) -> None:
    (group,) = await groups_of(session, "harbour")
    assert await who(session, "everyone") == ["ada", "ben", "cleo", "mei", "sol", "wim"]
    assert await who(session, "team:surgery") == ["ada", "ben"]
    assert await who(session, "role:champion") == ["cleo", "sol", "wim"]
    assert await who(session, f"group:{group.id}") == ["ada"]
    assert await who(session, WILLOW_TALKS) == []


async def test_several_together_count_each_person_once(harbour: Village, session: AsyncSession) -> None:
    key = await saves(session, "team:surgery", "team:willow", "role:champion", WILLOW_TALKS)
    assert await who(session, key) == ["ada", "ben", "cleo", "sol", "wim"]
    assert (
        await channels_of(session, key)
        == await channels_of(session, WILLOW_TALKS)
        == [Channel("slack", "T1", "C1")]
    )


async def test_in_all_of_several_is_who_is_in_each(harbour: Village, session: AsyncSession) -> None:
    (group,) = await groups_of(session, "harbour")
    assert await who(session, await saves(session, "team:surgery", f"group:{group.id}", takes_all=True)) == [
        "ada"
    ]
    assert await who(session, await saves(session, "team:oak", "team:willow", takes_all=True)) == []
    for nobody in ("group:gone", "nonsense", WILLOW_TALKS):
        assert await who(session, await saves(session, "everyone", nobody, takes_all=True)) == []
    assert await who(session, await saves(session, takes_all=True)) == []


async def test_whom_it_leaves_out_is_not_in_it_but_who_has_no_team_is(
    harbour: Village, session: AsyncSession
) -> None:
    key = await saves(session, "everyone", but_not=["team:surgery"])
    assert await who(session, key) == ["cleo", "mei", "sol", "wim"]


@pytest.mark.parametrize("gone", ["group:gone", "team:gone"])
async def test_where_it_is_not_known_any_more_whom_to_leave_out_it_is_nobody(
    harbour: Village, session: AsyncSession, gone: str
) -> None:
    assert await who(session, await saves(session, "everyone", but_not=[gone])) == []


@pytest.mark.parametrize("change", ["left_on", "closed_on", "is_staff"])
async def test_neither_leavers_nor_guests_nor_strangers_are_in_any(
    harbour: Village, session: AsyncSession, change: str
) -> None:
    """A stranger is one whom nobody has confirmed."""
    (group,) = await groups_of(session, "harbour")
    await harbour.gives(session, "ada", Role.EDITOR)
    ada = await session.get_one(Person, "ada")
    whose = await session.get_one(Account, "ada-slack") if change == "closed_on" else ada
    setattr(whose, change, False if change == "is_staff" else MONDAY)
    await session.flush()
    keys = ("everyone", "team:willow", "role:editor", f"group:{group.id}")
    for key in (*keys, await saves(session, *keys)):
        assert "ada" not in await who(session, key)


async def test_a_champion_of_a_team_writes_to_it_and_those_below(
    harbour: Village, session: AsyncSession
) -> None:
    assert await keys_of(session, "sol") == {"team:surgery", "team:willow", WILLOW_TALKS}
    assert await keys_of(session, "wim") == {"team:willow", WILLOW_TALKS}
    for key in ("everyone", "team:surgery", "team:oak", "role:leader", "saved:no", "nonsense", ""):
        assert not await may_write_to(session, "wim", key)
    assert await may_write_to(session, "wim", "team:willow")


async def test_a_champion_of_all_writes_to_all(harbour: Village, session: AsyncSession) -> None:
    (group,) = await groups_of(session, "harbour")
    wanted = {"everyone", "team:oak", "role:leader", f"group:{group.id}", WILLOW_TALKS}
    assert wanted <= await keys_of(session, "cleo")


async def test_who_is_no_champion_writes_to_nobody(harbour: Village, session: AsyncSession) -> None:
    await harbour.gives(session, "mei", Role.ADMINISTRATOR)
    assert await keys_of(session, "mei") == set()
    assert not await may_write_to(session, "mei", "everyone")
    assert not await may_write_to(session, "mei", await saves(session))


async def test_a_saved_audience_is_for_people_who_may_write_to_all_in_it(
    harbour: Village, session: AsyncSession
) -> None:
    for key in (
        await saves(session, "team:willow", "team:oak", takes_all=True),
        await saves(session, "team:willow", but_not=["team:oak"]),
    ):
        assert not await may_write_to(session, "wim", key)
    key = await saves(session, "team:willow", "team:oak")
    assert key in await keys_of(session, "cleo")
    assert key not in await keys_of(session, "wim")
    assert not await may_write_to(session, "wim", key)


async def test_one_that_was_removed_is_not_offered_but_still_found(
    harbour: Village, session: AsyncSession
) -> None:
    key = await saves(session, "team:willow")
    saved = await session.get_one(SavedAudience, key.removeprefix("saved:"))
    saved.removed_at = NOW
    await session.flush()
    assert key not in await keys_of(session, "cleo")
    assert await who(session, key) == ["ada"]
    assert await may_write_to(session, "cleo", key)
    assert await name_of(session, harbour.organisation, key, "cleo") == "Both"


async def test_a_channel_that_others_share_is_theirs_too(harbour: Village, session: AsyncSession) -> None:
    (await session.get_one(Team, "oak")).channel = "slack T1 C1"
    await session.flush()
    assert not await may_write_to(session, "wim", WILLOW_TALKS)
    assert await may_write_to(session, "cleo", WILLOW_TALKS)


@pytest.mark.parametrize("key", ["role:peer-worker", "role:staff", "role:"])
async def test_being_a_peer_worker_is_no_audience(harbour: Village, session: AsyncSession, key: str) -> None:
    await declare_peer(session, "ada", NOW)
    assert not await may_write_to(session, "cleo", key)
    assert await who(session, key) == []
    assert "peer" not in str(await choices(session, "cleo")).lower()


async def test_each_has_a_name(harbour: Village, session: AsyncSession) -> None:
    (group,) = await groups_of(session, "harbour")
    named = {
        "everyone": "Everyone at Harbour",
        "team:surgery": "Surgery, with its teams",
        "team:oak": "Oak",
        "role:leader": "All leaders",
        f"group:{group.id}": "Nights (a group on Slack)",
        WILLOW_TALKS: "The channel of Willow",
        "group:gone": "An audience that is no longer there",
    }
    for key, name in named.items():
        assert await name_of(session, harbour.organisation, key, "cleo") == name
