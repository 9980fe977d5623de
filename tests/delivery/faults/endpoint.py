"""A platform on loopback that counts what arrives by delivery id, and misbehaves as told."""

import asyncio
from collections import Counter
from enum import StrEnum

from aiohttp import web

from tests.barrier import Barrier


class Manner(StrEnum):
    """What happens to the next sends."""

    ACCEPT = "accept"
    DROP_AFTER = "accept it and drop the connection"
    DROP_BEFORE = "drop the connection"
    BUSY = "429"
    BROKEN = "500"


class Endpoint:
    """`manners` are used up one a send; then everything is accepted. `delay` is in seconds."""

    def __init__(self, delay: float = 0.0) -> None:
        self.arrived: Counter[str] = Counter()
        self.people: Counter[str] = Counter()
        self.manners: list[Manner] = []
        self.delay = delay
        self._gate = Barrier()
        self._runner: web.AppRunner | None = None
        self.url = ""

    @property
    def deliveries(self) -> Counter[str]:
        return self.arrived

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/send", self._send)
        app.router.add_get("/look_up/{id}", self._look_up)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.release()
        if self._runner:
            await self._runner.cleanup()

    async def hold(self, count: int) -> None:
        """Take what comes, but answer nobody; returns at the moment in which so many are waiting."""
        await self._gate.hold(count)

    def release(self) -> None:
        self._gate.release()

    async def _send(self, request: web.Request) -> web.Response:
        sent = await request.json()
        manner = self.manners.pop() if self.manners else Manner.ACCEPT
        if manner is Manner.BUSY:
            return web.json_response({}, status=429, headers={"Retry-After": "0.2"})
        if manner is Manner.BROKEN:
            return web.Response(status=500)
        if manner is not Manner.DROP_BEFORE:
            self.arrived[sent["id"]] += 1
            self.people[sent["to"]] += 1
        if manner in {Manner.DROP_AFTER, Manner.DROP_BEFORE}:
            if request.transport:
                request.transport.close()
            return web.Response()
        await asyncio.sleep(self.delay)
        await self._gate.wait()
        return web.json_response({"ts": sent["id"]})

    async def _look_up(self, request: web.Request) -> web.Response:
        id_ = request.match_info["id"]
        return web.json_response({"ts": id_} if self.arrived[id_] else {})
