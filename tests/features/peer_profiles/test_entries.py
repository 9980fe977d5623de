"""Entries on both databases: who sees them is who was named, and what is withdrawn is nowhere."""

from itertools import product

import numpy as np
import pytest
from sqlalchemy import select

from bot.core.errors import UserFacingError
from bot.features.peer_profiles.entry_visibility import on_the_page
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.own_entry import ChangedMeanwhile
from bot.features.peer_profiles.withdrawal import withdraw_departed
from bot.people.audiences.chosen_colleagues import Colleagues, readers_of
from bot.people.identity.people import NotKnownHere, Person
from tests.features.peer_profiles.directory_scene import PEOPLE, DirectoryScene, built, sender
from tests.people.conftest import database, session, village
from tests.people.village import NOW, Village

__all__ = ["database", "session", "village"]

_NONE = np.zeros((0, 0), dtype=np.float32)


@pytest.fixture
async def house(village: Village) -> DirectoryScene:
    return await built(village)


async def rows(house: DirectoryScene) -> list[PeerProfile]:
    async with house.village.database.read() as session:
        return list(await session.scalars(select(PeerProfile).order_by(PeerProfile.is_published)))


@pytest.mark.parametrize("colleagues", list(Colleagues))
async def test_who_sees_it_is_exactly_who_was_named(house: DirectoryScene, colleagues: Colleagues) -> None:
    """For every writer and every reader: the names before publishing are those who find it afterwards."""
    for writer, reader in product(PEOPLE, PEOPLE):
        await house.publishes(writer, colleagues)
        async with house.village.database.read() as session:
            named = await readers_of(session, house.village.organisation.id, colleagues, PEOPLE[writer])
        assert (writer in await house.sees(reader)) == (reader in named), (writer, reader)


async def test_a_draft_is_hidden_whatever_its_other_columns_say(house: DirectoryScene) -> None:
    async with house.village.database.write() as session:
        draft = PeerProfile(person_id="ania", name="Ania", changed_at=NOW, is_published=False)
        draft.colleagues, draft.on_page = Colleagues.ORGANISATION, True
        session.add(draft)
    assert await house.sees("amara") == []
    async with house.village.database.read() as session:
        assert await on_the_page(session, house.village.organisation.id) == []


async def test_publishing_again_leaves_one_row_and_hiding_a_draft(house: DirectoryScene) -> None:
    await house.publishes("ania", Colleagues.ORGANISATION)
    await house.publishes("ania", Colleagues.TEAM, expertise="gardening")
    (row,) = await rows(house)
    assert (row.is_published, row.team_id, row.expertise) == (True, "rowan", "gardening")
    await house.publishes("ania", Colleagues.NOBODY)
    (row,) = await rows(house)
    assert (row.is_published, row.team_id, row.vectors) == (False, None, b"")


async def test_a_draft_stands_beside_what_is_published(house: DirectoryScene) -> None:
    await house.publishes("ania", Colleagues.ORGANISATION)
    await house.own.write(sender("ania"), {"name": "Ania", "expertise": "new"})
    own = await house.own.of(sender("ania"))
    assert own.draft
    assert own.published
    assert (own.draft.expertise, own.published.expertise) == ("new", "ania knows, voices")


async def test_another_text_than_the_one_looked_at_is_not_published(house: DirectoryScene) -> None:
    await house.publishes("ania", Colleagues.ORGANISATION)
    with pytest.raises(ChangedMeanwhile):
        await house.own.publish(sender("ania"), "another", Colleagues.TEAM, on_page=False, index=("x", _NONE))
    assert [row.colleagues for row in await rows(house)] == [Colleagues.ORGANISATION]


async def test_withdrawn_no_row_is_left(house: DirectoryScene) -> None:
    await house.publishes("ania", Colleagues.ORGANISATION, on_page=True)
    await house.own.write(sender("ania"), {"name": "Ania", "expertise": "new"})
    await house.own.withdraw(sender("ania"))
    assert await rows(house) == []
    await house.own.withdraw(sender("ania"))


async def test_who_left_is_seen_by_nobody_at_once_and_deleted_later(house: DirectoryScene) -> None:
    await house.publishes("ania", Colleagues.ORGANISATION)
    async with house.village.database.write() as session:
        (await session.get_one(Person, "ania")).left_on = NOW.date()
    assert await house.sees("amara") == []
    async with house.village.database.write() as session:
        assert await withdraw_departed(session) == 1
    assert await rows(house) == []


async def test_a_stranger_can_have_none(house: DirectoryScene) -> None:
    with pytest.raises(NotKnownHere):
        await house.own.write(sender("stranger"), {"name": "S", "expertise": "x"})
    assert issubclass(NotKnownHere, UserFacingError)
