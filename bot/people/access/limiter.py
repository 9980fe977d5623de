"""`Limiter`: token buckets per account and kind of act."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.people.access.allowances import Allowance

_MOST = 20_000


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
