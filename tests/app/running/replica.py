"""`bot run` as a process of its own on another day: `python -m tests.app.running.replica 2026-11-24T10:00:00+00:00`.

Settings are the environment's. Prints its port when it has started; ends on SIGTERM.
"""

import asyncio
import signal
import sys
from datetime import datetime

from bot.app.serving import running
from bot.core.clock import MovableClock
from bot.core.settings import Settings


async def serve(begins: datetime) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running(Settings(_env_file=None), MovableClock(begins)) as bot:
        print(bot.port, flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(datetime.fromisoformat(sys.argv[1])))
