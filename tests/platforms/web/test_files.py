"""What a one-time link to a single file opens: looking gives nothing, pressing gives it, and nothing keeps it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.records.downloads import File, Offer
from bot.people.records.one_time_links import Refusal
from bot.platforms.web.application import application
from bot.platforms.web.outbound.workspace import Workspace
from bot.platforms.web.records.files import FilePages

from .conftest import words_of

TOKEN = "kept-between-the-two-of-us"
Client = TestClient[web.Request, web.Application]
FILE = File("alongside-my-data.json", "application/json", b'{"kept": []}')


async def _make(_: AsyncSession, __: str, ___: datetime) -> File:
    return FILE


@dataclass
class FakeFiles:
    """Has one link. `refusal` is the answer where there should be one."""

    refusal: Refusal | None = None

    async def offer(self, token: str) -> Offer | Refusal:
        unknown = None if token == TOKEN else Refusal.UNKNOWN
        return self.refusal or unknown or Offer("<b>Yours</b>", "One file.", _make)

    async def take(self, token: str) -> File | Refusal:
        given = self.refusal or (None if token == TOKEN else Refusal.UNKNOWN)
        self.refusal = self.refusal or Refusal.USED
        return given or FILE


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles()


@pytest_asyncio.fixture
async def client(files: FakeFiles) -> AsyncIterator[Client]:
    """As on a server that has nothing else to show."""
    app = web.Application()
    app.add_routes(FilePages(files).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_looking_uses_nothing_up_and_pressing_gives_it_once(client: Client) -> None:
    for _ in range(2):
        looked = await client.get(f"/files/{TOKEN}")
        assert looked.status == 200
        assert "Download the file" in words_of(await looked.text())
    taken = await client.post(f"/files/{TOKEN}")
    assert (taken.status, await taken.read()) == (200, FILE.body)
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{FILE.name}"'
    assert (await client.post(f"/files/{TOKEN}")).status == 410


async def test_a_link_that_is_over_looks_like_one_that_never_was(client: Client, files: FakeFiles) -> None:
    never = await (await client.get("/files/never")).text()
    for refusal in (Refusal.USED, Refusal.EXPIRED, Refusal.UNKNOWN):
        files.refusal = refusal
        for response in (await client.get(f"/files/{TOKEN}"), await client.post(f"/files/{TOKEN}")):
            assert (response.status, await response.text()) == (410, never)


async def test_who_lost_the_role_is_told_kindly(client: Client, files: FakeFiles) -> None:
    files.refusal = Refusal.NOT_LEADING
    response = await client.get(f"/files/{TOKEN}")
    assert response.status == 403
    assert "another role" in words_of(await response.text())


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_no_answer_is_stored_found_or_told_to_other_sites(client: Client, method: str) -> None:
    headers = (await client.request(method, f"/files/{TOKEN}")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_a_title_is_text(client: Client) -> None:
    assert "<b>Yours" not in await (await client.get(f"/files/{TOKEN}")).text()


async def test_on_the_workspace_its_form_carries_the_pages_token(
    workspace: Workspace, files: FakeFiles
) -> None:
    app = application(workspace, links=[partial(FilePages, files)])
    async with TestClient(TestServer(app)) as client:
        assert (await client.post(f"/files/{TOKEN}", data={"csrf": "x"})).status == 403
        page = await (await client.get(f"/files/{TOKEN}")).text()
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert found
        assert (await client.post(f"/files/{TOKEN}", data={"csrf": found[1]})).status == 200
