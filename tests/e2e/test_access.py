"""Nothing keeps anyone out: axe-core finds no fault in any state of the page."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from bot.conversation.message import Message

from .acts import open_the_form, say
from .app import EVERYTHING
from .conftest import Complaints, Running, needs

# One browser for all of them, so one loop.
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def faults_of(page: Page, axe: str) -> list[str]:
    """Everything that axe-core finds, however slight, as sentences."""
    await page.evaluate(axe)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


async def everything(page: Page, _: Running) -> None:
    await say(page, EVERYTHING)
    await expect(page.get_by_role("button", name="Not now")).to_be_visible()


async def form_with_faults(page: Page, _: Running) -> None:
    await open_the_form(page)
    await page.get_by_role("button", name="Send to a champion").click()
    await expect(page.get_by_text("Please write something here.")).to_be_visible()


async def signpost(page: Page, _: Running) -> None:
    await say(page, "I can't go on")
    await expect(page.get_by_text("Samaritans")).to_be_visible()


async def too_long(page: Page, _: Running) -> None:
    await say(page, "x" * 2001)
    await expect(page.get_by_text("Please shorten it")).to_be_visible()


async def offline(page: Page, running: Running) -> None:
    await running.stop()
    await expect(page.get_by_text("Connection lost. Trying again.")).to_be_visible()


async def why(page: Page, _: Running) -> None:
    await say(page, "What does a peer worker do?")
    await page.get_by_text("Why this answer?").click()
    await page.get_by_text("Figures, for developers").click()


async def palette(page: Page, _: Running) -> None:
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("option").first).to_be_visible()


async def home(page: Page, running: Running) -> None:
    await _beside(page, running, "home")


async def people(page: Page, running: Running) -> None:
    await _beside(page, running, "who")


async def _beside(page: Page, running: Running, part: str) -> None:
    await say(page, "What does a peer worker do?")
    await expect(page.locator("#entries > li")).to_have_count(2)
    await running.workspace.deliver("peer", Message("tip"))
    await page.evaluate(f"location.hash = '#{part}'")


async def empty(_: Page, __: Running) -> None:
    """As it opens."""


STATES = (empty, everything, form_with_faults, signpost, too_long, offline, home, people, why, palette)


@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
async def test_nothing_keeps_anyone_out(
    page: Page, running: Running, state: Callable[[Page, Running], Awaitable[None]]
) -> None:
    axe = needs("axe").read_text()
    await state(page, running)
    assert await faults_of(page, axe) == []


@pytest.mark.parametrize("path", ["/", "/nowhere"])
async def test_the_first_page_and_the_wrong_address_keep_nobody_out(
    page: Page, running: Running, path: str
) -> None:
    axe = needs("axe").read_text()
    await page.goto(f"{running.address}{path}")
    assert await faults_of(page, axe) == []


async def test_a_style_that_is_not_in_our_files_is_blocked(wide: Page, complaints: Complaints) -> None:
    async with wide.expect_console_message(lambda said: "Content Security Policy" in said.text):
        await wide.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    complaints.clear()


async def test_the_palette_offers_last_what_cannot_be_undone(wide: Page) -> None:
    await wide.keyboard.press("Control+k")
    options = await wide.get_by_role("option").all_inner_texts()
    assert not options[0].startswith("Move the clock")
    assert [option.startswith("Move the clock") for option in options[-4:]] == [True] * 4
