"""Enforces Teams' rate limits for one conversation, over several windows from a second to an hour."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from time import monotonic

from bot.delivery.sending.pacing import Sleep

# Calls per window and the window in seconds, the longest last.
LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))

# Number of conversations remembered. A forgotten one has been idle for long.
_REMEMBERED = 10_000


class ConversationPace:
    def __init__(
        self,
        limits: Sequence[tuple[int, float]] = LIMITS,
        now: Callable[[], float] = monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._limits = limits
        self._now = now
        self._sleep = sleep
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()

    async def take(self, conversation: str, patience: float) -> float:
        """Returns 0 once the call may be made, which it counts; the seconds to wait if they exceed
        `patience`.
        """
        times = self._times(conversation)
        while (missing := self._missing(times)) > 0:
            if missing > patience:
                return missing
            patience -= missing
            await self._sleep(missing)
        times.append(self._now())
        return 0.0

    def _missing(self, times: deque[float]) -> float:
        now = self._now()
        while times and now - times[0] >= self._limits[-1][1]:
            times.popleft()
        waits = [times[-most] + window - now for most, window in self._limits if len(times) >= most]
        return max(waits, default=0.0)

    def _times(self, conversation: str) -> deque[float]:
        times = self._taken.pop(conversation, None)
        if times is None:
            times = deque()
        self._taken[conversation] = times
        if len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        return times
