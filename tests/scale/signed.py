"""Signed questions over HTTP while lists are imported, and while an announcement to everyone is written and sent.

`python -m tests.scale.signed sqlite 10000`.

The bot is a process of its own, as in production. A question's time is from the push to the moment at which Slack has
the answer. QUESTIONS says how many a second; one person asks once.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count, cycle
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from bot.platforms.slack.inbound.http_mode import EVENTS
from tests import real_time
from tests.app.running.confirmed_organisation import SECRET
from tests.app.running.deployment import PATIENCE, WORDS, Deployment, Replica, announce, arrived
from tests.benchmarks.delivery import databases
from tests.benchmarks.figures import figure
from tests.fake_slack import FakeSlack, Person, Pushes
from tests.scale.measure import QUESTIONS
from tests.scale.town import list_of

_PER_SECOND = float(os.environ.get("QUESTIONS", "20"))
_SECONDS = 40


class Asking:
    """Asks everybody's questions, one a person, at a steady pace; an answer's time is Slack's own stamp."""

    def __init__(self, slack: FakeSlack, replica: Replica) -> None:
        self._slack, self._home = slack, slack.workspaces["T1"]
        self._replica = replica
        self._numbers = count()
        self._asked_at: dict[str, float] = {}

    async def ask(self, seconds: float) -> list[float]:
        """In milliseconds, of those asked in these seconds."""
        self._asked_at, began, pushes = {}, real_time.timestamp(), set[asyncio.Task[None]]()
        async with ClientSession(f"http://127.0.0.1:{self._replica.port}") as session:
            while (late := real_time.timestamp() - began) < seconds:
                pushes.add(asyncio.create_task(self._push(session, f"U{next(self._numbers)}")))
                await asyncio.sleep(max(0.0, len(pushes) / _PER_SECOND - late))
            await asyncio.gather(*pushes)
            return await self._times()

    async def _times(self) -> list[float]:
        """Looks rarely and once at each answer: Slack is in this process, and looking takes its time."""
        times, waiting = list[float](), list(self._asked_at)
        async with asyncio.timeout(PATIENCE):
            while waiting:
                await asyncio.sleep(0.5)
                times += [took * 1000 for took in map(self._answered, waiting) if took]
                waiting = [user for user in waiting if not self._answered(user)]
        return times

    async def _push(self, session: ClientSession, user: str) -> None:
        number = int(user[1:])
        event = Person(self._slack, self._home, user).says(QUESTIONS[number % len(QUESTIONS)])
        self._asked_at[user] = real_time.timestamp()
        assert (await Pushes(session, EVENTS, SECRET).event(event)).status == 200

    def _answered(self, user: str) -> float:
        """After how many seconds; 0 while there is no answer."""
        answers = [m for m in self._home.sent_to(user) if "bot_id" in m and WORDS not in str(m)]
        return max((float(answers[0]["ts"]) - self._asked_at[user]), 0.000001) if answers else 0.0


@asynccontextmanager
async def importing(house: Deployment, lists: Sequence[Path]) -> AsyncIterator[None]:
    """One list after the other, again and again; each changes everybody's name."""
    is_over = asyncio.Event()

    async def work() -> None:
        for file in cycle(lists):
            await house.bot("people", "import", str(file), "--apply")
            if is_over.is_set():
                return

    task = asyncio.create_task(work())
    yield
    is_over.set()
    await task


def cpu_seconds(process: int) -> float:
    """Which a process has had: unlike times by the clock, no other process disturbs it."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure_questions(asking: Asking, replica: Replica, name: str) -> None:
    before = [cpu_seconds(process) for process in (replica.process.pid, os.getpid())]
    figures_of(name, took := await asking.ask(_SECONDS))
    after = [cpu_seconds(process) for process in (replica.process.pid, os.getpid())]
    for process_name, spent in zip(
        ("bot", "slack"), (b - a for a, b in zip(before, after, strict=True)), strict=True
    ):
        figure(f"{name}.{process_name}_cpu_ms", spent * 1000 / len(took), "ms a question")


def figures_of(name: str, took: list[float]) -> None:
    for percent in (50, 95, 99):
        figure(f"{name}.p{percent}_ms", quantiles(took, n=100)[percent - 1], "ms")


async def measure(kind: str, people: int, place: Path, url: str) -> None:
    name, slack = f"signed.{kind}.{people}", FakeSlack()
    home = slack.install("T1")
    for number in range(people):
        home.add_member(f"U{number}")
    await slack.start()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(slack.stop)
        house = Deployment(place / "house", url, slack, stack, is_quick=False)
        replica = await house.starts(unused_port())
        await house.bot("people", "import", str(list_of(people, place / "staff.csv")), "--apply")
        asking = Asking(slack, replica)
        await asking.ask(5)
        await measure_questions(asking, replica, f"{name}.alone")
        others = [list_of(people, place / f"{called}.csv", called) for called in ("Colleague", "Person")]
        async with importing(house, others):
            await measure_questions(asking, replica, f"{name}.importing")
        await announce(house)
        await measure_questions(asking, replica, f"{name}.during")
        figure(f"{name}.arrived", len(arrived(slack)), "messages")
        figure(f"{name}.load", os.getloadavg()[0], "processes")


async def main(kind: str, people: str) -> None:
    with TemporaryDirectory() as directory:
        async with databases(kind) as urls:
            await measure(kind, int(people), Path(directory), urls.main)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
