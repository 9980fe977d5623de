"""Token buckets that limit the sending rate. A lane's starts empty, so that a restart never bursts."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from math import inf
from time import monotonic

Sleep = Callable[[float], Awaitable[None]]

# Conversations remembered for pacing. One that was forgotten has been quiet for long.
_REMEMBERED = 10_000
_NOTHING = 1e-9


class Bucket:
    """`rate` tokens a second, at most `size` of them at once."""

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
        """Seconds."""
        return max(0.0, self._since - self._now())

    def freeze(self, seconds: float) -> None:
        """The platform said: not before. Afterwards we start from nothing."""
        self._tokens = 0.0
        self._since = max(self._since, self._now() + seconds)

    async def take(self, at_most: int = 1, until: float = inf) -> int:
        """Wait for a token, or for a second's worth of them where that many are wanted.

        0 where that would take longer than `until`, in monotonic seconds.
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
    """A bucket each, starting full: the first message to someone need not wait."""

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
