"""A system clock that is set back or forward: nobody gets anything twice, and nobody is left out."""

from collections import Counter
from datetime import timedelta

from bot.core.clock import MovableClock
from bot.delivery.ledger.deliveries import DeliveryState
from bot.features.announcements.declarations import ANNOUNCEMENT
from tests.delivery.office import TEN, Office, occasion


class Set(MovableClock):
    """One that somebody sets, as a time server does after an hour of being wrong."""

    def set_to(self, hours: float) -> None:
        self._frozen_at = TEN + timedelta(hours=hours)


async def test_set_back_after_sending_nothing_is_sent_again(office: Office) -> None:
    clock = Set(TEN, frozen=True)
    office.clock, office.kind = clock, ANNOUNCEMENT
    await office.plan()
    await office.send()
    for hours in (-1, -25, 0, 1, 25):
        clock.set_to(hours)
        await office.plan()
        await office.send()
    assert set(office.platform.times.values()) == {1}
    assert set(await office.states()) == {DeliveryState.SENT}


async def test_set_back_before_sending_it_goes_once_when_the_time_has_come_again(office: Office) -> None:
    clock = Set(TEN, frozen=True)
    office.clock, office.kind = clock, ANNOUNCEMENT
    await office.plan()
    clock.set_to(-2)
    await office.send()
    assert office.platform.times == Counter()
    clock.set_to(0)
    await office.send()
    assert set(office.platform.times.values()) == {1}


async def test_set_forward_by_a_day_and_back_both_days_are_sent_once(office: Office) -> None:
    clock = Set(TEN, frozen=True)
    office.clock, office.kind = clock, ANNOUNCEMENT
    clock.set_to(24)
    await office.plan(occasion(kind=ANNOUNCEMENT, at=TEN + timedelta(days=1)))
    await office.send()
    clock.set_to(0)
    await office.plan(occasion(kind=ANNOUNCEMENT))
    await office.send()
    clock.set_to(24)
    await office.send()
    assert set(office.platform.times.values()) == {2}
    assert await office.states() == [DeliveryState.SENT, DeliveryState.SENT]
