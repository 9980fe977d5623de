"""Serves `/health/live` and `/health/ready`: responds only yes or no, and logs the reasons."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

import structlog
from aiohttp import web
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.sending.outbox import Lease
from bot.store.database import Database

log = structlog.get_logger()

LIVE, READY = "/health/live", "/health/ready"
_PATIENCE = 2.0

Ask = Callable[[], Awaitable[Sequence[str]]]
"""A function that returns a platform's faults; empty if there are none."""


class Health:
    """The health endpoints. Logs a fault when it appears or changes."""

    def __init__(self, database: Database, lease: Lease, *platforms: Ask) -> None:
        self._database = database
        self._lease = lease
        self._platforms = platforms
        self._last: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        return [web.get(LIVE, self._live), web.get(READY, self._ready)]

    async def faults(self) -> list[str]:
        faults = [] if await self._has_database() else ["The database does not answer."]
        if not self._lease.may_start(monotonic()):
            faults.append("The worker gives no sign of life, so nothing is sent.")
        for ask in self._platforms:
            faults += await ask()
        if faults != self._last:
            log.warning("health_changed", faults=faults)
            self._last = faults
        return faults

    async def _has_database(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE), self._database.read() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, TimeoutError, OSError):
            return False
        return True

    async def _live(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _ready(self, _: web.Request) -> web.Response:
        if await self.faults():
            return web.Response(text="not ready\n", status=503)
        return web.Response(text="ready\n")
