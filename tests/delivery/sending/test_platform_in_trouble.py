"""A platform that tells us to wait for an hour, or fails again and again: what waits is sent later, once."""

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.sending.gateway import Outgoing, Throttled
from tests.delivery.office import TIMING, Office
from tests.delivery.people import some_people
from tests.delivery.platform import LostConnection

AN_HOUR = 3600.0


async def test_told_to_wait_for_an_hour_the_workspace_is_left_alone_and_all_stays_to_be_sent(
    office: Office,
) -> None:
    office.people = await some_people(office.database, 100, first=10)
    tried: list[str] = []

    def full(outgoing: Outgoing) -> None:
        tried.append(outgoing.id)
        raise Throttled(AN_HOUR)

    office.platform.before = full
    await office.plan()
    await office.send()
    assert len(tried) <= office.platform.fast.at_once
    assert set(await office.states()) == {DeliveryState.PENDING}
    office.platform.before = lambda _: None
    await office.send()
    assert set(await office.states()) == {DeliveryState.SENT}
    assert set(office.platform.times.values()) == {1}


async def test_a_platform_that_answers_nothing_but_500_is_left_alone_and_asked_later_what_arrived(
    office: Office,
) -> None:
    office.people = await some_people(office.database, 30, first=10)

    def broken(_: Outgoing) -> None:
        raise LostConnection

    office.platform.before = broken
    await office.plan()
    await office.send()
    assert DeliveryState.SENT not in await office.states()
    assert office.platform.arrived == []
    office.platform.before = lambda _: None
    # As soon as nothing of it can be on its way any more.
    office.timing = type(TIMING)(lease=0.0, heartbeat=0.05, poll=0.05, timeout=-1, stretch=10, chunk=50)
    await office.send()
    await office.send()
    assert set(await office.states()) == {DeliveryState.SENT}
    assert set(office.platform.times.values()) == {1}
