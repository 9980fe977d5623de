"""A real browser on a small Alongside of fake handlers.

A test that needs what isn't here is skipped and says how to get it; with REQUIRE_ALL=1 it fails instead.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright, expect

from bot.platforms.web.outbound.workspace import Workspace

from .app import build

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"

_NEEDED = {
    "chromium": (CHROMIUM, "needs Chromium at /usr/bin/chromium: apt-get install chromium"),
    "axe": (AXE, "needs axe-core: cd tests/e2e && npm ci"),
}
_QUIET = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run")


def needs(what: str) -> Path:
    """Where it is; without it the test is skipped, or fails where everything is required."""
    path, remedy = _NEEDED[what]
    if not path.exists():
        (pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip)(remedy)
    return path


@dataclass
class Running:
    """The workspace behind an address. It can go away and come back."""

    app: web.Application
    workspace: Workspace
    port: int = field(default_factory=unused_port)
    runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self.runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        if self.runner:
            await self.runner.cleanup()
            self.runner = None

    async def restart_anew(self) -> None:
        """As after a restart: nothing is remembered."""
        await self.stop()
        self.app, self.workspace = build()
        await self.start()


@pytest_asyncio.fixture(loop_scope="session")
async def running() -> AsyncIterator[Running]:
    running = Running(*build())
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = needs("chromium")
    expect.set_options(timeout=60_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(path), args=_QUIET)
        yield browser
        await browser.close()


class Complaints(list[str]):
    """What the browser complained of: script errors, and whatever the content policy blocked."""

    def listen(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("console", self._note)
        return page

    def _note(self, message: ConsoleMessage) -> None:
        # A refused post and a lost connection are part of what is tested.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.append(message.text)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    complaints = Complaints()
    yield complaints
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session", params=["light", "dark", "phone"])
async def context(request: pytest.FixtureRequest, chromium: Browser) -> AsyncIterator[BrowserContext]:
    """Each test that asks for it runs in both themes, and at a phone's width."""
    async with open_context(chromium, request.param) as context:
        yield context


@asynccontextmanager
async def open_context(chromium: Browser, kind: str) -> AsyncIterator[BrowserContext]:
    """Closed afterwards: an open page whose server has gone tries again and again."""
    is_phone = kind == "phone"
    context = await chromium.new_context(
        viewport={"width": 390, "height": 844} if is_phone else {"width": 1440, "height": 900},
        color_scheme="dark" if kind == "dark" else "light",
        reduced_motion="reduce",
    )
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext, running: Running, complaints: Complaints) -> Page:
    """Amara's empty conversation."""
    page = complaints.listen(await context.new_page())
    await page.goto(f"{running.address}/as/nurse")
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def wide(chromium: Browser, running: Running, complaints: Complaints) -> AsyncIterator[Page]:
    """The same on a wide screen only, where the theme doesn't matter."""
    async with open_context(chromium, "light") as context:
        page = complaints.listen(await context.new_page())
        await page.goto(f"{running.address}/as/nurse")
        yield page
