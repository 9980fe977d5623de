"""Two tabs of one person: what was typed in either stays, what was sent is sent once, and both show the same."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.acts import open_the_form, say

from .conftest import Complaints, Running

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRITE = "Write to Alongside"


async def another_tab(page: Page, complaints: Complaints) -> Page:
    """Of the same browser, so with what the first one keeps."""
    other = complaints.listen(await page.context.new_page())
    await other.goto(page.url)
    return other


def composer(page: Page) -> Locator:
    return page.get_by_label(WRITE)


async def entries(page: Page) -> list[str]:
    ids: list[str] = await page.locator("#entries > *").evaluate_all("all => all.map((one) => one.id)")
    return ids


async def test_both_keep_their_own_words_when_one_sends(
    wide: Page, complaints: Complaints, running: Running
) -> None:
    other = await another_tab(wide, complaints)
    await composer(wide).fill("What does a peer worker do?")
    await composer(other).fill("My own half a sentence")
    await wide.get_by_role("button", name="Send", exact=True).last.click()
    await expect(other.get_by_text("A peer worker is a colleague")).to_be_visible()
    await expect(composer(other)).to_have_value("My own half a sentence")
    await expect(composer(wide)).to_have_value("")
    await other.reload()
    await expect(composer(other)).to_have_value("My own half a sentence")
    said = [e for e in running.workspace.transcript("nurse").entries if e.mine]
    assert len(said) == 1
    assert await entries(wide) == await entries(other)


async def test_words_that_both_hold_go_from_both_when_one_sends_them(
    wide: Page, complaints: Complaints, running: Running
) -> None:
    await composer(wide).fill("What does a peer worker do?")
    other = await another_tab(wide, complaints)
    await expect(composer(other)).to_have_value("What does a peer worker do?")
    await wide.get_by_role("button", name="Send", exact=True).last.click()
    await expect(wide.get_by_text("A peer worker is a colleague")).to_be_visible()
    await expect(composer(other)).to_have_value("")
    await other.reload()
    await expect(composer(other)).to_have_value("")


async def test_emptying_the_box_in_one_takes_nothing_from_the_other(
    wide: Page, complaints: Complaints
) -> None:
    other = await another_tab(wide, complaints)
    await composer(wide).fill("One")
    await composer(other).fill("Two")
    await composer(wide).fill("")
    await other.reload()
    await expect(composer(other)).to_have_value("Two")


async def test_emptying_the_box_takes_nothing_that_a_closed_tab_left(
    wide: Page, complaints: Complaints
) -> None:
    await composer(wide).fill("One")
    other = await another_tab(wide, complaints)
    await composer(other).fill("Two")
    await other.close()
    await composer(wide).fill("")
    third = await another_tab(wide, complaints)
    await expect(composer(third)).to_have_value("Two")


async def test_a_form_that_one_sends_closes_in_both_and_the_others_words_come_back(
    wide: Page, complaints: Complaints, running: Running
) -> None:
    await open_the_form(wide)
    other = await another_tab(wide, complaints)
    mine, theirs = [page.get_by_label("Your question", exact=True) for page in (wide, other)]
    await mine.fill("May she write in the notes?")
    await theirs.fill("Who reads the notes?")
    await wide.get_by_label("This week is fine").check()
    await wide.get_by_role("button", name="Send to a champion").click()
    for page in (wide, other):
        await expect(page.get_by_text("Sent to a champion.")).to_be_visible()
        await expect(page.locator("#form")).to_be_hidden()
    assert await entries(wide) == await entries(other)
    # What the first tab takes away may reach what they share last, whatever came before.
    await wide.evaluate("localStorage.clear()")
    await open_the_form(other)
    await expect(other.get_by_label("Your question", exact=True)).to_have_value("Who reads the notes?")


async def test_a_button_pressed_in_both_is_done_once(
    wide: Page, complaints: Complaints, running: Running
) -> None:
    await say(wide, "Should a peer worker write notes?")
    other = await another_tab(wide, complaints)
    for page in (wide, other):
        await expect(page.get_by_role("button", name="None of these")).to_be_visible()
        await page.get_by_role("button", name="None of these").click()
    for page in (wide, other):
        await expect(page.get_by_role("heading", name="Ask a champion")).to_be_visible()
    assert await entries(wide) == await entries(other)
