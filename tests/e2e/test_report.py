"""The report and the way to it in a real browser: both themes, a phone, paper, and keys alone."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.features.asking.cards.library import Library, load
from bot.platforms.web.records.report_downloads import RecordPages
from tests.platforms.web.test_report_downloads import TOKEN, FakeRecords

from .conftest import Complaints, needs
from .report import example, longest
from .test_access import faults_of

# The height of a page between its margins, in the browser's own pixels.
A4 = (297 - 15 - 17) / 25.4 * 96

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def cards() -> Library:
    return load(Path("content"))


@pytest_asyncio.fixture(loop_scope="session")
async def address(cards: Library) -> AsyncIterator[str]:
    """A link that nobody has used yet."""
    app = web.Application()
    app.add_routes(RecordPages(FakeRecords(), cards).routes())
    runner, port = web.AppRunner(app, access_log=None, shutdown_timeout=0.2), unused_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}/records/{TOKEN}"
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def offer(context: BrowserContext, address: str, complaints: Complaints) -> Page:
    page = complaints.listen(await context.new_page())
    await page.goto(address)
    return page


async def opened(page: Page) -> Page:
    await page.get_by_role("button", name="Open the report").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("How peer work is going")
    return page


@pytest.mark.parametrize("media", ["screen", "print"])
async def test_the_report_keeps_nobody_out(offer: Page, media: str) -> None:
    page = await opened(offer)
    await page.emulate_media(media="print" if media == "print" else "screen")
    assert await faults_of(page, needs("axe").read_text()) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


async def test_the_report_survives_a_reload(offer: Page) -> None:
    page = await opened(offer)
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("How peer work is going")


@pytest.mark.parametrize("waves", [16, 53])
async def test_on_a4_it_has_four_pages_at_most_and_a_first_one_for_a_board(
    chromium: Browser, cards: Library, waves: int
) -> None:
    """Two years of rounds with every question are as much as is kept."""
    page = await chromium.new_page()
    await page.set_content(example(cards) if waves == 16 else longest(cards))
    printed = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 4
    await page.set_viewport_size({"width": 680, "height": 1000})
    await page.emulate_media(media="print")
    board = await page.get_by_role("region", name="In short").bounding_box()
    assert board
    assert board["y"] + board["height"] < A4


async def test_the_choice_and_the_refusal_keep_nobody_out(offer: Page) -> None:
    axe = needs("axe").read_text()
    assert await faults_of(offer, axe) == []
    await opened(offer)
    await offer.goto(f"{offer.url.removesuffix('/report')}-wrong")
    await expect(offer.get_by_role("heading", level=1)).to_contain_text("doesn't open anything")
    assert await faults_of(offer, axe) == []


async def test_a_tables_cells_keep_their_headings_on_a_phone(offer: Page) -> None:
    table = (await opened(offer)).locator("article").first.get_by_role("table")
    await expect(table.get_by_role("columnheader")).to_have_count(6)
    row = table.get_by_role("row").filter(has=offer.get_by_role("rowheader", name="22 November 2026"))
    await expect(row.get_by_role("cell").first).to_contain_text("77%")


async def test_all_the_way_with_keys_alone(chromium: Browser, address: str, complaints: Complaints) -> None:
    page = complaints.listen(await chromium.new_page())
    await page.goto(address)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Open the report")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("How peer work is going")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the figures")).to_be_focused()
    await expect(page.get_by_role("link", name="Skip to the figures")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()


async def test_files_arrive_whole(chromium: Browser, address: str) -> None:
    page = await chromium.new_page()
    await page.goto(address)
    for label, ending in (("Download the spreadsheet", ".xlsx"), ("Download the figures", ".csv")):
        async with page.expect_download() as coming:
            await page.get_by_role("button", name=label).click()
        download = await coming.value
        assert download.suggested_filename.endswith(ending)
        assert (await download.path()).stat().st_size > 1000


async def test_it_works_as_a_file_with_nothing_around_it(
    chromium: Browser, cards: Library, tmp_path: Path, complaints: Complaints
) -> None:
    saved = tmp_path / "report.html"
    saved.write_text(example(cards), encoding="utf-8")
    context = await chromium.new_context(java_script_enabled=False, offline=True)
    page = complaints.listen(await context.new_page())
    await page.goto(saved.as_uri())
    await expect(page.get_by_role("img").first).to_be_visible()
    weight = await page.get_by_text("Read with caution").first.evaluate("e => getComputedStyle(e).fontWeight")
    assert weight == "600"


async def test_on_paper_it_is_dark_on_white_and_no_chart_is_split(chromium: Browser, cards: Library) -> None:
    page = await (await chromium.new_context(color_scheme="dark")).new_page()
    await page.set_content(example(cards))
    assert await page.evaluate(_INK) != "rgb(29, 41, 43)"
    await page.emulate_media(media="print")
    assert await page.evaluate(_INK) == "rgb(29, 41, 43)"
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
    await expect(page.get_by_role("navigation")).to_be_hidden()
    figures = await page.locator("figure").evaluate_all(
        "all => all.map(f => getComputedStyle(f).breakInside)"
    )
    assert figures[0] == "avoid"


_INK = "getComputedStyle(document.body).color"
