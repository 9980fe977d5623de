"""How many messages a second we could send to Teams if it let us, with 100 ms a call, and how long anybody waits.

`python -m tests.benchmarks.teams` prints `name value` lines. By default we send 25 a second in a tenant. The
SDK's own adapter is measured beside ours: it makes a client for every turn.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference
from botframework.connector.auth import BotFrameworkAuthenticationFactory

from bot.conversation.message import Button, Buttons, Message, text
from bot.delivery.sending.gateway import Outgoing, Throttled
from bot.features.learning.declarations import NUDGE
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.session import open_session
from bot.platforms.teams.directory.addresses import Addresses
from bot.platforms.teams.outbound.connector import TeamsCalls
from bot.platforms.teams.outbound.gateway import TeamsGateway
from bot.platforms.teams.outbound.tokens import NoToken
from bot.platforms.teams.rendering.render import render
from bot.store.database import Database
from tests import real_time
from tests.benchmarks.figures import figure, size
from tests.databases import SEAL
from tests.fake_connector import TENANT

LATENCY, EVERY = 0.1, 100
SENDS, SDK_SENDS = size(2000, 40), size(200, 10)
AT_ONCE = 60
MESSAGE = Message(
    "A tip for the week", (text("Ask before you share. "), Buttons((Button("More", "tip", "1"),)))
)

Send = Callable[[int], Awaitable[object]]


@asynccontextmanager
async def connector(every: int) -> AsyncIterator[str]:
    """Its address."""
    arguments = (sys.executable, "-m", "tests.fake_connector", f"{SENDS}", f"{LATENCY}", f"{every}")
    process = await asyncio.create_subprocess_exec(*arguments, stdin=PIPE, stdout=PIPE)
    try:
        assert process.stdout
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


class Stalls:
    """The longest that anything else had to wait for the loop, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        while True:
            began = perf_counter()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, perf_counter() - began - 0.005)


async def measure(name: str, send: Send, count: int) -> None:
    """`cpu_ms` is what each message costs us, however busy the machine is."""
    waiting, stalls = iter(range(count)), Stalls()

    async def one_after_another() -> None:
        for number in waiting:
            await send(number)

    watching = asyncio.create_task(stalls.watch())
    began, cpu = perf_counter(), process_time()
    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    took = perf_counter() - began
    watching.cancel()
    figure(f"teams.{name}.per_s", count / took, "1/s")
    figure(f"teams.{name}.cpu_ms", (process_time() - cpu) / count * 1000, "ms")
    figure(f"teams.{'loop' if name == 'send' else name}.stall_ms", stalls.longest * 1000, "ms")


def outgoing(service: str, number: int) -> Outgoing:
    address = {"service": service, "conversation": f"a:chat-u{number}"}
    return Outgoing(f"d{number}", NUDGE, "teams", TENANT, MESSAGE, user=f"u{number}", address=address)


async def ours() -> None:
    with TemporaryDirectory() as place:
        database = Database(f"sqlite+aiosqlite:///{Path(place) / 'none.sqlite'}")
        async with connector(EVERY) as service, open_session(10) as session:
            calls = TeamsCalls(session, NoToken(), ["127.0.0.1"])
            gateway = TeamsGateway(calls, Addresses(database, real_time.RealClock()), ButtonMarks(SEAL))

            async def send(number: int) -> None:
                """As delivery does: what was turned away goes again, later."""
                while True:
                    try:
                        await gateway.send(outgoing(service, number))
                    except Throttled as throttled:
                        await asyncio.sleep(throttled.retry_after)
                    else:
                        return

            await measure("send", send, SENDS)


async def the_sdk() -> None:
    """Without tokens, which would cost it more, and without a 429, which it takes for a failure."""
    adapter = CloudAdapterBase(BotFrameworkAuthenticationFactory.create())
    activity = Activity().deserialize(render(MESSAGE))
    async with connector(SENDS * 10) as service:

        async def say(turn: TurnContext) -> None:
            await turn.send_activity(activity)

        async def send(number: int) -> None:
            to = ConversationReference(
                service_url=service,
                channel_id="msteams",
                conversation=ConversationAccount(id=f"a:chat-u{number}"),
                bot=ChannelAccount(id="28:bot"),
                user=ChannelAccount(id="29:user"),
            )
            await adapter.continue_conversation(to, say, "")

        await measure("sdk", send, SDK_SENDS)


async def main() -> None:
    await ours()
    await the_sdk()


if __name__ == "__main__":
    asyncio.run(main())
