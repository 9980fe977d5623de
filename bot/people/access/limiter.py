"""`Limiter`: token buckets per account and kind of act."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.people.access.allowances import Allowance

_MOST = 20_000


@dataclass(slots=True)
class _ActBucket:
    left: float
    at: datetime
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class TooMany:
    """`times` is the number of refusals in a row; `wait` is the time until the bucket has one."""

    allowance: Allowance
    times: int
    wait: timedelta


@dataclass(slots=True)
class Limiter:
    """In memory only, so that no activity is stored. Each replica counts separately.

    Acts that reach others are also counted for all replicas: `shared_limits.py`.
    """

    clock: Clock
    _buckets: OrderedDict[tuple[Sender, str], _ActBucket] = field(default_factory=OrderedDict)

    def take(self, sender: Sender, allowance: Allowance) -> TooMany | None:
        """Takes one from the account's bucket. None if it had one."""
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

    def _bucket(self, sender: Sender, allowance: Allowance) -> _ActBucket:
        key = (sender, str(allowance))
        bucket = self._buckets.setdefault(key, _ActBucket(allowance.burst, self.clock.now()))
        self._buckets.move_to_end(key)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return bucket
