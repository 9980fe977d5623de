"""Champions, approvers, editors and those who ask, in a real browser, through the bot that runs in production."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.app.content import Content
from bot.core.settings import Settings
from bot.demo.run import open_demo

pytestmark = pytest.mark.asyncio(loop_scope="session")

_TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
_PATIENCE = 60_000
_QUESTION = "Is there a bike shed for visitors?"
_IN_OTHER_WORDS = "Where do visitors leave their bikes?"
_ANSWER = "Yes: behind the west entrance, next to the bins."


@dataclass(frozen=True)
class Harbour:
    context: BrowserContext
    address: str

    async def be(self, user: str) -> Page:
        page = await self.context.new_page()
        page.set_default_timeout(_PATIENCE)
        await page.goto(f"{self.address}/as/{user}")
        return page


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(tmp_path_factory: pytest.TempPathFactory, content: Content) -> AsyncIterator[str]:
    """A fresh demo on a Tuesday morning, when people can be written to."""
    own = tmp_path_factory.mktemp("harbour")
    async with AsyncExitStack() as stack:
        demo = await open_demo(Settings(demo_start=_TEN), own, content=content)
        await demo.start()
        stack.push_async_callback(demo.stop)
        runner = web.AppRunner(demo.page("127.0.0.1"), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        port = unused_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}"


@pytest_asyncio.fixture(loop_scope="session")
async def harbour(address: str, chromium: Browser) -> AsyncIterator[Harbour]:
    """A browser of its own for each: it keeps few connections to one address, and every page needs one."""
    context = await chromium.new_context()
    yield Harbour(context, address)
    await context.close()


def talk(page: Page) -> Locator:
    return page.get_by_role("log")


async def says(page: Page, words: str) -> None:
    await page.get_by_label("Write to Alongside").fill(words)
    await page.keyboard.press("Enter")


async def presses(page: Page, label: str) -> None:
    """In the conversation or its form: the home beside them has buttons of the same names, there from the start."""
    await page.locator("#log, #form").get_by_role("button", name=label, exact=True).last.click()


async def test_an_unknown_question_becomes_an_answer_for_the_next_who_asks(harbour: Harbour) -> None:
    nurse, champion = await harbour.be("nurse"), await harbour.be("champion")
    await says(nurse, _QUESTION)
    await presses(nurse, "Ask a person")
    await presses(nurse, "Send it")
    await expect(talk(nurse)).to_contain_text("Sent to one champion, without your name.")
    await presses(champion, "I'll take it")
    await presses(champion, "Answer")
    await champion.get_by_role("textbox", name="Your answer").fill(_ANSWER)
    await presses(champion, "Send it")
    await expect(talk(nurse)).to_contain_text("Priya Nair answers:")
    await expect(talk(nurse)).to_contain_text(_ANSWER)
    await _becomes_a_card(champion)
    await _is_put_in_force(await harbour.be("director"))
    another = await harbour.be("new-starter")
    await says(another, _IN_OTHER_WORDS)
    await expect(talk(another)).to_contain_text(_ANSWER)
    await expect(talk(another)).to_contain_text("Estates, November 2026")


async def _becomes_a_card(champion: Page) -> None:
    """In other words than the asker's, who was not asked for theirs."""
    await presses(champion, "Keep this for everyone")
    await champion.get_by_label("Title").fill("Where visitors leave their bikes")
    await champion.get_by_label("A question it answers").fill(_QUESTION)
    await champion.locator("#form").get_by_text("Details", exact=True).click()
    await champion.get_by_label("The same, asked differently").fill("Where can visitors park a bicycle?")
    await champion.get_by_label("And once more").fill("Is there somewhere to lock a bike?")
    await champion.get_by_label("Where it comes from").fill("Estates, November 2026")
    await presses(champion, "Show me")
    await expect(champion.get_by_text("These are the asker's own words")).to_be_visible()
    await champion.get_by_label("A question it answers").fill(_IN_OTHER_WORDS)
    await presses(champion, "Show me")
    await presses(champion, "Send it to an editor")


async def _is_put_in_force(editor: Page) -> None:
    await presses(editor, "Look at it")
    await presses(editor, "Put it in force")
    await expect(editor.get_by_role("button", name="Put it in force")).to_have_count(0)


async def test_an_announcement_is_approved_sent_followed_and_recalled(harbour: Harbour) -> None:
    champion = await harbour.be("champion")
    await _is_written(champion)
    await presses(champion, "Ask for approval")
    administrator = await harbour.be("administrator")
    await presses(administrator, "Approve and send")
    nurse = await harbour.be("nurse")
    await expect(talk(nurse)).to_contain_text("Ask anything about peer work.")
    await presses(nurse, "Got it")
    await expect(talk(champion)).to_contain_text("Approved by Sam Whitlock.")
    await expect(talk(champion)).to_contain_text("Everybody who can be reached has it")
    await presses(champion, "Recall it")
    await expect(talk(champion)).to_contain_text("It can't be undone.")
    await presses(champion, "Recall it")
    await expect(talk(nurse)).not_to_contain_text("Ask anything about peer work.")


async def test_what_is_still_to_go_out_can_be_paused_and_cancelled(harbour: Harbour) -> None:
    champion = await harbour.be("champion")
    await _is_written(champion, when="2026-11-26 09:00")
    await presses(champion, "Ask for approval")
    await presses(await harbour.be("administrator"), "Approve and send")
    await presses(champion, "Pause")
    await presses(champion, "Go on")
    await presses(champion, "Cancel the rest")
    await expect(champion.get_by_role("button", name="Cancel the rest")).to_have_count(0)
    nurse = await harbour.be("nurse")
    await expect(talk(nurse)).not_to_contain_text("Ask anything about peer work.")


async def _is_written(champion: Page, when: str = "") -> None:
    await says(champion, "announce")
    await presses(champion, "Write one")
    await champion.get_by_label("Title").fill("Open hour")
    await champion.get_by_label("What it says").fill("Ask anything about **peer work**.")
    await champion.get_by_label("For whom?").select_option(label="Everyone at Harbour Mental Health")
    day, _, at = when.partition(" ")
    await champion.locator("#form").get_by_text("Details", exact=True).click()
    await champion.get_by_label("On which day?").fill(day)
    await champion.get_by_label("At what time?").fill(at)
    await champion.get_by_role("radio", name="Yes, with a button Got it").check()
    await presses(champion, "Show me")
    await expect(talk(champion)).to_contain_text("65 people")


async def test_a_nurse_is_refused_and_the_audit_says_so(harbour: Harbour) -> None:
    nurse = await harbour.be("nurse")
    await says(nurse, "roles")
    await expect(talk(nurse)).to_contain_text("That is for administrators")
    administrator = await harbour.be("administrator")
    await says(administrator, "audit")
    await expect(talk(administrator)).to_contain_text("Amara Okafor was refused")
