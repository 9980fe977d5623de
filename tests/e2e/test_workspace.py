"""A person in front of the workspace: with a mouse, with keys alone, without script, with a bad connection."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.conversation.dispatch import APOLOGY
from bot.conversation.message import Message

from .acts import open_the_form, say
from .app import EVERYTHING, SLOW
from .conftest import Running, open_context
from .words import EVERY_BLOCK

# One browser for all of them, so one loop.
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", params=["light", "phone"])
async def context(request: pytest.FixtureRequest, chromium: Browser) -> AsyncIterator[BrowserContext]:
    """What happens is the same in the dark; how that looks is tested with axe-core."""
    async with open_context(chromium, request.param) as context:
        yield context


async def test_a_question_is_answered_in_place(page: Page) -> None:
    await say(page, "What does a peer worker do?")
    await expect(page.locator("#entries > li")).to_have_count(2)
    await expect(page.get_by_text("They meet people as equals")).to_be_in_viewport()
    await expect(page.get_by_label("Write to Alongside")).to_have_value("")
    await expect(page.locator("#empty")).to_have_count(0)


async def test_an_example_asks_itself(page: Page) -> None:
    await page.get_by_role("button", name="Should a peer worker write notes?").click()
    await expect(page.get_by_text("Which comes closest?")).to_be_visible()


async def test_choosing_replaces_the_question_and_its_buttons(page: Page) -> None:
    await say(page, "Should a peer worker write notes?")
    await page.get_by_role("button", name="Show the answer").click()
    await expect(page.get_by_text("Please choose one first")).to_be_visible()
    await expect(page.get_by_role("radio").first).to_be_focused()
    await page.get_by_label("Meetings and handovers").check()
    await page.get_by_role("button", name="Show the answer").click()
    await expect(page.locator("#entries > li .card").last).to_be_focused()
    await expect(page.get_by_role("button", name="Show the answer")).to_have_count(0)
    await expect(page.locator("#entries > li")).to_have_count(2)


async def test_a_form_says_what_is_wrong_beside_its_fields_and_keeps_what_was_typed(page: Page) -> None:
    await open_the_form(page)
    await page.get_by_label("Extension").fill("40 71")
    await page.get_by_role("button", name="Send to a champion").click()
    question = page.get_by_label("Your question", exact=True)
    await expect(question).to_be_focused()
    await expect(question).to_have_accessible_description(
        "Leave out anything that could identify somebody. Please write something here."
    )
    await expect(page.get_by_label("Extension")).to_have_value("40 71")
    await question.fill("May she write in the notes?")
    await page.get_by_label("This week is fine").check()
    await page.get_by_role("button", name="Send to a champion").click()
    await expect(page.get_by_label("Extension")).to_be_focused()
    await page.get_by_label("Extension").fill("4071")
    await page.get_by_role("button", name="Send to a champion").click()
    await expect(page.locator("#form")).to_be_hidden()
    await expect(page.get_by_text("Sent to a champion.")).to_be_visible()


async def test_a_form_can_be_cancelled(page: Page) -> None:
    await open_the_form(page)
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.locator("#form")).to_be_hidden()
    await expect(page.get_by_label("Write to Alongside")).to_be_focused()


async def test_words_of_distress_leave_the_page(page: Page) -> None:
    await say(page, "I can't go on like this")
    await expect(page.get_by_text("Samaritans")).to_be_visible()
    await expect(page.locator(".mine")).to_contain_text("(not kept)")
    assert "go on like this" not in await page.content()


async def test_the_page_never_scrolls_sideways(page: Page) -> None:
    await say(page, EVERYTHING)
    await say(page, "x" * 1500)
    await expect(page.locator("#entries > li")).to_have_count(4)
    for element in ("document.documentElement", "document.querySelector('#log')"):
        assert await page.evaluate(f"{element}.scrollWidth <= {element}.clientWidth")


async def test_why_an_answer_came_is_folded_away_below_it(page: Page) -> None:
    await say(page, "What does a peer worker do?")
    why = page.get_by_text("One card was clearly closest")
    await expect(why).to_be_hidden()
    await page.get_by_text("Why this answer?").click()
    await expect(why).to_be_visible()
    await expect(page.get_by_text("Closeness")).to_be_hidden()


async def test_a_page_opens_at_what_is_new_below_a_line(page: Page, running: Running) -> None:
    for number in range(12):
        await running.workspace.deliver("peer", Message(f"A tip about the number {number}, of some length."))
    with running.workspace.watching("peer"):
        running.workspace.mark_seen("peer")
    await running.workspace.deliver("peer", EVERY_BLOCK)
    await page.goto(f"{running.address}/as/peer")
    await expect(page.locator("#new")).to_be_in_viewport()
    await expect(page.get_by_text("Your fortnight on Willow ward")).to_be_in_viewport()
    assert await page.evaluate("scrollY") == 0


async def test_what_is_typed_is_there_after_a_refresh_a_restart_and_another_button(
    page: Page, running: Running
) -> None:
    await page.get_by_label("Write to Alongside").fill("Half a\nsentence")
    await page.reload()
    await expect(page.get_by_label("Write to Alongside")).to_have_value("Half a\nsentence")
    await page.get_by_label("Write to Alongside").fill("")
    await open_the_form(page)
    await page.get_by_label("Your question", exact=True).fill("May she write in the notes?")
    await page.reload()
    question = page.get_by_label("Your question", exact=True)
    await expect(question).to_have_value("May she write in the notes?")
    await page.get_by_label("Extension").fill("4071")
    running.workspace.cancel("nurse")  # as from another tab
    await expect(page.locator("#form")).to_be_hidden()
    await open_the_form(page)
    await expect(page.get_by_label("Extension")).to_have_value("4071")
    await page.get_by_label("This week is fine").check()
    await page.get_by_role("button", name="Send to a champion").click()
    await expect(page.get_by_text("Sent to a champion.")).to_be_visible()
    await open_the_form(page)
    await expect(page.get_by_label("Extension")).to_have_value("")


async def test_a_hundred_turns_later_a_message_still_brings_only_itself(wide: Page, running: Running) -> None:
    for number in range(100):
        await running.workspace.say("nurse", f"What does peer worker number {number} do?")
    # Until the page has heard of all turns, a reply brings those it lacks, too.
    await expect(wide.get_by_text("What does peer worker number 99 do?")).to_be_visible()
    async with wide.expect_response(lambda response: response.url.endswith("/say")) as answered:
        await wide.get_by_label("Write to Alongside").fill("And one more?")
        await wide.keyboard.press("Enter")
    assert len(await (await answered.value).body()) <= 15_000


async def test_the_palette_finds_people_and_the_clock_with_keys_alone(wide: Page) -> None:
    await wide.keyboard.press("Control+k")
    await wide.keyboard.type("be priya")
    await expect(wide.get_by_role("option")).to_have_text(["Be Priya Raman"])
    await wide.keyboard.press("Enter")
    await expect(wide).to_have_title("Priya Raman · Alongside")


async def test_a_field_that_is_changed_is_no_longer_called_faulty(wide: Page) -> None:
    await open_the_form(wide)
    await wide.get_by_role("button", name="Send to a champion").click()
    fault, box = wide.get_by_text("Please write something here."), wide.get_by_label("Your question")
    await expect(fault).to_be_visible()
    await box.fill("May a peer worker write notes?")
    await expect(fault).to_be_hidden()
    await expect(box).not_to_have_attribute("aria-invalid", "true")
    await expect(wide.get_by_text("Please choose one.")).to_be_visible()


async def test_while_the_bot_thinks_the_page_says_so(wide: Page) -> None:
    await say(wide, SLOW)
    await expect(wide.get_by_text("Alongside is writing")).to_be_in_viewport()
    await expect(wide.get_by_text("Done thinking.")).to_be_visible()
    await expect(wide.get_by_text("Alongside is writing")).to_be_hidden()


async def test_too_long_a_text_stays_in_the_box(wide: Page) -> None:
    await say(wide, "x" * 2001)
    await expect(wide.get_by_role("alert").filter(has_text="2,001 characters")).to_be_visible()
    await expect(wide.get_by_label("Write to Alongside")).to_have_value("x" * 2001)
    await expect(wide.get_by_label("Write to Alongside")).to_be_focused()


async def test_a_failure_of_the_bot_is_told_kindly(wide: Page) -> None:
    await say(wide, "break")
    await expect(wide.get_by_text(APOLOGY)).to_be_visible()


async def test_the_whole_way_with_keys_alone(wide: Page) -> None:
    await wide.evaluate("document.body.tabIndex = -1; document.body.focus()")  # as on arriving, at the top
    await wide.keyboard.press("Tab")
    await expect(wide.get_by_role("link", name="Skip to writing")).to_be_focused()
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_label("Write to Alongside")).to_be_focused()
    await wide.keyboard.type("notes")
    await wide.keyboard.press("Shift+Enter")
    await wide.keyboard.type("and more")
    await wide.keyboard.press("Enter")
    await expect(wide.locator(".mine .body p")).to_have_text("notes\nand more")
    for key in ("Shift+Tab", "Shift+Tab", "Shift+Tab"):  # past "Why this answer?"
        await wide.keyboard.press(key)
    await expect(wide.get_by_role("button", name="Show the answer")).to_be_focused()
    await wide.keyboard.press("Shift+Tab")
    await wide.keyboard.press("ArrowUp")  # coming from below, one lands on the last answer
    await expect(wide.get_by_label("Meetings and handovers")).to_be_checked()
    for key in ("Tab", "Tab", "Enter"):
        await wide.keyboard.press(key)
    await expect(wide.get_by_role("heading", name="Ask a champion")).to_be_focused()
    for key in ("Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Enter"):
        await wide.keyboard.press(key)
    await expect(wide.locator("#form")).to_be_hidden()
    await expect(wide.get_by_label("Write to Alongside")).to_be_focused()


async def test_everything_works_without_script(chromium: Browser, running: Running) -> None:
    page = await (await chromium.new_context(java_script_enabled=False)).new_page()
    await page.goto(running.address)
    await page.get_by_role("link", name="Amara Okafor").click()
    await say(page, "Should a peer worker write notes?")
    await page.get_by_role("button", name="Show the answer").click()
    await expect(page.get_by_text("Please choose one first")).to_be_visible()
    await page.get_by_role("button", name="None of these").click()
    await page.get_by_label("Extension").fill("1")
    await page.get_by_role("button", name="Send to a champion").click()
    await expect(page.get_by_text("Please write something here.")).to_be_visible()
    await expect(page.get_by_label("Extension")).to_have_value("1")
    await page.get_by_role("button", name="Cancel").click()
    await say(page, "x" * 2001)
    await expect(page.get_by_label("Write to Alongside")).to_have_value("x" * 2001)
    await page.goto(f"{running.address}/as/nurse")
    await page.get_by_role("button", name="A day").click()
    await expect(page.get_by_text("A short tip: ask what a good day looks like.")).to_be_visible()
    await expect(page.locator("#time")).to_contain_text("Tuesday 24 November")


async def test_a_phone_without_script_shows_one_part_at_a_time(chromium: Browser, running: Running) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(f"{running.address}/as/nurse")
    await expect(page.locator("#talk")).to_be_visible()
    for link, part in (("You", "#who"), ("Home", "#home"), ("Conversation", "#talk")):
        await page.get_by_role("link", name=link, exact=True).click()
        visible = [p for p in ("#who", "#talk", "#home") if await page.locator(p).is_visible()]
        assert visible == [part]
