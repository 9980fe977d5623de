"""The workspace while others act, with a bad connection, after a restart."""

import pytest
from playwright.async_api import Page, Route, expect

from bot.conversation.message import Message, text

from .acts import say
from .app import EVERYTHING, SLOW
from .conftest import Running
from .words import CANDIDATES

# One browser for all of them, so one loop.
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_message_for_somebody_else_is_marked_in_the_list(wide: Page, running: Running) -> None:
    await expect(wide.locator("#connection")).to_be_hidden()
    await running.workspace.deliver("peer", Message("tip", (text("A short tip"),)))
    await expect(wide.get_by_role("link", name="Jonas Lindqvist")).to_contain_text("1 new")
    await wide.get_by_role("link", name="Jonas Lindqvist").click()
    await expect(wide.get_by_text("A short tip")).to_be_visible()
    await expect(wide.get_by_text("1 new")).to_have_count(0)


async def test_a_message_arrives_and_changes_by_itself(wide: Page, running: Running) -> None:
    entry = await running.workspace.deliver("nurse", CANDIDATES)
    await expect(wide.get_by_role("button", name="Show the answer")).to_be_visible()
    await running.workspace.replace(entry, Message("This is closed."))
    await expect(wide.get_by_text("This is closed.")).to_be_visible()
    await expect(wide.get_by_role("button", name="Show the answer")).to_have_count(0)


async def test_after_a_lost_connection_the_page_recovers_what_it_missed(wide: Page, running: Running) -> None:
    await running.workspace.deliver("nurse", Message("before"))
    await expect(wide.get_by_text("before")).to_be_visible()
    await running.stop()
    await expect(wide.get_by_text("Connection lost. Trying again.")).to_be_visible()
    running.workspace.is_closing = False
    await running.workspace.deliver("nurse", Message("missed"))
    await say(wide, "Are you there?")
    await expect(wide.get_by_text("That did not get through.")).to_be_visible()
    await expect(wide.get_by_label("Write to Alongside")).to_have_value("Are you there?")
    await running.start()
    await expect(wide.get_by_text("missed")).to_be_visible(timeout=60_000)
    await expect(wide.get_by_text("Connection lost. Trying again.")).to_be_hidden()
    await wide.get_by_label("Write to Alongside").press("Enter")
    await expect(wide.locator(".mine")).to_have_count(1)


async def test_an_answer_lost_on_the_way_is_not_asked_twice(wide: Page) -> None:
    async def lose(route: Route) -> None:
        await route.fetch()  # it arrives, and the answer to it doesn't come back
        await route.abort()

    await wide.route("**/say", lose, times=1)
    await say(wide, "What does a peer worker do?")
    await expect(wide.get_by_text("That did not get through.")).to_be_visible()
    await wide.get_by_label("Write to Alongside").press("Enter")
    await expect(wide.get_by_label("Write to Alongside")).to_have_value("")
    await expect(wide.locator(".mine")).to_have_count(1)


async def test_words_changed_after_a_lost_answer_are_a_new_question(wide: Page) -> None:
    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await wide.route("**/say", lose, times=1)
    await say(wide, "What does a peer worker do?")
    await expect(wide.get_by_text("That did not get through.")).to_be_visible()
    await say(wide, "What does a peer worker do on a ward?")
    await expect(wide.locator(".mine .body")).to_have_text(
        ["What does a peer worker do?", "What does a peer worker do on a ward?"]
    )


async def test_one_can_write_on_while_the_bot_thinks(wide: Page) -> None:
    await say(wide, SLOW)
    await say(wide, "What does a peer worker do?")
    await expect(wide.get_by_text("They meet people as equals")).to_be_visible()
    await expect(wide.get_by_text("Alongside is writing")).to_be_visible()
    await expect(wide.get_by_text("Done thinking.")).to_be_visible()


async def test_after_a_restart_the_page_begins_anew(wide: Page, running: Running) -> None:
    await running.workspace.deliver("nurse", Message("before"))
    await expect(wide.get_by_text("before")).to_be_visible()
    await running.restart_anew()
    await expect(wide.get_by_text("before")).to_have_count(0, timeout=60_000)
    await say(wide, "What does a peer worker do?")
    await expect(wide.get_by_text("They meet people as equals")).to_be_visible()


async def test_it_prints_without_the_controls_around_it(wide: Page) -> None:
    await say(wide, EVERYTHING)
    await wide.emulate_media(media="print")
    await expect(wide.locator("#composer")).to_be_hidden()
    await expect(wide.get_by_role("img", name="It rose from 48 in 100")).to_be_visible()


async def test_a_page_without_news_opens_at_the_beginning_of_its_latest_message(wide: Page) -> None:
    await say(wide, EVERYTHING)
    await expect(wide.get_by_role("button", name="Not now")).to_be_visible()
    await wide.reload()
    latest = "document.querySelector('#entries > li:last-child').getBoundingClientRect()"
    log = "document.getElementById('log').getBoundingClientRect()"
    assert await wide.evaluate(f"{latest}.height > {log}.height"), "longer than the screen"
    assert 0 <= await wide.evaluate(f"{latest}.top - {log}.top") < 60
