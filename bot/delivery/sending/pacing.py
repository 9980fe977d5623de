"""Token buckets that limit the sending rate. A lane's bucket starts empty, so restarts cause no burst."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from math import inf
from time import monotonic

Sleep = Callable[[float], Awaitable[None]]

# Number of conversations remembered. A forgotten one has been idle for long.
_REMEMBERED = 10_000
_NOTHING = 1e-9


class Bucket:
    """A token bucket: `rate` tokens per second, at most `size` at once."""

    def __init__(
        self,
        rate: float,
        size: float = 1,
        now: Callable[[], float] = monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._rate = rate
        self._size = max(size, 1.0)
        self._now = now
        self._sleep = sleep
        self._tokens = 0.0
        self._since = now()

    def is_frozen(self) -> bool:
        return self._since > self._now()

    def frozen_for(self) -> float:
        """Remaining seconds of the pause."""
        return max(0.0, self._since - self._now())

    def freeze(self, seconds: float) -> None:
        """Pauses after the platform asked for it. The bucket is empty afterwards."""
        self._tokens = 0.0
        self._since = max(self._since, self._now() + seconds)

    async def take(self, at_most: int = 1, until: float = inf) -> int:
        """Waits for a token, or for up to one second's worth if that many are wanted.

        Returns the number taken.

        Returns 0 if waiting would exceed `until`, in monotonic seconds.
        """
        wanted = max(1.0, min(at_most, self._size, self._rate))
        while (missing := wanted - self._filled()) > _NOTHING:
            needed = self.frozen_for() + missing / self._rate
            if self._now() + needed > until:
                return 0
            await self._sleep(needed)
        taken = max(1, min(at_most, int(self._tokens + _NOTHING)))
        self._tokens -= taken
        return taken

    def give_back(self, tokens: int) -> None:
        self._tokens = min(self._size, self._tokens + tokens)

    def _filled(self) -> float:
        now = self._now()
        if now > self._since:
            self._tokens = min(self._size, self._tokens + (now - self._since) * self._rate)
            self._since = now
        return self._tokens


class Conversations:
    """One bucket per conversation. Each starts full, so that a first message need not wait."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    async def take(self, conversation: str) -> None:
        bucket = self._buckets.pop(conversation, None)
        if bucket is None:
            bucket = Bucket(self._rate)
            bucket.give_back(1)
        self._buckets[conversation] = bucket
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        await bucket.take()
