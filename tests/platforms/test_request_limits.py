"""What comes in is bounded: how often by address, how large and how slowly; nothing is answered with a traceback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zlib import compress

import pytest
from aiohttp import ClientSession, web

from bot.platforms.http_log import HTTP_LOG
from bot.platforms.request_limits import (
    DEAR,
    REFUSED,
    Buckets,
    RequestLimits,
    RequestRate,
    RouteLimits,
    runner_for,
)

DOORS = {
    "/": RouteLimits(largest=64),
    "/dear": RouteLimits(is_dear=True),
    "/slow": RouteLimits(largest=64, seconds=0.2),
    "/streams": RouteLimits(streams=True, seconds=0.2),
    "/health": RouteLimits(is_open=True),
}


TYPED = "of no one's concern"


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def _echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


async def _broken(request: web.Request) -> web.Response:
    raise ValueError(TYPED)


async def _hung_up(request: web.Request) -> web.Response:
    raise ConnectionResetError


@asynccontextmanager
async def served(watch: Stopwatch | None = None, idle_seconds: float = 60) -> AsyncIterator[int]:
    """The port."""
    doors = RequestLimits(DOORS, Buckets(watch or Stopwatch()))
    app = web.Application(middlewares=[doors.middleware])
    paths = [path for path in DOORS if path != "/"]
    app.add_routes([web.route("*", path, _echo) for path in ("/", *paths)])
    app.add_routes([web.get("/broken", _broken), web.get("/hung-up", _hung_up)])
    runner = runner_for(app, idle_seconds=idle_seconds)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def statuses(port: int, path: str, times: int, address: str = "203.0.113.9") -> list[int]:
    headers = {"X-Forwarded-For": address} if address else {}
    found = []
    async with ClientSession(f"http://127.0.0.1:{port}") as session:
        for _ in range(times):
            async with session.get(path, headers=headers) as answer:
                found.append(answer.status)
    return found


async def sent(port: int, raw: bytes) -> bytes:
    """All that comes back until the other side closes, which it has to."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    await writer.drain()
    try:
        async with asyncio.timeout(30):
            return await reader.read()
    finally:
        writer.close()


async def test_who_only_sends_what_is_refused_is_soon_told_so_and_nobody_else_is() -> None:
    watch = Stopwatch()
    async with served(watch) as port:
        found = await statuses(port, "/nothing", REFUSED.burst + 1)
        assert found == [404] * REFUSED.burst + [429]
        assert await statuses(port, "/", 1) == [429]
        assert await statuses(port, "/", 1, "198.51.100.7") == [200]
        watch.seconds += 1 / REFUSED.a_second
        assert await statuses(port, "/", 1) == [200]


async def test_what_the_client_claims_before_the_proxy_does_not_count() -> None:
    async with served() as port:
        for number in range(REFUSED.burst):
            await statuses(port, "/nothing", 1, f"10.0.0.{number}, 203.0.113.9")
        assert await statuses(port, "/", 1, "8.8.8.8, 203.0.113.9") == [429]


async def test_behind_a_proxy_that_says_nothing_nobody_pays_for_another() -> None:
    async with served() as port:
        assert await statuses(port, "/nothing", REFUSED.burst + 5, "") == [404] * (REFUSED.burst + 5)
        assert await statuses(port, "/dear", DEAR.burst + 1, "") == [200] * DEAR.burst + [429]


async def test_what_writes_something_down_is_dear_and_health_is_free() -> None:
    async with served() as port:
        assert await statuses(port, "/dear", DEAR.burst + 1) == [200] * DEAR.burst + [429]
        assert set(await statuses(port, "/health", 700)) == {200}


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    watch = Stopwatch()
    buckets, rate = Buckets(watch), RequestRate(2, 1.0)
    watch.seconds = 1000.0
    assert [buckets.take("a", rate) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(("size", "status"), [(64, 200), (65, 413)])
async def test_a_body_is_as_large_as_its_door_and_no_larger(size: int, status: int) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(size):
            yield b"x"

    async with served() as port, ClientSession(f"http://127.0.0.1:{port}") as session:
        for body in (b"x" * size, pieces()):
            async with session.post("/", data=body) as answer:
                assert answer.status == status


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nX-Long: ",
    ],
)
async def test_a_request_whose_head_never_ends_is_closed(raw: bytes) -> None:
    async with served(idle_seconds=0.2) as port:
        assert await sent(port, raw) == b""


@pytest.mark.parametrize("path", [b"/slow", b"/streams"])
async def test_a_request_whose_body_never_ends_is_told_so_and_closed(path: bytes) -> None:
    async with served(idle_seconds=0.2) as port:
        head = b"POST " + path + b" HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n"
        assert b" 408 " in (await sent(port, head + b"half")).splitlines()[0]


BOMB = compress(b"a" * 50_000_000)


@pytest.mark.parametrize("path", ["/", "/streams", "/health", "/nothing"])
@pytest.mark.parametrize("named", ["gzip", "deflate", "GZIP", "gzip, gzip", "br", "zstd", "made-up"])
async def test_nothing_that_is_compressed_is_taken_or_unpacked(path: str, named: str) -> None:
    """50 KB that unpack to 50 MB."""
    async with served() as port:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Encoding: {named}\r\nContent-Length: {len(BOMB)}\r\n"
        )
        answer = await sent(port, head.encode() + b"Connection: close\r\n\r\n" + BOMB)
    assert b" 415 " in answer.splitlines()[0]


async def test_what_comes_is_not_unpacked_before_it_is_looked_at() -> None:
    """Else it would cost us the time also where it is refused."""
    read = []

    async def reads(request: web.Request) -> web.Response:
        read.append(await request.content.readany())
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/", reads)])
    runner = runner_for(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: deflate\r\nContent-Length: %d\r\n" % len(
            BOMB
        )
        await sent(runner.addresses[0][1], head + b"Connection: close\r\n\r\n" + BOMB)
    finally:
        await runner.cleanup()
    assert read
    assert BOMB.startswith(read[0])


async def test_who_hangs_up_in_the_middle_is_no_failure_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """Else anybody fills the log with errors."""
    async with served() as port:
        assert await statuses(port, "/hung-up", 1) == [400]
    assert "failed" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "raw",
    [
        TYPED.encode() + b" / HTTP/1.1\r\n\r\n",
        b"GET /files/" + TYPED.encode() + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + TYPED.encode() + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + TYPED.encode() * 1_000 + b"\r\n\r\n",
    ],
)
async def test_nothing_that_could_not_be_read_stands_in_the_log(
    raw: bytes, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async with served() as port:
        assert b" 400 " in (await sent(port, raw)).splitlines()[0]
    assert caplog.text + "".join(capfd.readouterr()) == ""


def test_an_error_of_ours_does_with_its_place_and_no_word_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise LookupError(TYPED)
    except LookupError:
        HTTP_LOG.exception("Unhandled exception")
    told = "".join(capsys.readouterr())
    assert "LookupError" in told
    assert "test_request_limits.py" in told
    assert TYPED not in told.replace("raise LookupError(TYPED)", "")


def _broken_at(port: int) -> str:
    return f"http://127.0.0.1:{port}/broken"


async def test_what_fails_is_answered_with_a_reference_and_no_word_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with served() as port, ClientSession() as session, session.get(_broken_at(port)) as answer:
        said = await answer.text()
    assert answer.status == 500
    assert said.startswith("Something went wrong. Reference: ")
    assert TYPED not in said + "".join(capsys.readouterr())
