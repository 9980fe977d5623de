"""Moves a movable clock forward and stops at each instant at which something is due, until it is sent."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.core.clock import MovableClock
from bot.delivery.sending.tick import Tick

_STEP = 0.05


async def run_due(
    tick: Tick,
    clock: MovableClock,
    until: datetime,
    after_instant: Callable[[datetime], bool] = lambda _: False,
) -> None:
    """Moves the clock to `until`, stopping at each instant at which something is due.

    `after_instant` is called with each instant after its work is done. If it returns true, the clock stops there.
    """
    await settle(tick)
    while (instant := await tick.next_instant()) and instant <= until:
        _move(clock, instant)
        await settle(tick)
        if after_instant(instant):
            return
    _move(clock, until)
    await settle(tick)


async def settle(tick: Tick) -> None:
    """Waits until every delivery that is due by now is sent or given up."""
    while await tick():  # noqa: ASYNC110 - it may be another process that is at work on it
        await asyncio.sleep(_STEP)


def _move(clock: MovableClock, instant: datetime) -> None:
    # A running clock may already be past this instant.
    if instant > clock.now():
        clock.move_to(instant)
