"""`Outbox`: the state of a sending worker: timing, lease, platforms and their token buckets."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import Clock
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import DeliveryAction, Gateway, Method, Pace
from bot.delivery.sending.odd_refusals import OddRefusals
from bot.delivery.sending.pacing import Bucket, Conversations
from bot.people.directory.platform_troubles import Concern, clear_trouble, record_trouble
from bot.store.database import Database

METHODS = {
    DeliveryAction.SEND: Method.SEND,
    DeliveryAction.EDIT: Method.EDIT,
    DeliveryAction.RECALL: Method.DELETE,
}


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations in seconds of real time. `lease` is longer than `heartbeat` and `timeout` together.

    `timeout` limits a call to a platform; `stretch` limits a batch; `chunk` is the maximum number of rows per
    claim; `patience` is how long outcomes wait for an unavailable database.
    """

    lease: float = 30.0
    heartbeat: float = 5.0
    poll: float = 2.0
    timeout: float = 10.0
    stretch: float = 30.0
    sweep: float = 3600.0
    patience: float = 600.0
    chunk: int = 100


class Lease:
    """This worker's right to send. Until it expires, no other worker takes over its claimed rows."""

    def __init__(self, worker: str, timing: Timing) -> None:
        self.worker = worker
        self._beaten_at = monotonic()
        self._longest = timing.lease - timing.timeout

    def renew(self, beaten_at: float) -> None:
        """Extends the lease. `beaten_at` is when the heartbeat started, in monotonic seconds."""
        self._beaten_at = beaten_at

    def may_start(self, claimed: float) -> bool:
        """Whether a call that starts now ends before another worker may take the row over.

        A process that was frozen finds its claims expired. No check can see a freeze between this answer and
        the first byte, so gateways check again directly before sending.
        """
        return monotonic() - min(claimed, self._beaten_at) < self._longest


@dataclass
class Outbox:
    database: Database
    clock: Clock
    gateways: Mapping[str, Gateway]
    lease: Lease
    timing: Timing = Timing()
    is_stopping: bool = False
    _hands: list[set[str]] = field(default_factory=list)
    _buckets: dict[tuple[str, Method], Bucket] = field(default_factory=dict)
    _conversations: dict[str, Conversations] = field(default_factory=dict)
    _odd_refusals: dict[str, OddRefusals] = field(default_factory=dict)
    _held: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def in_hand(self) -> set[str]:
        """Ids of deliveries that this process is working on. They count as owned, however old their claim."""
        return set().union(*self._hands)

    @contextmanager
    def hand(self) -> Iterator[set[str]]:
        """The set of ids that one batch works on. Removed when the batch ends."""
        mine: set[str] = set()
        self._hands.append(mine)
        try:
            yield mine
        finally:
            self._hands = [hand for hand in self._hands if hand is not mine]

    def gateway(self, lane: str) -> Gateway:
        return self.gateways[LaneKey.parse(lane).platform]

    def pace(self, lane: str, method: Method | None = None) -> Pace:
        key = LaneKey.parse(lane)
        return self.gateway(lane).pace(key.workspace, method or METHODS[key.action])

    def bucket(self, lane: str, method: Method | None = None) -> Bucket:
        """The workspace's token bucket for this method; by default the lane's method."""
        parts = LaneKey.parse(lane)
        key = (f"{parts.platform} {parts.workspace}", method or METHODS[parts.action])
        if key not in self._buckets:
            pace = self.pace(lane, key[1])
            self._buckets[key] = Bucket(pace.per_second, pace.burst)
        return self._buckets[key]

    def conversations(self, lane: str) -> Conversations:
        if lane not in self._conversations:
            self._conversations[lane] = Conversations(self.pace(lane).per_conversation)
        return self._conversations[lane]

    def odd_refusals(self, lane: str) -> OddRefusals:
        return self._odd_refusals.setdefault(lane, OddRefusals())

    def hold(self, lane: str, reason: str) -> None:
        """Records that the platform refuses us in this workspace, for administrators to see."""
        self._held[_place(lane)] = reason

    def goes_on(self, lane: str) -> None:
        self._held[_place(lane)] = ""

    async def write_down_what_is_held(self, session: AsyncSession, lane: str) -> None:
        """Writes the held lanes that this process has tried. Another replica may know about the others."""
        place = _place(lane)
        reason = self._held.pop(place, None)
        if reason:
            await record_trouble(session, *place, Concern.SENDING, reason, self.clock.now())
        elif reason == "":
            await clear_trouble(session, *place, Concern.SENDING)

    def abandoned_before(self) -> datetime:
        """The time before which claims have expired, so that no call for them can still be running."""
        return datetime.now(UTC) - timedelta(seconds=self.timing.lease)


def _place(lane: str) -> tuple[str, str]:
    key = LaneKey.parse(lane)
    return key.platform, key.workspace
