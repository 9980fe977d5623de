"""A phone, upright and on its side, and a page at twice its size."""

import pytest
from playwright.async_api import Page, expect

from .acts import open_the_form, say

# One browser for all of them, so one loop.
pytestmark = pytest.mark.asyncio(loop_scope="session")

SMALL = {"twice the size": (720, 450), "a phone on its side": (844, 390), "a phone": (390, 844)}


@pytest.mark.parametrize("size", SMALL.values(), ids=SMALL)
async def test_on_a_small_screen_composer_and_answer_stay_in_sight(wide: Page, size: tuple[int, int]) -> None:
    await wide.set_viewport_size({"width": size[0], "height": size[1]})
    await say(wide, "What does a peer worker do?")
    await expect(wide.get_by_text("A peer worker is a colleague")).to_be_in_viewport()
    await expect(wide.get_by_label("Write to Alongside")).to_be_in_viewport(ratio=1)
    room = await wide.evaluate("document.querySelector('#log').clientHeight / innerHeight")
    assert room > 0.45


@pytest.mark.parametrize("size", SMALL.values(), ids=SMALL)
async def test_what_sends_a_form_stays_in_sight_however_long_it_is(wide: Page, size: tuple[int, int]) -> None:
    await wide.set_viewport_size({"width": size[0], "height": size[1]})
    await open_the_form(wide)
    form = wide.locator("#form")
    # Longer than any screen, as with its details open.
    await form.locator("textarea").evaluate("box => { box.style.height = '120rem'; }")
    await expect(form.get_by_role("button", name="Send to a champion")).to_be_in_viewport(ratio=1)
    await form.evaluate("form => form.scrollTo(0, form.scrollHeight)")
    await expect(form.get_by_label("Extension")).to_be_in_viewport(ratio=1)
    room = await form.evaluate(
        "form => form.querySelector('.buttons').getBoundingClientRect().top"
        " - form.querySelector('.field:last-of-type').getBoundingClientRect().bottom"
    )
    assert room >= 0


async def test_on_a_phone_the_clock_and_what_moves_it_are_in_one_row(wide: Page) -> None:
    await wide.set_viewport_size({"width": 390, "height": 844})
    height = await wide.evaluate("document.querySelector('.top').getBoundingClientRect().height")
    assert height < 64
    for button in await wide.locator(".clock button").all():
        await expect(button).to_be_in_viewport(ratio=1)
    assert await wide.evaluate("document.querySelector('#time').getBoundingClientRect().height") < 48
