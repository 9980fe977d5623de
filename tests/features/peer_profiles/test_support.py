"""Requests for peer support on both databases: who is asked, who has it, and what a withdrawal leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.peer_profiles.retention import delete_old
from bot.features.peer_profiles.support.models import (
    PeerDecline,
    PeerRequest,
    Purpose,
    RequestStage,
    Soon,
)
from bot.features.peer_profiles.support.service import WantedSupport
from bot.features.peer_profiles.withdrawal import merge_requests
from bot.people.audiences.chosen_colleagues import Colleagues
from bot.publishing.tallies import PeerTally
from tests.features.peer_profiles.directory_scene import DirectoryScene, built, sender
from tests.people.conftest import database, session, village
from tests.people.village import NOW, Village

__all__ = ["database", "session", "village"]

ANYBODY = WantedSupport(Purpose.SOMEBODY, Soon.WEEK)


@pytest.fixture
async def house(village: Village) -> DirectoryScene:
    found = await built(village)
    await found.publishes("ania", Colleagues.ORGANISATION)
    await found.publishes("ben", Colleagues.ORGANISATION)
    return found


async def the_request(house: DirectoryScene) -> PeerRequest:
    async with house.village.database.read() as session:
        return (await session.scalars(select(PeerRequest))).one()


async def slots(house: DirectoryScene, **is_: object) -> list[Slot]:
    async with house.village.database.read() as session:
        return list(await session.scalars(select(Slot).filter_by(**is_).order_by(Slot.id)))


async def test_the_first_has_it_and_it_is_counted_once(house: DirectoryScene) -> None:
    assert await house.requests.ask(sender("amara"), ANYBODY) == 2
    id_ = (await the_request(house)).id
    assert await house.requests.take(sender("ania"), id_)
    assert await house.requests.take(sender("ben"), id_) is None
    assert await house.requests.decline(sender("ania"), id_)
    assert await house.requests.take(sender("ania"), id_) is None, "who declined isn't asked again"
    assert await house.requests.take(sender("ben"), id_)
    async with house.village.database.read() as session:
        assert {(t.what, t.count) for t in await session.scalars(select(PeerTally))} == {
            ("asked", 1),
            ("taken 0", 1),
        }


async def test_a_teams_pool_takes_in_the_teams_below_it(house: DirectoryScene) -> None:
    wanted = WantedSupport(Purpose.TEAM, Soon.ANY, team_id="north")
    assert await house.requests.ask(sender("kit"), wanted) == 2
    assert (
        await house.requests.ask(sender("kit"), WantedSupport(Purpose.TEAM, Soon.ANY, team_id="willow")) == 1
    )


async def test_nobody_who_sees_no_entry_can_ask_it(house: DirectoryScene) -> None:
    await house.publishes("ania", Colleagues.TEAM)
    assert await house.requests.ask(sender("kit"), WantedSupport(Purpose.SOMEBODY, Soon.ANY, to="ania")) == 0
    assert (
        await house.requests.ask(sender("amara"), WantedSupport(Purpose.SOMEBODY, Soon.ANY, to="ania")) == 1
    )


async def test_who_was_asked_alone_answers_for_all(house: DirectoryScene) -> None:
    await house.requests.ask(sender("amara"), WantedSupport(Purpose.SOMEBODY, Soon.ANY, to="ania"))
    id_ = (await the_request(house)).id
    assert not await house.requests.decline(sender("ben"), id_)
    assert await house.requests.decline(sender("ania"), id_)
    assert (await the_request(house)).closed_at == NOW


async def test_a_withdrawal_takes_back_messages_and_the_name(house: DirectoryScene) -> None:
    await house.requests.ask(sender("amara"), ANYBODY)
    id_ = (await the_request(house)).id
    await house.requests.take(sender("ania"), id_)
    await house.requests.propose(sender("ania"), id_, [NOW + timedelta(days=1)])
    await house.own.withdraw(sender("ania"))
    left = await the_request(house)
    assert (left.taken_by, left.directed_to, left.times, left.stage) == (None, None, [], RequestStage.WAITING)
    assert left.closed_at
    recalled = {slot.of_slot for slot in await slots(house, action=DeliveryAction.RECALL)}
    told = {slot.id for slot in await slots(house, job="peer-request-news") if ":gone:" not in slot.id}
    assert len(told) == 2
    assert told <= recalled
    waiting = [slot for slot in await slots(house, job="peer-request-news") if slot.state is SlotState.OPEN]
    assert [":gone:" in slot.id for slot in waiting] == [True]
    async with house.village.database.read() as session:
        assert (await session.scalars(select(PeerDecline))).all() == []


async def test_closed_requests_are_forgotten_after_thirty_days(house: DirectoryScene) -> None:
    await house.requests.ask(sender("amara"), ANYBODY)
    await house.requests.take_back(sender("amara"), (await the_request(house)).id)
    counts = await delete_old(house.village.database, NOW + timedelta(days=29), {})
    assert counts["peer_requests"] == 0
    counts = await delete_old(house.village.database, NOW + timedelta(days=31), {})
    assert counts["peer_requests"] == 1


async def test_two_who_are_one_keep_what_either_asked(house: DirectoryScene) -> None:
    await house.requests.ask(sender("amara"), ANYBODY)
    async with house.village.database.write() as session:
        await merge_requests(session, "amara", "kit")
    assert len(await house.requests.of(sender("kit"))) == 1
