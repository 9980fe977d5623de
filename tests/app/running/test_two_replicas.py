"""A morning in production: two replicas on PostgreSQL, one is killed, and the organisation moves house.

Everything is the real thing but Slack and the day of the week.
"""

import asyncio
import os
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select

from bot.app.assembly import organisation_in
from bot.app.monitoring.metrics import PATH
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.announcements.models import Broadcast, Stage
from bot.people.identity.people import Person
from bot.platforms.slack.inbound.http_mode import EVENTS
from bot.store.database import Database
from tests.app.running.settling import SECRET, environment
from tests.conftest import TUESDAY
from tests.databases import Urls, postgres_urls
from tests.delivery.times import until
from tests.fake_slack import FakeSlack, Pushes
from tests.fake_slack import Person as Member
from tests.scale.town import list_of

STAFF = 60
ONCE = {f"U{number}": 1 for number in range(STAFF)}
WORDS = "The rooms on the second floor are closed."
_PATIENCE = 90.0


@dataclass
class Replica:
    process: asyncio.subprocess.Process
    port: int
    metrics_port: int

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_PATIENCE):
            return await self.process.wait()

    async def figures(self) -> dict[str, float]:
        """Ours, the samples of one metric added up."""
        async with (
            ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.metrics_port}{PATH}") as page,
        ):
            found: dict[str, float] = defaultdict(float)
            for family in text_string_to_metric_families(await page.text()):
                for sample in family.samples:
                    found[sample.name] += sample.value
            return found


@dataclass
class House:
    """Where it runs: a database, and a place for files. Keys and settings are the same in each."""

    place: Path
    url: str
    slack: FakeSlack
    stack: AsyncExitStack

    def environment(self, **changes: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
        quick = {"lease_seconds": "3", "heartbeat_seconds": "0.5", "timeout_seconds": "2"}
        return kept | environment(self.place, self.slack, database_url=self.url, **quick, **changes)

    async def bot(self, *command: str) -> str:
        """A command of the operator's, which must succeed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *command,
            env=self.environment(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    async def starts(self, metrics_port: int) -> Replica:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.app.running.replica", TUESDAY.isoformat(),
            env=self.environment(metrics_port=f"{metrics_port}"), stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self.stack.push_async_callback(_end, process)
        assert process.stdout
        async with asyncio.timeout(_PATIENCE):
            port = int(await process.stdout.readline())
        return Replica(process, port, metrics_port)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        database = Database(self.url)
        yield database
        await database.close()

    async def states(self) -> Counter[DeliveryState]:
        async with self.database() as database, database.read() as session:
            rows = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
            return Counter(dict(rows.all()))


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


async def announce(house: House) -> None:
    """As when somebody with the right to has pressed "Send"."""
    async with house.database() as database:
        organisation = await organisation_in(database)
        assert organisation
        async with database.write() as session:
            author = await session.scalar(select(Person.id).limit(1))
            written = {"author_id": author, "audience": "everyone", "title": "Rooms", "words": WORDS}
            sent = {"organisation_id": organisation.id, "stage": Stage.SENT, "changed_at": TUESDAY}
            session.add(broadcast := Broadcast(**written, **sent))
            await session.flush()
            slot = Occasion(
                f"broadcast:{broadcast.id}",
                "broadcast",
                ANNOUNCEMENT,
                organisation.id,
                TUESDAY.date(),
                TUESDAY,
            )
            await open_slots(session, [slot])


def arrived(slack: FakeSlack) -> Counter[str]:
    """How often each member has it."""
    chats = slack.workspaces["T1"].channels.values()
    return Counter(chat.user for chat in chats for message in chat.messages if WORDS in str(message))


async def is_answered(replica: Replica, slack: FakeSlack, user: str) -> None:
    home = slack.workspaces["T1"]
    before = len(home.sent_to(user))
    async with ClientSession(f"http://127.0.0.1:{replica.port}") as session:
        asked = Member(slack, home, user).says("What does a peer worker do?")
        assert (await Pushes(session, EVENTS, SECRET).event(asked)).status == 200
    await until(lambda: "Peer support is help" in str(home.sent_to(user)[before:]), _PATIENCE)


async def fits(replica: Replica, **wanted: float) -> None:
    """Its figures come to say this."""

    async def is_so() -> bool:
        found = await replica.figures()
        return all(found[f"alongside_{name}"] == value for name, value in wanted.items())

    await until(is_so, _PATIENCE)


@pytest.mark.parametrize("urls", ["postgres"], indirect=True)
async def test_one_of_two_is_killed_and_the_house_moves(
    tmp_path: Path, urls: Urls, slack: FakeSlack, postgres_server: str
) -> None:
    for number in range(STAFF):
        slack.workspaces["T1"].add_member(f"U{number}")
    async with AsyncExitStack() as stack:
        here = House(tmp_path / "here", urls.main, slack, stack)
        survivor = await one_of_two_is_killed_in_the_middle(here, list_of(STAFF, tmp_path / "staff.csv"))
        there = House(tmp_path / "there", postgres_urls(postgres_server).main, slack, stack)
        await it_moves(survivor, here, there, tmp_path / "backup")


async def one_of_two_is_killed_in_the_middle(here: House, staff: Path) -> Replica:
    one, other = await here.starts(unused_port()), await here.starts(unused_port())
    await here.bot("people", "import", str(staff), "--apply")
    await fits(other, workers=2, ready=1)
    await announce(here)
    await until(lambda: len(arrived(here.slack)) >= STAFF // 4, _PATIENCE)
    # Slack has these, and has told nobody yet; nor does it until somebody asks it what arrived.
    await here.slack.gate.hold(3)
    await one.kill()
    assert len(arrived(here.slack)) < STAFF
    await until(lambda: here.slack.count("conversations.history"), _PATIENCE)
    here.slack.gate.release()
    await is_answered(other, here.slack, "U7")
    await fits(other, workers=1, ready=1, deliveries_open=0)
    assert arrived(here.slack) == ONCE
    assert await here.states() == {DeliveryState.SENT: STAFF}
    return other


async def it_moves(survivor: Replica, here: House, there: House, backup: Path) -> None:
    await here.bot("backup", str(backup))
    assert await survivor.stop() == 0
    assert "rows are back" in await there.bot("restore", str(backup))
    new = await there.starts(unused_port())
    await is_answered(new, there.slack, "U8")
    await fits(new, workers=1, ready=1, deliveries_open=0)
    assert arrived(there.slack) == ONCE
    assert await new.stop() == 0
