"""A test deployment: replicas as separate processes on one database, with a fake Slack on loopback."""

import asyncio
import os
import shutil
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select

from bot.app.assembly import organisation_in
from bot.app.monitoring.metrics import PATH
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.people.identity.people import Person
from bot.platforms.slack.inbound.http_mode import EVENTS
from bot.store.database import Database
from tests.app.running.confirmed_organisation import CACHE, SECRET, confirmed_content, environment
from tests.conftest import TUESDAY
from tests.delivery.times import until
from tests.fake_slack import FakeSlack, Pushes
from tests.fake_slack import Person as Member

WORDS = "The rooms on the second floor are closed."
PATIENCE = 90.0
# The content of an earlier release has to be indexed first.
_STARTS_WITHIN = 1200.0
_STARTS = Path("tests/app/running/replica.py").absolute()


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
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def figures(self) -> dict[str, float]:
        """Ours, the samples of one metric added up."""
        async with (
            ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.metrics_port}{PATH}") as page,
        ):
            samples: dict[str, float] = defaultdict(float)
            for family in text_string_to_metric_families(await page.text()):
                for sample in family.samples:
                    samples[sample.name] += sample.value
            return samples


@dataclass
class Deployment:
    """Where it runs: a database, and a place for files. Keys and settings are the same in each.

    `is_quick`: a replica is declared dead after seconds, as tests like it and no busy machine does.
    """

    place: Path
    url: str
    slack: FakeSlack
    stack: AsyncExitStack
    is_quick: bool = True

    def environment(self, **changes: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
        quick = {"lease_seconds": "3", "heartbeat_seconds": "0.5", "timeout_seconds": "2"}
        timing = quick if self.is_quick else {"poll_seconds": "1"}
        return inherited | environment(self.place, self.slack, database_url=self.url, **timing, **changes)

    def environment_of(self, tree: Path | None, **changes: str) -> dict[str, str]:
        """`tree`: of another release, with its own content, and its own index of it."""
        given = self.environment(**changes) | {"PYTHONPATH": f"{tree or Path.cwd()}"}
        if not tree:
            return given
        content, var = (self.place / f"{name}-{tree.name}" for name in ("content", "var"))
        if not content.exists():
            confirmed_content(content, tree / "content")
            var.mkdir(mode=0o700)
            (var / "cache").symlink_to(_cache_of(tree).absolute())
        return given | {"ALONGSIDE_CONTENT": str(content), "ALONGSIDE_VAR": str(var)}

    async def bot(self, *command: str, tree: Path | None = None, status: int = 0) -> str:
        """A command of the operator's, and what it says; it must end like this."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *command, cwd=tree,
            env=self.environment_of(tree), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        assert process.returncode == status, output.decode()
        return " ".join(output.decode().split())

    async def starts(
        self, metrics_port: int, tree: Path | None = None, begins: datetime = TUESDAY
    ) -> Replica:
        given = self.environment_of(tree, metrics_port=f"{metrics_port}")
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(_STARTS), begins.isoformat(),
            cwd=tree, env=given, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self.stack.push_async_callback(_end, process)
        async with asyncio.timeout(_STARTS_WITHIN):
            return Replica(process, await _port_of(process), metrics_port)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        database = Database(self.url)
        yield database
        await database.close()

    async def states(self) -> Counter[DeliveryState]:
        async with self.database() as database, database.read() as session:
            rows = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
            return Counter(dict(rows.all()))


def _cache_of(tree: Path) -> Path:
    """Kept from run to run. Not ours: earlier releases remove from it what they don't know."""
    own = CACHE.with_name(f"cache-{tree.name}")
    if CACHE.exists() and not own.exists():
        # Most texts are in ours, so that few have to be encoded. No release changes a file that is made.
        shutil.copytree(CACHE, own, copy_function=os.link)
    own.mkdir(parents=True, exist_ok=True)
    return own


async def _port_of(process: asyncio.subprocess.Process) -> int:
    """Which it prints when it has started; log lines may come before, as when the index is built first."""
    assert process.stdout
    async for line in process.stdout:
        if line.strip().isdigit():
            return int(line)
    raise AssertionError("it ended before it had started")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


async def announce(house: Deployment) -> None:
    """As when somebody with the right to has pressed "Send"."""
    async with house.database() as database:
        organisation = await organisation_in(database)
        assert organisation
        async with database.write() as session:
            author = await session.scalar(select(Person.id).limit(1))
            written = {"author_id": author, "audience": "everyone", "title": "Rooms", "words": WORDS}
            sent = {
                "organisation_id": organisation.id,
                "stage": AnnouncementStage.SENT,
                "changed_at": TUESDAY,
            }
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
        event = Member(slack, home, user).says("What does a peer worker do?")
        assert (await Pushes(session, EVENTS, SECRET).event(event)).status == 200
    await until(lambda: "Peer support is help" in str(home.sent_to(user)[before:]), PATIENCE)


async def fits(replica: Replica, **wanted: float) -> None:
    """Its figures come to say this."""

    async def is_so() -> bool:
        figures = await replica.figures()
        return all(figures[f"alongside_{name}"] == value for name, value in wanted.items())

    await until(is_so, PATIENCE)
