"""What somebody in front of the workspace does again and again."""

from playwright.async_api import Page, expect


async def say(page: Page, words: str) -> None:
    await page.get_by_label("Write to Alongside").fill(words)
    await page.get_by_role("button", name="Send", exact=True).last.click()


async def open_the_form(page: Page) -> None:
    await say(page, "Should a peer worker write notes?")
    await page.get_by_role("button", name="None of these").last.click()
    await expect(page.get_by_role("heading", name="Ask a champion")).to_be_visible()
