"""What holds one recipient, what holds a lane, and that both resume by themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.sending.batch import run_batch
from bot.delivery.sending.gateway import Held, Odd, Outgoing, Pace
from bot.delivery.sending.outbox import Outbox
from bot.people.directory.platform_troubles import troubles
from tests.delivery.office import TEN, Office
from tests.delivery.people import some_people

_HELD_FOR = 300.0


def raises(error: type[Held], *users: str) -> Callable[[Outgoing], None]:
    def before(outgoing: Outgoing) -> None:
        if outgoing.user in users:
            raise error("never_heard_of", _HELD_FOR)

    return before


@pytest.fixture
async def crowd(office: Office) -> Office:
    """One after the other, so that who comes first is known."""
    office.platform.fast = Pace(per_second=100_000, burst=1000, per_conversation=100_000, at_once=1)
    office.people = await some_people(office.database, 8, workspace="W2")
    await office.plan()
    return office


async def is_frozen_after_a_batch(office: Office) -> bool:
    await office.enlist()
    outbox = office.outbox()
    await run_batch(replace(outbox, timing=replace(office.timing, stretch=0.2)), "fake W2 send")
    return outbox.bucket("fake W2 send").is_frozen()


async def test_an_odd_code_about_one_person_holds_nobody_else(crowd: Office) -> None:
    odd = crowd.people[0]
    crowd.platform.before = raises(Odd, odd)
    await crowd.send("fake W2 send")
    assert set(crowd.platform.times) == set(crowd.people) - {odd}
    states = await crowd.states()
    assert states.count(DeliveryState.PENDING) == 1
    assert DeliveryState.FAILED not in states


async def test_whom_an_odd_code_holds_is_tried_again_by_itself(crowd: Office) -> None:
    crowd.platform.before = raises(Odd, crowd.people[0])
    await crowd.send("fake W2 send")
    crowd.platform.before = raises(Odd)
    await crowd.send("fake W2 send")
    assert crowd.people[0] not in crowd.platform.times
    crowd.clock = type(crowd.clock)(TEN + timedelta(seconds=_HELD_FOR), frozen=True)
    await crowd.send("fake W2 send")
    assert crowd.platform.times == dict.fromkeys(crowd.people, 1)


async def test_an_odd_code_that_several_get_in_a_row_holds_the_lane(crowd: Office) -> None:
    crowd.platform.before = raises(Odd, *crowd.people)
    assert await is_frozen_after_a_batch(crowd)
    assert crowd.platform.times == {}
    assert set(await crowd.states()) == {DeliveryState.PENDING}


async def test_a_code_known_as_ours_holds_the_lane_at_once(crowd: Office) -> None:
    crowd.platform.before = raises(Held, *crowd.people)
    assert await is_frozen_after_a_batch(crowd)
    assert set(await crowd.states()) == {DeliveryState.PENDING}


async def told_to_administrators(office: Office, outbox: Outbox) -> list[tuple[str, str, str, str]]:
    async with office.database.write() as session:
        await outbox.write_down_what_is_held(session, "fake W2 send")
        return [(one.platform, one.workspace, one.what, one.reason) for one in await troubles(session)]


async def test_administrators_see_what_is_held_and_no_longer_once_it_goes_on(crowd: Office) -> None:
    held = [("fake", "W2", "sending", "never_heard_of")]
    await crowd.enlist()
    outbox = replace(crowd.outbox(), timing=replace(crowd.timing, stretch=0.2))
    crowd.platform.before = raises(Held, *crowd.people)
    await run_batch(outbox, "fake W2 send")
    assert await told_to_administrators(crowd, outbox) == held
    another_replica = crowd.outbox()
    assert await told_to_administrators(crowd, another_replica) == held
    crowd.platform.before = raises(Held)
    await run_batch(replace(another_replica, timing=outbox.timing), "fake W2 send")
    assert await told_to_administrators(crowd, another_replica) == []
