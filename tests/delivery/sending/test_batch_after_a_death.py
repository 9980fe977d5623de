"""What a worker was at when it died, was frozen, or lost its connection."""

from dataclasses import replace
from itertools import product
from time import sleep

import pytest
from sqlalchemy import update

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import NEXT, Delivery, DeliveryState, move
from bot.delivery.sending.gateway import Outgoing, Sent
from bot.delivery.sending.workers import Life
from bot.features.learning.declarations import NUDGE
from tests.delivery.office import TEN, Office
from tests.delivery.platform import LostConnection, loses_connection
from tests.delivery.times import utc


async def test_a_claim_older_than_the_lease_is_not_begun(office: Office) -> None:
    """As in a process that was frozen after claiming: others may have taken over by now."""
    office.timing = replace(office.timing, lease=1.0, timeout=1.0)
    await office.plan()
    await office.send()
    assert office.platform.times == {}
    assert await office.states() == [DeliveryState.PENDING]


async def test_a_process_that_was_frozen_in_the_last_moment_sends_nothing(office: Office) -> None:
    def freezes(_: Outgoing) -> None:
        sleep(1.1)

    office.timing = replace(office.timing, lease=2.0, timeout=1.0)
    office.platform.before = freezes
    await office.plan()
    await office.send()
    assert office.platform.times == {}
    assert await office.states() == [DeliveryState.PENDING]


async def test_what_a_worker_says_after_it_was_taken_over_is_not_written_down(office: Office) -> None:
    async def taken_over() -> None:
        async with office.database.write() as session:
            await session.execute(update(Delivery).values(claimed_by="somebody else"))

    send = office.platform.send

    async def slow_send(outgoing: Outgoing) -> Sent:
        sent = await send(outgoing)
        await taken_over()
        return sent

    office.platform.send = slow_send  # type: ignore[method-assign]
    await office.plan()
    await office.send()
    row = await office.row()
    assert (row.state, row.claimed_by) == (DeliveryState.SENDING, "somebody else")


async def test_what_a_dead_worker_had_sent_is_found_and_not_sent_again(office: Office) -> None:
    await office.plan()
    id_ = (await office.row()).id
    office.platform.arrived = [Outgoing(id_, NUDGE, "fake", "W1", office.message, user=office.people[0])]
    await office.leave_sending()
    await office.send()
    assert office.platform.times == {office.people[0]: 1}
    assert (await office.row()).reference == {"ts": f"{office.people[0]}/1"}


async def test_what_a_dead_worker_had_not_sent_is_sent(office: Office) -> None:
    await office.plan()
    await office.leave_sending()
    await office.send()
    assert office.platform.looked_up == 1
    assert office.platform.times == {office.people[0]: 1}


async def test_what_nobody_can_know_is_not_sent_again(office: Office) -> None:
    office.platform.can_look_up = False
    await office.plan()
    await office.leave_sending()
    await office.send()
    assert await office.states() == [DeliveryState.UNKNOWN]
    assert office.platform.times == {}


async def test_what_a_living_worker_is_sending_is_left_alone(office: Office) -> None:
    await office.plan()
    await office.leave_sending("busy", Life.ALIVE)
    await office.send()
    assert await office.states() == [DeliveryState.SENDING]
    assert office.platform.looked_up == 0


async def test_a_lost_connection_is_looked_up_but_not_while_it_may_still_arrive(office: Office) -> None:
    office.platform.after = loses_connection
    await office.plan()
    await office.send()
    await office.send()
    assert (await office.states(), office.platform.looked_up) == ([DeliveryState.UNKNOWN], 0)
    async with office.database.write() as session:
        await session.execute(update(Delivery).values(claimed_at=utc("2026-01-01 00:00")))
    await office.send()
    assert (await office.states(), office.platform.looked_up) == ([DeliveryState.SENT], 1)
    assert office.platform.times == {office.people[0]: 1}


async def test_a_look_up_that_fails_is_tried_again_later(office: Office) -> None:
    async def fails(_: object) -> None:
        raise LostConnection

    office.platform.look_up = fails  # type: ignore[assignment, method-assign]
    await office.plan()
    await office.leave_sending()
    await office.send()
    row = await office.row()
    assert row.state is DeliveryState.UNKNOWN
    assert row.claimed_at and row.claimed_at > TEN


async def test_what_comes_back_after_its_slot_was_cancelled_is_cancelled(office: Office) -> None:
    slot = await office.plan()
    await office.leave_sending()
    async with office.database.write() as session:
        await session.execute(update(Slot).where(Slot.id == slot).values(state=SlotState.CANCELLED))
    await office.send()
    assert await office.states() == [DeliveryState.CANCELLED]


async def test_states_follow_each_other_as_designed(office: Office) -> None:
    async with office.database.write() as session:
        for before, after in product(DeliveryState, DeliveryState):
            if after not in NEXT[before]:
                with pytest.raises(ValueError, match="never becomes"):
                    await move(session, before, after)
