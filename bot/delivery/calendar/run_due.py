"""Moves a movable clock forward, stopping wherever something is due until it is done."""

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
    told: Callable[[datetime], bool] = lambda _: False,
) -> None:
    """Move the calendar to `until`, stopping at each instant at which something is due.

    `told` hears of each once it is done, and says whether to stop there.
    """
    await settle(tick)
    while (instant := await tick.next_instant()) and instant <= until:
        _move(clock, instant)
        await settle(tick)
        if told(instant):
            return
    _move(clock, until)
    await settle(tick)


async def settle(tick: Tick) -> None:
    """Until everything due by now is sent, or won't be."""
    while await tick():  # noqa: ASYNC110 - it may be another process that is at work on it
        await asyncio.sleep(_STEP)


def _move(clock: MovableClock, instant: datetime) -> None:
    # A clock that runs may be past it by now.
    if instant > clock.now():
        clock.move_to(instant)
