"""Signed questions over HTTP while an announcement to everyone is written and sent: `python -m tests.scale.signed sqlite 10000`.

The bot is a process of its own, as in production. A question's time is from the push to the moment at which Slack has
the answer. QUESTIONS says how many a second; one person asks once.
"""

import asyncio
import os
import sys
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import time

from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from bot.platforms.slack.inbound.http_mode import EVENTS
from tests.app.running.house import PATIENCE, WORDS, House, Replica, announce, arrived
from tests.app.running.settling import SECRET
from tests.benchmarks.delivery import databases
from tests.benchmarks.figures import figure
from tests.delivery.times import until
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
        self._asked: dict[str, float] = {}

    async def ask(self, seconds: float) -> list[float]:
        """In milliseconds, of those asked in these seconds."""
        self._asked, began, pushes = {}, time(), set[asyncio.Task[None]]()
        async with ClientSession(f"http://127.0.0.1:{self._replica.port}") as session:
            while (late := time() - began) < seconds:
                pushes.add(asyncio.create_task(self._push(session, f"U{next(self._numbers)}")))
                await asyncio.sleep(max(0.0, len(pushes) / _PER_SECOND - late))
            await asyncio.gather(*pushes)
            await until(lambda: all(map(self._answered, self._asked)), PATIENCE)
        return [self._answered(user) * 1000 for user in self._asked]

    async def _push(self, session: ClientSession, user: str) -> None:
        number = int(user[1:])
        asked = Person(self._slack, self._home, user).says(QUESTIONS[number % len(QUESTIONS)])
        self._asked[user] = time()
        assert (await Pushes(session, EVENTS, SECRET).event(asked)).status == 200

    def _answered(self, user: str) -> float:
        """After how many seconds; 0 while there is no answer."""
        told = [m for m in self._home.sent_to(user) if "bot_id" in m and WORDS not in str(m)]
        return max((float(told[0]["ts"]) - self._asked[user]), 0.000001) if told else 0.0


def tell(name: str, took: list[float]) -> None:
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
        house = House(place / "house", url, slack, stack, is_quick=False)
        replica = await house.starts(unused_port())
        await house.bot("people", "import", str(list_of(people, place / "staff.csv")), "--apply")
        asking = Asking(slack, replica)
        await asking.ask(5)
        tell(f"{name}.alone", await asking.ask(_SECONDS))
        await announce(house)
        tell(f"{name}.during", await asking.ask(_SECONDS))
        figure(f"{name}.arrived", len(arrived(slack)), "messages")
        figure(f"{name}.load", os.getloadavg()[0], "processes")


async def main(kind: str, people: str) -> None:
    with TemporaryDirectory() as directory:
        async with databases(kind) as urls:
            await measure(kind, int(people), Path(directory), urls.main)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
