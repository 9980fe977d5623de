"""The real bot in a real browser: what a newcomer tries first."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port
from playwright.async_api import Browser, Page, expect

from bot.app.content import Content
from bot.core.settings import Settings
from bot.demo.run import open_demo
from bot.features.asking.retrieval.search import Finder
from tests.demo.past import MONDAY, live_through_once
from tests.nearly_answered import nearly_answered

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PATIENCE = 180_000


@pytest_asyncio.fixture(loop_scope="session")
async def demo_page(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, content: Content, chromium: Browser
) -> AsyncIterator[Page]:
    """The nurse's conversation in a fresh demo."""
    past = await live_through_once(tmp_path_factory.getbasetemp() / "demo", content)
    own = shutil.copytree(past, tmp_path / "demo")
    demo = await open_demo(Settings(demo_start=MONDAY), own, content=content)
    await demo.start()
    runner = web.AppRunner(demo.page("127.0.0.1"), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    port = unused_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    page = await (await chromium.new_context()).new_page()
    page.set_default_timeout(_PATIENCE)
    await page.goto(f"http://127.0.0.1:{port}/as/nurse")
    yield page
    await page.context.close()
    await runner.cleanup()
    await demo.stop()


async def ask(page: Page, words: str) -> None:
    await page.get_by_label("Write to Alongside").fill(words)
    await page.keyboard.press("Enter")


async def test_a_newcomer_asks_whatever_comes_to_mind(demo_page: Page, finder: Finder) -> None:
    log = demo_page.get_by_role("log")
    question, _ = nearly_answered(finder)
    await ask(demo_page, question)
    await demo_page.get_by_role("button", name="Tell the editors this is missing").click()
    await expect(demo_page.get_by_role("heading", name="Tell the editors")).to_be_visible()
    await demo_page.get_by_role("button", name="Send to the editors").click()
    await expect(log).to_contain_text("without your name. Thank you.")
    await ask(demo_page, "waht does a peer wroker do?")
    await expect(log).to_contain_text("Sources: ", timeout=_PATIENCE)
    await demo_page.get_by_role("button", name="More", exact=True).click()
    await expect(log.get_by_role("heading", name="More")).to_be_visible()
    await demo_page.get_by_role("button", name="This helped").click()
    await expect(log).to_contain_text("not who said so")
    await ask(demo_page, "what's the maximum dose of olanzapine")
    await expect(log).to_contain_text("Ask the prescriber")
    await ask(demo_page, "I don't want to be alive any more")
    await expect(log).to_contain_text("nobody has read your message")
    await expect(log).to_contain_text("(not kept)")
    await expect(demo_page.locator("body")).not_to_contain_text("alive any more")


async def test_on_a_phone_a_story_goes_on_above_a_form(demo_page: Page) -> None:
    await demo_page.set_viewport_size({"width": 390, "height": 844})
    await ask(demo_page, "check my words")
    await demo_page.get_by_role("button", name="Paste a text").click()
    await expect(demo_page.get_by_role("heading", name="Check my words")).to_be_visible()
    await demo_page.goto(_at(demo_page, "/story/amara/1"))
    await expect(demo_page.get_by_role("heading", name="Check my words")).to_be_in_viewport(ratio=1)
    await demo_page.get_by_role("button", name="Ask: Will peer workers replace us?").click()
    await expect(demo_page.get_by_role("link", name="Next")).to_be_in_viewport(ratio=1)


async def test_a_story_shows_what_its_step_did_also_further_up(demo_page: Page) -> None:
    await demo_page.set_viewport_size({"width": 390, "height": 844})
    await demo_page.goto(_at(demo_page, "/story/jo/3"))
    await demo_page.get_by_role("button", name="Wait for the tip").click()
    await expect(demo_page.get_by_role("log")).to_contain_text("Only you see this", timeout=_PATIENCE)
    for _ in range(3):
        await demo_page.goto(_at(demo_page, "/as/peer-worker"))
        await ask(demo_page, "home")
        await expect(
            demo_page.get_by_role("log").get_by_text("I'm not a crisis service").last
        ).to_be_visible()
    await demo_page.goto(_at(demo_page, "/story/jo/4"))
    await demo_page.get_by_role("button", name="Show the answer", exact=True).click()
    answered = demo_page.locator("li.entry", has=demo_page.get_by_role("button", name="More about this"))
    await expect(answered.locator(".by")).to_be_in_viewport()


def _at(page: Page, path: str) -> str:
    return urlsplit(page.url)._replace(path=path, fragment="").geturl()


async def test_the_clock_moves_on_and_a_tip_arrives_and_is_answered(demo_page: Page) -> None:
    log = demo_page.get_by_role("log")
    await demo_page.get_by_role("button", name="A week").click()
    await expect(demo_page.locator("#moving")).to_contain_text("Moving on")
    await expect(demo_page.locator("#notice")).to_contain_text(" new for you", timeout=_PATIENCE)
    tip = log.locator("li.entry", has_text="Only you see this").first
    await expect(tip).to_be_visible(timeout=_PATIENCE)
    await tip.get_by_role("radio").first.check()
    await tip.get_by_role("button", name="Answer", exact=True).click()
    await expect(log.get_by_role("button", name="More about this")).to_be_visible()
    await expect(tip.get_by_role("button", name="Answer", exact=True)).to_have_count(0)
