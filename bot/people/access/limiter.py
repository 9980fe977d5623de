"""`Limiter`: token buckets per account and kind of act, and the guard that stops what is too much."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation.dispatch import Stopped
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Faults, Route, Say
from bot.core.clock import Clock
from bot.people.access.allowances import ANYTHING, Allowance
from bot.people.access.limit_views import slow_down, slow_down_sentence

_MOST = 20_000
_TYPES = frozenset({Kind.SAID, Kind.PRESSED, Kind.SUBMITTED})


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class TooMany:
    """`times` is how often it was too much since there was enough; `wait` is until there is one more."""

    allowance: Allowance
    times: int
    wait: timedelta


@dataclass(slots=True)
class Limiter:
    """In memory only: cheap, and it is written nowhere who does how much. Each replica counts for itself.

    What reaches others is counted for all replicas, too: `shared_limits.py`.
    """

    clock: Clock
    _buckets: OrderedDict[tuple[Sender, str], _Bucket] = field(default_factory=OrderedDict)

    def take(self, sender: Sender, allowance: Allowance) -> TooMany | None:
        """None where there is enough, which is then one less."""
        bucket, now = self._bucket(sender, allowance), self.clock.now()
        passed = max(now - bucket.at, timedelta())
        bucket.left = min(bucket.left + passed / allowance.refill, allowance.burst)
        bucket.at = now
        if bucket.left < 1:
            bucket.stopped += 1
            return TooMany(allowance, bucket.stopped, (1 - bucket.left) * allowance.refill)
        bucket.left -= 1
        bucket.stopped = 0
        return None

    def _bucket(self, sender: Sender, allowance: Allowance) -> _Bucket:
        key = (sender, str(allowance))
        bucket = self._buckets.setdefault(key, _Bucket(allowance.burst, self.clock.now()))
        self._buckets.move_to_end(key)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return bucket


Tell = Callable[[Sender], Awaitable[None]]
"""Tells administrators that this account does more than people do, never of which kind it was."""


class LimitGuard:
    """After the guard for distress, which answers however much there was. Before anything is written down."""

    def __init__(self, limiter: Limiter, tell: Tell) -> None:
        self._limiter = limiter
        self._tell = tell

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        too_many = self._limiter.take(request.sender, ANYTHING)
        if too_many is None and route is not None and route.at_most:
            too_many = self._limiter.take(request.sender, Allowance.named(route.at_most))
        if too_many is None:
            return None
        if too_many.times == too_many.allowance.unusual:
            await self._tell(request.sender)
        return stopped(request, too_many.allowance, too_many.wait)


def stopped(request: Request, allowance: Allowance, wait: timedelta) -> Stopped:
    """A form stays open; what was typed elsewhere is given back."""
    words = allowance.words
    if request.kind not in _TYPES:
        return Stopped(None)
    if request.kind is Kind.SUBMITTED:
        return Stopped(Faults({"": slow_down_sentence(words, wait)}))
    return Stopped(Say(slow_down(words, wait, request.typed()), private=True))
