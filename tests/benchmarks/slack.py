"""How many messages a second we could send to Slack if it let us, with 100 ms a call, and what each costs us.

`python -m tests.benchmarks.slack` prints `name value` lines. Slack lets us send 8.75 a second.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter, process_time

from bot.conversation.message import Button, Buttons, Message, text
from bot.delivery.sending.gateway import Method, Outgoing
from bot.features.learning.declarations import NUDGE
from bot.platforms.pictures import draw
from bot.platforms.session import open_session
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.gateway import PACES, SlackGateway
from bot.platforms.slack.outbound.uploads import Uploads
from bot.platforms.slack.outbound.web_api import SlackCalls
from tests.benchmarks.figures import figure, size

TEAM = "T1"
LATENCY = 0.1
SENDS = size(2000, 40)
LOOK_UPS = size(200, 10)
MESSAGE = Message(
    "A tip for the week", (text("Ask before you share. "), Buttons((Button("More", "tip", "1"),)))
)


class OneToken:
    async def token(self, workspace: str) -> str:
        return f"xoxb-{workspace}"


@asynccontextmanager
async def gateway() -> AsyncIterator[SlackGateway]:
    """At nobody's pace."""
    arguments = (sys.executable, "-m", "tests.fake_slack", TEAM, f"{SENDS}", f"{LATENCY}")
    process = await asyncio.create_subprocess_exec(*arguments, stdin=PIPE, stdout=PIPE)
    try:
        assert process.stdout
        api = (await process.stdout.readline()).decode().strip()
        async with open_session(10) as session:
            calls = SlackCalls(session, OneToken(), api, tiers={})
            yield SlackGateway(calls, ChartFallbacks(Uploads(calls, draw)))
    finally:
        process.kill()
        await process.wait()


def outgoing(number: int) -> Outgoing:
    return Outgoing(f"d{number}", NUDGE, "slack", TEAM, MESSAGE, user=f"U{number}")


async def measure(name: str, slack: SlackGateway, count: int) -> None:
    waiting = iter(range(1, count + 1))
    call = slack.send if name == "send" else slack.look_up

    async def one_after_another() -> None:
        for number in waiting:
            assert await call(outgoing(number))

    began, cpu = perf_counter(), process_time()
    await asyncio.gather(*(one_after_another() for _ in range(PACES[Method.SEND].at_once)))
    figure(f"slack.{name}.per_s", count / (perf_counter() - began), "1/s")
    figure(f"slack.{name}.cpu_ms", (process_time() - cpu) / count * 1000, "ms")


async def main() -> None:
    async with gateway() as slack:
        await measure("send", slack, SENDS)
        await measure("look_up", slack, LOOK_UPS)


if __name__ == "__main__":
    asyncio.run(main())
