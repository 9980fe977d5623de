"""`Outbox`: what a sending worker holds: its timing, lease, platforms and their token buckets."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import Clock
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import Action, Gateway, Method, Pace
from bot.delivery.sending.odd_refusals import OddRefusals
from bot.delivery.sending.pacing import Bucket, Conversations
from bot.people.directory.platform_troubles import Concern, is_over, note
from bot.store.database import Database

METHODS = {Action.SEND: Method.SEND, Action.EDIT: Method.EDIT, Action.RECALL: Method.DELETE}


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds of real time. `lease` is more than `heartbeat` and `timeout` together.

    `timeout` ends a call to a platform; `stretch` is how long a batch goes on; `chunk` rows are claimed at a
    time, at most; `patience` is how long outcomes wait for a database that is away.
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
    """This worker's right to send: as long as it is seen to live, nobody takes over what it has claimed."""

    def __init__(self, worker: str, timing: Timing) -> None:
        self.worker = worker
        self._beaten_at = monotonic()
        self._longest = timing.lease - timing.timeout

    def renew(self, beaten_at: float) -> None:
        """`beaten_at` is when the beat began, in monotonic seconds, not when it was known to be written."""
        self._beaten_at = beaten_at

    def may_start(self, claimed: float) -> bool:
        """Whether a call begun now is over before anyone could take this row for abandoned.

        A process that was frozen finds its claims too old when it thaws. What no check can see is a freeze
        between this answer and the bytes leaving us; it is why gateways ask again in the very last moment.
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
        """Deliveries that this process is at work on: not abandoned, however old their claim."""
        return set().union(*self._hands)

    @contextmanager
    def hand(self) -> Iterator[set[str]]:
        """For one batch to keep what it has in hand."""
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
        """The workspace's for this method, by default the one that the lane is about."""
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
        """The platform refuses us in this workspace, and not a recipient: for administrators to see."""
        self._held[_place(lane)] = reason

    def goes_on(self, lane: str) -> None:
        self._held[_place(lane)] = ""

    async def write_down_what_is_held(self, session: AsyncSession, lane: str) -> None:
        """Nothing where nothing was tried: another replica may know better."""
        place = _place(lane)
        reason = self._held.pop(place, None)
        if reason:
            await note(session, *place, Concern.SENDING, reason, self.clock.now())
        elif reason == "":
            await is_over(session, *place, Concern.SENDING)

    def abandoned_before(self) -> datetime:
        """Whatever was claimed before then can no longer be on its way."""
        return datetime.now(UTC) - timedelta(seconds=self.timing.lease)


def _place(lane: str) -> tuple[str, str]:
    key = LaneKey.parse(lane)
    return key.platform, key.workspace
