"""Coming along and the network on both databases: who gets the last place, who is counted, who is picked, who has left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery.calendar.slots import Slot, SlotState
from bot.features.peer_network.members import PICK, members
from bot.features.peer_network.picking import pick
from bot.features.peer_network.service import Network
from bot.features.shadowing.guest_counts import count_guests
from bot.features.shadowing.models import ShadowOffer, ShadowPlace
from bot.features.shadowing.reflection import Reflections, WrittenReflection, written_by
from bot.features.shadowing.service import Cancelled, Shadowing, WantedTime
from bot.features.shadowing.withdrawal import merge_places, withdraw_offers
from bot.people.audiences.chosen_colleagues import Colleagues
from bot.people.contact.message_kinds import PEER_REQUEST
from bot.publishing.tallies import PeerTally
from tests.features.peer_profiles.directory_scene import DirectoryScene, built, sender
from tests.people.conftest import database, session, village
from tests.people.village import NOW, Village

__all__ = ["database", "session", "village"]

DAY = timedelta(days=1)


@pytest.fixture
async def house(village: Village) -> DirectoryScene:
    return await built(village)


async def offered(house: DirectoryScene, days: int = 3) -> str:
    shadowing = Shadowing(house.village.database, house.clock)
    wanted = WantedTime(NOW + days * DAY, 120, "Gate", 1, Colleagues.ORGANISATION)
    assert await shadowing.offer(sender("ania"), wanted)
    return (await shadowing.mine(sender("ania"))).hosting[-1].offer.id


async def test_the_last_place_is_given_once_and_is_free_again_after_a_cancellation(
    house: DirectoryScene,
) -> None:
    shadowing, offer = Shadowing(house.village.database, house.clock), await offered(house)
    assert await shadowing.take(sender("amara"), offer)
    assert await shadowing.take(sender("ben"), offer) is None
    assert await shadowing.cancel(sender("ben"), offer) is None
    assert await shadowing.cancel(sender("amara"), offer) is Cancelled.PLACE
    assert await shadowing.take(sender("ben"), offer)
    assert await shadowing.cancel(sender("ania"), offer) is Cancelled.OFFER
    assert await shadowing.take(sender("amara"), offer) is None


async def test_who_gives_a_place_back_before_the_peer_worker_heard_of_it_leaves_no_news(
    house: DirectoryScene,
) -> None:
    shadowing, offer = Shadowing(house.village.database, house.clock), await offered(house)
    await shadowing.take(sender("amara"), offer)
    await shadowing.cancel(sender("amara"), offer)
    async with house.village.database.read() as session:
        news = (await session.scalars(select(Slot).where(Slot.job == "come-along-news"))).all()
    assert [":taken:" in slot.schedule or ":place:" in slot.schedule for slot in news] == [True, True]
    assert {slot.state for slot in news} == {SlotState.CANCELLED}


async def test_a_guest_counts_once_in_three_months(house: DirectoryScene) -> None:
    shadowing = Shadowing(house.village.database, house.clock)
    for days in (3, 4):
        await shadowing.take(sender("amara"), await offered(house, days))
    async with house.village.database.write() as session:
        for offer in (await session.scalars(select(ShadowOffer))).all():
            for _ in range(2):
                await count_guests(session, offer, NOW)
        assert [row.count for row in await session.scalars(select(PeerTally))] == [1]


async def test_two_who_are_one_keep_a_place_and_a_withdrawal_its_guests(house: DirectoryScene) -> None:
    shadowing, offer = Shadowing(house.village.database, house.clock), await offered(house)
    await shadowing.take(sender("amara"), offer)
    async with house.village.database.write() as session:
        await merge_places(session, "amara", "kit")
        await withdraw_offers(session, "ania")
        assert (await session.scalars(select(ShadowPlace.person_id))).all() == ["kit"]
        left = await session.get_one(ShadowOffer, offer)
        assert (left.person_id, left.place) == (None, "")
        told = await session.scalars(select(Slot.schedule).where(Slot.job == "come-along-news"))
        assert any(":cancelled:kit:" in schedule for schedule in told)


async def test_what_is_written_for_oneself_replaces_what_was_before(house: DirectoryScene) -> None:
    offer = await offered(house)
    await Shadowing(house.village.database, house.clock).take(sender("amara"), offer)
    house.clock.move_to(NOW + 4 * DAY)
    mine = Reflections(house.village.database, house.clock)
    for saw in ("first", "second"):
        assert await mine.write(sender("amara"), offer, (saw, ""))
    assert await mine.of(sender("amara"), offer) == WrittenReflection(("second", ""), as_host=False)
    assert not await mine.write(sender("ben"), offer, ("lies", ""))
    async with house.village.database.read() as session:
        (row,) = await written_by(session, "amara")
        assert b"second" not in row.sealed


async def test_who_is_picked_stays_so_and_the_next_month_is_somebody_elses(house: DirectoryScene) -> None:
    network = Network(house.village.database, house.clock)
    for who in ("ania", "ben"):
        assert await network.join(sender(who), "")
    picked = []
    for month in (1, 1, 2, 3):
        day = NOW.date() + 30 * month * DAY
        home = house.village.organisation.id
        slot = Slot(id=f"s{month}", schedule="s", job=PICK, kind=PEER_REQUEST, organisation_id=home, day=day)
        async with house.village.database.write() as session:
            question = await pick(session, slot, NOW + 30 * month * DAY)
            assert question
            picked.append(question.person_id)
    assert picked == ["ania", "ania", "ben", "ania"]
    await network.leave(sender("ania"))
    async with house.village.database.read() as session:
        assert [member.person_id for member in await members(session)] == ["ben"]
