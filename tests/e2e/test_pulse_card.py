"""The questions on a phone of 390 by 844: each fits below 600 px, with its five points in one glance."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.conversation.message import Message
from bot.features.pulse.draft_answers import DraftAnswers
from bot.features.pulse.views.questions import invitation, step
from tests.features.pulse.town import ITEMS, MORNING

from .conftest import Complaints, Running, open_context

# One browser for all of them, so one loop.
pytestmark = pytest.mark.asyncio(loop_scope="session")

HIGHEST = 600
BY_LENGTH = sorted(ITEMS.values(), key=lambda item: len(item.text))
LONGEST = BY_LENGTH[-4:]
SO_FAR = DraftAnswers("w").choosing(LONGEST[0], "4")
ALL = SO_FAR.choosing(LONGEST[1], "2").choosing(LONGEST[2], "5").choosing(LONGEST[3], "1")

CARDS = {
    "the longest question, first": invitation("w", LONGEST[::-1], MORNING),
    "a question after another": step(SO_FAR, LONGEST, MORNING),
    "what was chosen of four, to send": step(ALL, LONGEST, MORNING),
}


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, running: Running, complaints: Complaints) -> AsyncIterator[Page]:
    async with open_context(chromium, "phone") as context:
        page = complaints.listen(await context.new_page())
        await page.goto(f"{running.address}/as/nurse")
        yield page


@pytest.mark.parametrize("message", CARDS.values(), ids=list(CARDS))
async def test_a_question_is_lower_than_six_hundred_pixels_on_a_phone(
    phone: Page, running: Running, message: Message
) -> None:
    await running.workspace.deliver("nurse", message)
    card = phone.locator("li.theirs .card").last
    await expect(card).to_be_visible()
    assert phone.viewport_size == {"width": 390, "height": 844}
    box = await card.bounding_box()
    assert box
    assert box["height"] < HIGHEST
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
