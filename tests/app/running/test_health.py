from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app.monitoring.health import LIVE, READY, Health
from bot.delivery.sending.outbox import Lease, Timing
from bot.store.database import Database

SILENT = Timing(lease=0.0, timeout=0.0)


@asynccontextmanager
async def asking(health: Health) -> AsyncIterator["TestClient[web.Request, web.Application]"]:
    app = web.Application()
    app.add_routes(health.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def health_of(place: Path, timing: Timing = Timing(), *wrong: str) -> list[str]:  # noqa: B008 - frozen
    async def ask() -> Sequence[str]:
        return wrong

    database = Database(f"sqlite+aiosqlite:///{place / 'alongside.sqlite'}")
    faults = await Health(database, Lease("me", timing), ask).faults()
    await database.close()
    return faults


async def test_nothing_is_wrong_where_all_answer(tmp_path: Path) -> None:
    assert await health_of(tmp_path) == []


async def test_a_worker_without_a_sign_of_life_is_wrong(tmp_path: Path) -> None:
    assert await health_of(tmp_path, SILENT) == ["The worker gives no sign of life, so nothing is sent."]


async def test_what_a_platform_finds_is_wrong(tmp_path: Path) -> None:
    assert await health_of(tmp_path, Timing(), "The socket is not connected.") == [
        "The socket is not connected."
    ]


async def test_strangers_are_told_no_more_than_that_it_is_not_ready() -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    async with asking(Health(database, Lease("me", Timing()))) as client:
        answer = await client.get(READY)
        assert (answer.status, await answer.text()) == (503, "not ready\n")
        assert (await client.get(LIVE)).status == 200
    await database.close()
