"""Nothing keeps anyone out: axe-core finds no fault in any state of the page."""

import pytest
from playwright.async_api import Page, expect

from bot.conversation.message import Message

from .acts import open_the_form, say
from .app import EVERYTHING
from .conftest import Complaints, Running, needs

# One browser for all of them, so one loop.
pytestmark = pytest.mark.asyncio(loop_scope="session")


BAD = ("serious", "critical")


async def faults_of(page: Page, axe: str) -> list[str]:
    """What axe-core finds that keeps people out, as sentences."""
    await page.evaluate(axe)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in BAD
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(
    "state",
    ["empty", "everything", "form with faults", "signpost", "too long", "offline", "happened", "people"],
)
async def test_nothing_keeps_anyone_out(page: Page, running: Running, state: str) -> None:
    axe = needs("axe").read_text()
    match state:
        case "everything":
            await say(page, EVERYTHING)
            await expect(page.get_by_role("button", name="Not now")).to_be_visible()
        case "form with faults":
            await open_the_form(page)
            await page.get_by_role("button", name="Send to a champion").click()
            await expect(page.get_by_text("Please write something here.")).to_be_visible()
        case "signpost":
            await say(page, "I can't go on")
            await expect(page.get_by_text("Only you can see this")).to_be_visible()
        case "too long":
            await say(page, "x" * 2001)
            await expect(page.get_by_text("Please shorten it")).to_be_visible()
        case "offline":
            await running.stop()
            await expect(page.get_by_text("Connection lost. Trying again.")).to_be_visible()
        case "happened" | "people":
            await say(page, "What does a peer worker do?")
            await expect(page.locator("#entries > li")).to_have_count(2)
            await running.workspace.deliver("peer", Message("tip"))
            await page.evaluate(f"location.hash = '#{'who' if state == 'people' else 'happened'}'")
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
