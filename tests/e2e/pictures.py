"""Takes the pictures of the README and of CONFIDENTIALITY anew, light and dark: `python -m tests.e2e.pictures`.

A directory behind it keeps the demo, so that the next time is quicker.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from aiohttp.test_utils import unused_port
from playwright.async_api import Page, async_playwright

from bot.core.settings import Settings
from bot.demo.run import Demo, open_demo
from bot.features.asking.cards.library import load
from tests.demo.past import MONDAY
from tests.e2e.conftest import _QUIET, CHROMIUM
from tests.e2e.report import example

PICTURES = Path("deploy/pictures")
THEMES = ("light", "dark")
QUESTION = "What does a peer worker do?"

# Whose chat, and words of the entry that is shown.
SHOWN = {
    "question": ("nurse", "Sources:"),
    "tip": ("peer-worker", "Only you see this"),
    "pulse": ("nurse", "How confidential is this?"),
    "digest": ("director", "One thing to decide"),
}


async def take() -> None:
    with TemporaryDirectory() as new:
        own = sys.argv[1] if len(sys.argv) > 1 else new
        async with _running(Path(own)) as (demo, address), async_playwright() as playwright:
            if not demo.workspace.transcript("nurse").entries:
                await live_through(demo)
            browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=_QUIET)
            for theme in THEMES:
                context = await browser.new_context(
                    viewport={"width": 1280, "height": 900},
                    device_scale_factor=1.5,
                    color_scheme="dark" if theme == "dark" else "light",
                    reduced_motion="reduce",
                )
                await _take_all(await context.new_page(), address, theme)
                await _take_report(await context.new_page(), theme)
            await browser.close()


async def live_through(demo: Demo) -> None:
    """A question, two days in which tips and the fortnight's questions come, and Monday's digest."""
    await demo.workspace.say("nurse", QUESTION)
    await demo.move(timedelta(days=4))
    await demo.workspace.say("director", "digest")


async def _take_all(page: Page, address: str, theme: str) -> None:
    for name, (user, words) in SHOWN.items():
        await page.goto(f"{address}/as/{user}")
        entry = page.locator("li.theirs", has_text=words).last
        await page.set_viewport_size({"width": 1280, "height": 1800})
        await entry.locator(".card").screenshot(path=PICTURES / f"{name}-{theme}.png")
        await page.set_viewport_size({"width": 1280, "height": 900})


async def _take_report(page: Page, theme: str) -> None:
    """An example's, because the demo's own is behind a link for one opening."""
    await page.set_viewport_size({"width": 1000, "height": 1000})
    await page.set_content(example(load(Path("content"))))
    await page.screenshot(path=PICTURES / f"report-{theme}.png")


@asynccontextmanager
async def _running(own: Path) -> AsyncIterator[tuple[Demo, str]]:
    demo = await open_demo(Settings(demo_start=MONDAY), own)
    await demo.start()
    runner = web.AppRunner(demo.page("127.0.0.1"), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    port = unused_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield demo, f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()
        await demo.stop()


if __name__ == "__main__":
    asyncio.run(take())
