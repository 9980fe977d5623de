"""What a one-time link opens: nothing by looking, each of three once, and no trace of its key."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientConnectionError, ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.features.asking.cards.library import Library, load
from bot.features.pulse.reports.report_links import Taken
from bot.people.records.one_time_links import FileFormat, Holder, Refusal
from bot.platforms.web.application import application, serve
from bot.platforms.web.outbound.workspace import Workspace
from bot.platforms.web.records.report_downloads import RecordPages
from tests.features.pulse.reports import sixteen_waves

from .conftest import words_of

TOKEN = "kept-between-the-leader-and-us"
NAME = '<b>Willow</b> & "Rowan"'
Client = TestClient[web.Request, web.Application]


@dataclass
class FakeRecords:
    """Has one link. `refusal` is the answer where there should be one."""

    refusal: Refusal | None = None
    device: str = ""

    async def offer(self, token: str, device: str) -> str | Refusal:
        return self._refused(token, device) or NAME

    async def open(self, token: str, format_: FileFormat, device: str) -> Holder | Refusal:
        if refused := self._refused(token, device):
            return refused
        self.device = device
        return Holder("leader", "willow")

    async def take(self, token: str, format_: FileFormat, device: str) -> Taken | Refusal:
        refused = self._refused(token, device)
        return refused or Taken(replace(sixteen_waves(), name=NAME), date(2026, 11, 23))

    def _refused(self, token: str, device: str) -> Refusal | None:
        if self.refusal or token != TOKEN:
            return self.refusal or Refusal.UNKNOWN
        return Refusal.USED if self.device not in ("", device) else None


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords()


@pytest.fixture(scope="module")
def cards() -> Library:
    return load(Path("content"))


@pytest_asyncio.fixture
async def client(records: FakeRecords, cards: Library) -> AsyncIterator[Client]:
    """As on a server that has nothing else to show."""
    app = web.Application()
    app.add_routes(RecordPages(records, cards).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def look(client: Client, token: str = TOKEN) -> ClientResponse:
    return await client.get(f"/records/{token}")


async def take(client: Client, format_: str, token: str = TOKEN) -> ClientResponse:
    return await client.post(f"/records/{token}/{format_}")


async def test_a_preview_by_a_chat_service_uses_nothing_up(client: Client, records: FakeRecords) -> None:
    for method in ("GET", "HEAD", "GET"):
        response = await client.request(method, f"/records/{TOKEN}")
        assert response.status == 200
    page = await response.text()
    assert re.findall(r'action="([^"]+)"', page) == [f"{TOKEN}/{f}" for f in ("report", "xlsx", "csv")]
    assert records.device == ""
    assert not client.session.cookie_jar


@pytest.mark.parametrize(
    ("format_", "kind", "begins"),
    [
        (FileFormat.REPORT, "text/html", b"<!doctype html>"),
        (FileFormat.CSV, "text/csv", b"\xef\xbb\xbf"),
        (FileFormat.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
async def test_each_survives_being_loaded_again(
    client: Client, format_: FileFormat, kind: str, begins: bytes
) -> None:
    response = await take(client, format_)
    for again in (response, await client.get(response.url.path), await take(client, format_)):
        assert (again.status, again.content_type) == (200, kind)
        assert (await again.read()).startswith(begins)


async def test_another_device_is_refused_once_one_has_opened_it(client: Client) -> None:
    assert (await take(client, "report")).status == 200
    client.session.cookie_jar.clear()
    for response in (await look(client), await take(client, "csv")):
        assert response.status == 410
        assert "on the device that opened it first" in await response.text()


async def test_the_device_is_known_by_a_cookie_for_this_link_alone(client: Client) -> None:
    response = await client.post(f"/records/{TOKEN}/report", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "report")
    cookie = response.cookies["device"]
    assert (cookie["path"], cookie["max-age"], cookie["samesite"]) == (f"/records/{TOKEN}", "600", "Lax")
    assert cookie["httponly"]
    assert not cookie["secure"]
    other = await client.post(
        f"/records/{TOKEN}/report", headers={"X-Forwarded-Proto": "https"}, allow_redirects=False
    )
    assert other.cookies["device"]["secure"]


async def test_a_file_has_a_name_of_plain_letters(client: Client) -> None:
    response = await take(client, "csv")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="alongside-b-willow-b-rowan-2026-11-22.csv"'
    )
    assert (await take(client, "report")).headers["Content-Disposition"].startswith("inline;")


@pytest.mark.parametrize("refusal", [Refusal.UNKNOWN, Refusal.USED, Refusal.EXPIRED])
async def test_nobody_can_tell_a_link_that_is_over_from_one_that_never_was(
    client: Client, records: FakeRecords, refusal: Refusal
) -> None:
    never = await (await look(client, "never")).text()
    records.refusal = refusal
    assert await (await look(client)).text() == await (await take(client, "csv")).text() == never
    assert (await take(client, "docx")).status == 410


async def test_who_leads_no_more_is_told_kindly(client: Client, records: FakeRecords) -> None:
    records.refusal = Refusal.NOT_LEADING
    for response in (await look(client), await take(client, "report")):
        assert response.status == 403
        assert "you don't lead it any more" in words_of(await response.text())


async def test_the_address_of_a_file_leads_who_has_not_opened_it_to_the_choice(client: Client) -> None:
    response = await client.get(f"/records/{TOKEN}/report")
    assert (response.status, response.url.path) == (200, f"/records/{TOKEN}")


@pytest.mark.parametrize("path", [TOKEN, "never", f"{TOKEN}/csv", f"{TOKEN}/report"])
async def test_no_answer_is_stored_found_or_told_to_other_sites(client: Client, path: str) -> None:
    method = "POST" if "/" in path else "GET"
    headers = (await client.request(method, f"/records/{path}")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy


async def test_a_name_is_text_on_every_page(client: Client) -> None:
    for page in (await (await look(client)).text(), await (await take(client, "report")).text()):
        assert "<b>Willow" not in page
        assert NAME in words_of(page)


async def test_on_the_workspace_its_form_carries_the_pages_token(
    workspace: Workspace, records: FakeRecords, cards: Library
) -> None:
    app = application(workspace, links=[partial(RecordPages, records, cards)])
    async with TestClient(TestServer(app)) as client:
        assert (await client.post(f"/records/{TOKEN}/csv", data={"csrf": "x"})).status == 403
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', await (await look(client)).text())
        assert found
        response = await client.post(f"/records/{TOKEN}/csv", data={"csrf": found[1]})
        assert response.status == 200
        assert "'sha256-" in response.headers["Content-Security-Policy"]


class Broken(FakeRecords):
    async def take(self, token: str, format_: FileFormat, device: str) -> Taken | Refusal:
        raise RuntimeError(token)


@pytest.mark.parametrize("kept", [FakeRecords(), Broken()])
async def test_the_key_is_in_no_log(
    workspace: Workspace,
    cards: Library,
    kept: FakeRecords,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also not in that of requests, which the server would keep by default; and also when we fail."""
    caplog.set_level(logging.DEBUG)
    port = unused_port()
    app = application(workspace, links=[partial(RecordPages, kept, cards)])
    serving = asyncio.create_task(serve(app, "127.0.0.1", port))
    async with ClientSession(f"http://127.0.0.1:{port}", cookie_jar=CookieJar(unsafe=True)) as client:
        page = await _when_it_listens(client)
        csrf = re.search(r'csrf" value="([0-9a-f]+)"', page)
        assert csrf
        response = await client.post(f"/records/{TOKEN}/report", data={"csrf": csrf[1]})
        assert response.status == (500 if isinstance(kept, Broken) else 200)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    assert TOKEN not in caplog.text + "".join(capsys.readouterr())


async def _when_it_listens(client: ClientSession) -> str:
    async with asyncio.timeout(60):
        while True:
            try:
                return await (await client.get(f"/records/{TOKEN}")).text()
            except ClientConnectionError:
                await asyncio.sleep(0.02)
