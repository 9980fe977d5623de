"""A platform in a process of its own that answers after 5 ms. Prints its port."""

import asyncio
from itertools import count

from aiohttp import web

LATENCY = 0.005


async def serve() -> None:
    numbers = count()

    async def send(request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(LATENCY)
        return web.json_response({"ts": f"{next(numbers)}"})

    app = web.Application()
    app.router.add_post("/send", send)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
