"""Serves `/metrics` for Prometheus on a separate port: counters, and state read at each request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic

from aiohttp import web
from prometheus_client import Gauge, Info, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from bot import __version__
from bot.app.monitoring.health import Health
from bot.core.clock import Clock
from bot.core.metrics import REGISTRY
from bot.delivery.ledger.open_deliveries import OpenDeliveries, open_deliveries_of
from bot.features.asking.distress.signposts import Signposts
from bot.store.database import Database

PATH = "/metrics"
_STEP = 0.05
# Caches the state, so that several scrapers cost the database no more than one.
_FRESH_FOR = 5.0
_PATIENCE = 5.0

_READY = Gauge("alongside_ready", "1 where nothing is wrong, as /health/ready says it.", registry=REGISTRY)
_OPEN = Gauge(
    "alongside_deliveries_open",
    "Deliveries without a known end: due (it is time, and they wait), sending, unknown.",
    ["platform", "state"],
    registry=REGISTRY,
)
_QUEUE_AGE = Gauge(
    "alongside_queue_age_seconds",
    "How long the oldest due delivery has waited.",
    ["platform"],
    registry=REGISTRY,
)
_SLOT_LAG = Gauge(
    "alongside_slot_lag_seconds",
    "How long the oldest occasion to write has waited for its recipients to be worked out.",
    registry=REGISTRY,
)
_PARKED = Gauge(
    "alongside_parked", "Occasions to write that have failed for more than an hour.", registry=REGISTRY
)
_WORKERS = Gauge("alongside_workers", "Replicas that give signs of life.", registry=REGISTRY)
_SYNC_AGE = Gauge(
    "alongside_people_sync_age_seconds",
    "Since people were last compared with the platform.",
    registry=REGISTRY,
)
_CRISIS_LINES_AGE = Gauge(
    "alongside_crisis_lines_age_days", "Since the crisis lines were last checked.", registry=REGISTRY
)
_POOL = Gauge("alongside_database_connections", "Database connections in use.", registry=REGISTRY)
_POOL_SIZE = Gauge(
    "alongside_database_connections_most",
    "Database connections there can be, 0 for no limit.",
    registry=REGISTRY,
)
_LOOP_LAG = Gauge(
    "alongside_loop_lag_seconds",
    "The longest that the event loop stood still since the figures were last read.",
    registry=REGISTRY,
)
_RELEASE = Info("alongside", "The release that runs.", registry=REGISTRY)
ProcessCollector(registry=REGISTRY)


class LoopWatch:
    """Measures the delay of the event loop."""

    def __init__(self) -> None:
        self._longest = 0.0

    def take(self) -> float:
        """The longest delay in seconds since the last call."""
        longest, self._longest = self._longest, 0.0
        return longest

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._measure())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _measure(self) -> None:
        while True:
            before = monotonic()
            await asyncio.sleep(_STEP)
            self._longest = max(self._longest, monotonic() - before - _STEP)


class Metrics:
    def __init__(
        self, database: Database, clock: Clock, health: Health, signposts: Signposts, loop: LoopWatch
    ) -> None:
        self._database = database
        self._clock = clock
        self._health = health
        self._signposts = signposts
        self._loop = loop
        self._read_at = -_FRESH_FOR
        self._lock = asyncio.Lock()
        _RELEASE.info({"release": __version__})

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self._page)]

    async def _page(self, _: web.Request) -> web.Response:
        async with self._lock:
            if monotonic() - self._read_at >= _FRESH_FOR:
                await self._read()
                self._read_at = monotonic()
        _LOOP_LAG.set(self._loop.take())
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _read(self) -> None:
        """If the database does not respond, the last values remain, and `alongside_ready` is 0."""
        _READY.set(not await self._health.faults())
        checked = self._signposts.last_checked
        if checked:
            _CRISIS_LINES_AGE.set((self._clock.now().date() - checked).days)
        in_use, most = self._database.connections()
        _POOL.set(in_use)
        _POOL_SIZE.set(most)
        with suppress(SQLAlchemyError, TimeoutError, OSError):
            async with asyncio.timeout(_PATIENCE), self._database.read() as session:
                _show(await open_deliveries_of(session, self._clock.now()))


def _show(deliveries: OpenDeliveries) -> None:
    _OPEN.clear()
    for (platform, state), count in deliveries.open.items():
        _OPEN.labels(platform, state).set(count)
    _QUEUE_AGE.clear()
    for platform, age in deliveries.queue_age.items():
        _QUEUE_AGE.labels(platform).set(age.total_seconds())
    _SLOT_LAG.set(deliveries.slot_lag.total_seconds())
    _PARKED.set(deliveries.parked)
    _WORKERS.set(deliveries.workers)
    if deliveries.sync_age is not None:
        _SYNC_AGE.set(deliveries.sync_age.total_seconds())
