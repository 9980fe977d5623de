"""Sets up sending without the task engine: database, fake platform and batches that tests start themselves."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import select, update

from bot.conversation.message import Message, text
from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import Occasion, Slot, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.expansion import Draft, Job, expand
from bot.delivery.sending.batch import run_batch
from bot.delivery.sending.gateway import Gateway
from bot.delivery.sending.outbox import Lease, Outbox, Timing
from bot.delivery.sending.workers import Life, Worker
from bot.features.learning.declarations import NUDGE
from bot.people.audiences.audience_key import Channel
from bot.people.contact.message_kinds import MessageKind
from bot.people.contact.send_time import Local, Wish
from bot.store.database import Database
from tests.delivery.people import HOME
from tests.delivery.platform import FakePlatform
from tests.delivery.times import utc

# A Tuesday. Nobody in these tests has public holidays.
TUESDAY = date(2026, 7, 14)
TEN = utc("2026-07-14 10:00")
HELLO = Message("Hello", (text("Hello"),))
AT_TEN = Local(TUESDAY, time(10))
LANE = "fake W1 send"

# Nothing here depends on real time passing, except where a test ends a lease by itself.
TIMING = Timing(lease=30, heartbeat=0.05, poll=0.05, timeout=5, stretch=10, patience=10, chunk=50)


def occasion(
    schedule: str = "tips", kind: MessageKind = NUDGE, at: datetime = TEN, job: str = "hello"
) -> Occasion:
    return Occasion(schedule, job, kind, HOME, at.date(), at)


@dataclass
class Office:
    database: Database
    clock: MovableClock = field(default_factory=lambda: MovableClock(TEN, frozen=True))
    platform: FakePlatform = field(default_factory=FakePlatform)
    other: FakePlatform = field(default_factory=FakePlatform)
    people: list[str] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    kind: MessageKind = NUDGE
    wish: Wish = AT_TEN
    wish_of_day: dict[date, Wish] = field(default_factory=dict)
    replacement: Job | None = None
    message: Message = HELLO
    timing: Timing = TIMING
    others: Mapping[str, Gateway] = field(default_factory=dict)

    def outbox(self, worker: str = "me") -> Outbox:
        return Outbox(self.database, self.clock, self.gateways, Lease(worker, self.timing), self.timing)

    @property
    def gateways(self) -> dict[str, Gateway]:
        return {"fake": self.platform, "other": self.other, **self.others}

    @property
    def jobs(self) -> dict[str, Job]:
        return {"hello": self.replacement or self.drafts}

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        recipients: list[str | Channel] = [*self.people, *self.channels]
        for recipient in recipients:
            yield Draft(recipient, self.message, self.kind, self.wish_of_day.get(slot.day, self.wish))

    async def plan(self, *occasions: Occasion) -> str:
        """Opens and expands the slots, by default one. Returns the last one's id."""
        planned = occasions or (occasion(kind=self.kind),)
        async with self.database.write() as session:
            await open_slots(session, planned)
        for plan_row in planned:
            await self.expand(plan_row.slot_id)
        return planned[-1].slot_id

    async def expand(self, slot_id: str) -> None:
        await expand(self.database, slot_id, self.jobs, self.clock, self.gateways)

    async def enlist(self, worker: str = "me", life: Life = Life.ALIVE) -> None:
        async with self.database.write() as session:
            await session.merge(Worker(id=worker, life=life, started_at=TEN))

    async def send(self, lane: str = LANE, worker: str = "me") -> None:
        await self.enlist(worker)
        await run_batch(self.outbox(worker), lane)

    async def rows(self) -> list[Delivery]:
        async with self.database.read() as session:
            deliveries = await session.scalars(
                select(Delivery).order_by(Delivery.person_id, Delivery.slot_id)
            )
            return list(deliveries)

    async def row(self) -> Delivery:
        (only,) = await self.rows()
        return only

    async def states(self) -> list[DeliveryState]:
        return [row.state for row in await self.rows()]

    async def leave_sending(self, worker: str = "gone", life: Life = Life.DEAD) -> None:
        """As after a kill: claimed, and nobody knows more."""
        await self.enlist(worker, life)
        async with self.database.write() as session:
            claim = {"claimed_by": worker, "claimed_at": utc("2026-01-01 00:00"), "attempts": 1}
            await session.execute(update(Delivery).values(state=DeliveryState.SENDING, **claim))
