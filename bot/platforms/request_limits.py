"""Limits incoming HTTP requests by rate, size and duration, and answers failures without a traceback.

Each request takes a token from its address's bucket, and a refused one (4xx) takes more: a client that sends
only invalid requests soon gets 429. Other addresses are unaffected.
"""

import asyncio
import traceback
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from secrets import token_hex
from time import monotonic
from typing import TypeVar

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.platforms.http_log import HTTP_LOG

log = structlog.get_logger()

_T = TypeVar("_T")

# The limit for bodies of routes without limits of their own. GET has no body.
_SMALLEST = 1024
_MOST_ADDRESSES = 10_000

IDLE_SECONDS = 75.0
"""Idle time after which a connection without a complete request is closed; longer than proxies keep theirs.
"""
BODY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class RequestRate:
    burst: int
    a_second: float


EVERY, REFUSED, DEAR = RequestRate(600, 100.0), RequestRate(40, 0.5), RequestRate(10, 0.1)
"""DEAR is for routes on which anyone can cause a database write."""


@dataclass(frozen=True, slots=True)
class RouteLimits:
    """Limits for a path and all paths below it.

    `streams`: the handler reads the body itself, with its own limit.

    `is_dear`: each call costs several times as much as a refusal. `is_open`: never limited, such as health
    checks.
    """

    largest: int = _SMALLEST
    streams: bool = False
    is_dear: bool = False
    is_open: bool = False
    seconds: float = BODY_SECONDS


@dataclass(slots=True)
class _RequestBucket:
    left: float
    at: float


@dataclass(slots=True)
class Buckets:
    """Token buckets by address and rate, in memory only."""

    time: Callable[[], float] = monotonic
    _buckets: OrderedDict[tuple[str, RequestRate], _RequestBucket] = field(default_factory=OrderedDict)

    def has(self, address: str, rate: RequestRate) -> bool:
        return self._bucket(address, rate).left >= 1

    def take(self, address: str, rate: RequestRate) -> bool:
        """Takes a token. Returns False and takes none if the bucket is empty."""
        bucket = self._bucket(address, rate)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def _bucket(self, address: str, rate: RequestRate) -> _RequestBucket:
        now = self.time()
        bucket = self._buckets.setdefault((address, rate), _RequestBucket(rate.burst, now))
        bucket.left = min(bucket.left + (now - bucket.at) * rate.a_second, rate.burst)
        bucket.at = now
        self._buckets.move_to_end((address, rate))
        if len(self._buckets) > _MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        return bucket


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """The middleware.

    `by_path`: the longest matching prefix applies. `answers_failures`: no outer middleware handles errors.
    """

    by_path: Mapping[str, RouteLimits]
    buckets: Buckets = field(default_factory=Buckets)
    answers_failures: bool = True

    def of(self, path: str) -> RouteLimits:
        fitting = [start for start in self.by_path if f"{path}/".startswith(f"{start.rstrip('/')}/")]
        return self.by_path[max(fitting, key=len)] if fitting else RouteLimits()

    @property
    def middleware(self) -> Middleware:
        @web.middleware
        async def bounded(request: web.Request, handler: Handler) -> web.StreamResponse:
            limits, address = self.of(request.path), address_of(request)
            if not limits.is_open and not self._may(address, limits):
                return _too_many()
            try:
                response = await _answered(request, handler, limits)
            except web.HTTPException as problem:
                self._count(address, limits, problem.status)
                raise
            except ConnectionError:
                # The client disconnected, which is no failure of ours. Nobody reads this answer.
                return web.Response(status=400)
            except Exception as error:
                if not self.answers_failures:
                    raise
                return _failed(error)
            self._count(address, limits, response.status)
            return response

        return bounded

    def _may(self, address: str, limits: RouteLimits) -> bool:
        if not address:
            return not limits.is_dear or self.buckets.take("anybody", DEAR)
        if limits.is_dear and not self.buckets.take(address, DEAR):
            return False
        return self.buckets.has(address, REFUSED) and self.buckets.take(address, EVERY)

    def _count(self, address: str, limits: RouteLimits, status: int) -> None:
        if address and 400 <= status < 500 and not limits.is_open:
            self.buckets.take(address, REFUSED)


def address_of(request: web.Request) -> str:
    """The client's address: the last one that our own proxy reports. Empty if unknown.

    Slack and Teams share the proxy with all other clients, so without its header nobody may be limited.
    """
    remote = request.remote or ""
    if not _is_near(remote):
        return remote
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()[:64]


def _is_near(remote: str) -> bool:
    try:
        return ip_address(remote).is_private
    except ValueError:
        return True


async def _answered(request: web.Request, handler: Handler, limits: RouteLimits) -> web.StreamResponse:
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        # No platform and no browser compresses its requests, and a small body could unpack to a huge one.
        raise web.HTTPUnsupportedMediaType(text="Send it uncompressed.\n")
    if limits.streams:
        return await _within(limits.seconds, handler(request))
    return await handler(await _read(request, limits) if request.can_read_body else request)


async def _read(request: web.Request, limits: RouteLimits) -> web.Request:
    """Reads the whole body in time and within the size of these limits."""
    if (request.content_length or 0) > limits.largest:
        raise web.HTTPRequestEntityTooLarge(limits.largest, request.content_length or 0)
    bounded = request.clone(client_max_size=limits.largest)
    try:
        await _within(limits.seconds, bounded.read())
    except (web.RequestPayloadError, ValueError):
        raise web.HTTPBadRequest from None
    return bounded


async def _within(seconds: float, work: Awaitable[_T]) -> _T:
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError:
        raise web.HTTPRequestTimeout(headers={"Connection": "close"}) from None


def _too_many() -> web.Response:
    return web.Response(
        status=429, text="Too many requests. Try again in a minute.\n", headers={"Retry-After": "60"}
    )


def _failed(error: Exception) -> web.Response:
    """Logs where an error occurred but not its text, which may quote what a person sent."""
    reference = token_hex(4)
    trace = traceback.format_tb(error.__traceback__)
    log.error("http_request_failed", reference=reference, error=type(error).__name__, where=trace)
    return web.Response(status=500, text=f"Something went wrong. Reference: {reference}\n")


def runner_for(app: web.Application, *, idle_seconds: float = IDLE_SECONDS) -> web.AppRunner:
    """A runner that closes connections without a complete request, limits the wait for a body, and unpacks none."""
    return web.AppRunner(
        app,
        access_log=None,
        logger=HTTP_LOG,
        auto_decompress=False,
        shutdown_timeout=5,
        keepalive_timeout=idle_seconds,
        lingering_time=min(BODY_SECONDS, idle_seconds),
    )
