"""A replica as a process of its own: `python -m tests.delivery.faults.worker '{"main": …}'`. Ends on SIGTERM."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from aiohttp import ClientSession
from sqlalchemy import select

from bot.conversation.message import Message, text
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.durable import Durable
from bot.delivery.sending.gateway import Gateway, Method, Pace
from bot.delivery.sending.outbox import Timing
from bot.delivery.sending.service import Deliveries
from bot.people.contact.message_kinds import DIGEST
from bot.people.contact.send_time import Instant
from bot.people.identity.people import Person
from bot.platforms.session import open_session
from bot.store.database import Database
from tests import real_time
from tests.databases import SEAL
from tests.delivery.calendar import FixedCalendar
from tests.delivery.http_gateway import HttpGateway

# A machine that is busy with other things may need longer ones.
LEASE = float(os.environ.get("FAULTS_LEASE", "2"))

TIMING = Timing(
    lease=LEASE,
    heartbeat=LEASE / 5,
    poll=LEASE / 10,
    timeout=LEASE * 0.4,
    stretch=LEASE * 2,
    patience=60,
    sweep=LEASE * 3,
    chunk=20,
)


@dataclass(frozen=True)
class Options:
    main: str
    engine: str
    endpoint: str
    platform: str = "fake"
    can_look_up: bool = True
    per_second: float = 100
    at_once: int = 5
    clock_ahead: float = 0

    def dumps(self) -> str:
        return json.dumps(asdict(self))


class SkewedClock:
    def __init__(self, ahead: float) -> None:
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        return real_time.now() + self._ahead


class Hello:
    """A job: everybody gets the same, now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        message = Message("Hello", (text("Hello"),))
        last = ""
        while people := await self._people_after(last):
            for person in people:
                yield Draft(person, message, DIGEST, Instant(slot.due_at, waits=False))
            last = people[-1]

    async def _people_after(self, last: str) -> Sequence[str]:
        async with self._database.read() as session:
            statement = select(Person.id).where(Person.id > last).order_by(Person.id).limit(2000)
            return (await session.scalars(statement)).all()


@asynccontextmanager
async def gateway(options: Options) -> AsyncIterator[Gateway]:
    """The real one for Slack, at the pace of these tests; a simple one otherwise."""
    pace = Pace(options.per_second, burst=20, per_conversation=1000, at_once=options.at_once)
    async with open_session(TIMING.timeout) as session:
        if options.platform == "slack":
            yield _slack(session, options.endpoint, pace)
        else:
            yield HttpGateway(session, options.endpoint, options.can_look_up, pace)


def _slack(session: ClientSession, endpoint: str, pace: Pace) -> Gateway:
    """Its libraries are read only where it is used: many of these processes are started."""
    from bot.platforms.pictures import draw
    from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
    from bot.platforms.slack.outbound.gateway import SlackGateway
    from bot.platforms.slack.outbound.uploads import Uploads
    from bot.platforms.slack.outbound.web_api import SlackCalls

    calls = SlackCalls(session, OneToken(), endpoint, tiers={})
    return SlackGateway(calls, ChartFallbacks(Uploads(calls, draw)), dict.fromkeys(Method, pace))


class OneToken:
    async def token(self, workspace: str) -> str:
        return f"xoxb-{workspace}"


async def work(options: Options) -> None:
    database = Database(options.main, idle=LEASE, seal=SEAL)
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with gateway(options) as platform:
        deliveries = Deliveries(
            database,
            Durable(options.engine, poll=LEASE / 10, idle=LEASE),
            SkewedClock(options.clock_ahead),
            {options.platform: platform},
            {"hello": Hello(database).drafts},
            FixedCalendar(),
            TIMING,
        )
        await deliveries.start()
        print("ready", deliveries.worker, flush=True)
        await stopping.wait()
        await deliveries.stop()
    await database.close()


if __name__ == "__main__":
    asyncio.run(work(Options(**json.loads(sys.argv[1]))))
